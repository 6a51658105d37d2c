// Every role comes in by the sign-in form and finds pages of its own; a guest finds the open ones.
const PHONE = ['resident', 'volunteer', 'team_leader'];
const DESK = ['station', 'township', 'centre_dispatcher', 'centre_reviewer', 'auditor', 'sysadmin',
  'secadmin', 'viewer'];

// The pages that the navigation of this person leads to.
async function ways(page) {
  const found = await page.locator('nav a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  return [...new Set(found)].filter((href) => !href.startsWith('/assets/'));
}

async function walk(t, page, name) {
  await t.look(page, `${name}-0`);
  let n = 1;
  for (const href of await ways(page)) {
    const answer = await page.goto(href);
    t.assert.equal(answer.status(), 200, `${href} for ${name}`);
    t.assert.match(await page.locator('body').innerText(), /示例/, `${href} says that its data are samples`);
    await t.look(page, `${name}-${n++}`);
  }
}

export const journeys = {
  'a guest reads what is open, on a phone': async (t) => walk(t, await t.phone(), 'guest'),
  'a guest reads what is open, on a desk': async (t) => walk(t, await t.desk(), 'guest'),
  'a guest reads what is open without JavaScript': async (t) => walk(t, await t.plain(), 'guest-plain'),
  'a page that is not there says so': async (t) => {
    const page = await t.phone();
    t.assert.equal((await page.goto('/no-such-page')).status(), 404);
    await t.look(page, 'missing');
  },
  'a wrong password is told beside the form and the phone stays': async (t) => {
    const page = await t.plain();
    await page.goto('/sign-in');
    await page.fill('input[name=phone]', t.account('resident').phone);
    await page.fill('input[name=password]', 'not-the-password');
    await page.locator('form', { has: page.locator('input[name=password]') }).locator('button').first().click();
    t.assert.equal(await page.inputValue('input[name=phone]'), t.account('resident').phone);
    await t.look(page, 'wrong-password');
  },
};
for (const role of PHONE) {
  journeys[`a ${role} walks through every page offered, on a phone`] =
    async (t) => walk(t, await t.phone(role), role);
}
for (const role of DESK) {
  journeys[`a ${role} walks through every page offered, on a desk`] =
    async (t) => walk(t, await t.desk(role), role);
}
