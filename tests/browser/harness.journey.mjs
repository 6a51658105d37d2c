// The tools of the journeys see what they are there to see: each fault is planted and must be found.
const PLANTED = {
  'an image without a text': [/image-alt/, (t, page) => t.axe(page), () => {
    document.querySelector('main').append(document.createElement('img'));
  }],
  'grey letters on white': [/color-contrast/, (t, page) => t.axe(page), () => {
    const p = document.createElement('p');
    p.textContent = '看不清的字';
    p.style.color = '#bbb';
    p.style.background = '#fff';
    document.querySelector('main').append(p);
  }],
  'a field without a label': [/label/, (t, page) => t.axe(page), () => {
    document.querySelector('main').append(document.createElement('input'));
  }],
  'a page that scrolls sideways': [/px too wide/, (t, page) => t.fits(page), () => {
    document.querySelector('main').style.width = '900px';
  }],
  'a button too low for a finger': [/targets under 44 px/, (t, page) => t.targets(page, 44), () => {
    const b = document.createElement('button');
    b.textContent = '小';
    document.querySelector('main').append(b);
  }],
};

async function complaint(t, page, go) {
  await page.evaluate(go);
  for (let i = 0; i < 50 && !t.complaints.length; i++) await page.waitForTimeout(50);
  return t.complaints.splice(0).join('\n');
}

export const journeys = {
  'planted faults are found': async (t) => {
    const page = await t.phone();
    for (const [name, [word, see, plant]] of Object.entries(PLANTED)) {
      await page.goto('/follow');
      await see(t, page);
      await page.evaluate(plant);
      await t.assert.rejects(see(t, page), word, name);
    }
  },

  'complaints of a page are heard': async (t) => {
    const page = await t.phone();
    t.assert.match(await complaint(t, page, () => { setTimeout(() => { throw new Error('gone wrong'); }); }), /gone wrong/);
    t.assert.match(await complaint(t, page, () => document.body.setAttribute('style', 'color:red')), /Content.Security.Policy|style-src/);
    t.assert.match(await complaint(t, page, () => {
      document.body.append(Object.assign(new Image(), { src: '/assets/no-such.png', alt: '' }));
    }), /404 .*no-such/);
  },
};
