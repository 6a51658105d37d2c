// A round of visits without a network: the page opens, entries wait sealed, each arrives exactly once.
import { HESHI, PANLONG, fill, settings, unique } from './hands.mjs';

const household = (title, place) => ({
  ...(place ? { place } : {}), 'beneficiary.name': '示例走访户', title, category: 'repair', 'consent.by': '本人', 'consent.how': '当面',
});
const told = (page) => page.locator('#queue').innerText();
const wait = (page, n) => page.waitForFunction((k) => document.getElementById('queue').dataset.waiting === k, String(n));

// The page with its helper at work: the empty form is kept, the next load goes through it.
async function opened(page) {
  await page.goto('/find');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => navigator.serviceWorker.controller && await caches.match('/find/offline'));
}

async function enter(page, values) {
  await fill(page, values, '#entry');
  await page.locator('#entry button.pri').click();
}

// From now on nothing that is sent from this page arrives.
const hold = (page) => page.route('**/find', (r) => (r.request().method() === 'POST' ? r.abort() : r.continue()));

// The network is back, and the page hears of it (it may be on its way to the next one already).
async function online(page) {
  await page.context().setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online'))).catch(() => {});
}

async function arrivedOnce(t, titles, who = 'station') {
  for (const title of titles) {
    const { body } = await t.api(who, 'GET', `/api/v1/orders?q=${encodeURIComponent(title)}`);
    t.assert.equal(body.items.length, 1, title);
    t.assert.equal(body.items[0].state, 'submitted');
  }
}

// On a device of his own, so that signing out ends nobody else's session.
async function alone(t, role, nth) {
  const page = await t.phone();
  await t.signIn(page, role, nth);
  await opened(page);
  return page;
}

export const journeys = {
  'the page opens without a network, and what was entered arrives exactly once': async (t) => {
    const page = await t.phone('station');
    await opened(page);
    const titles = [unique('断网时记下的灯'), unique('断网时记下的门')];
    await page.context().setOffline(true);
    await page.reload();
    t.assert.match(await page.title(), /离线/);
    t.assert.equal(await page.locator('#who').innerText(), t.account('station').name);
    t.assert.ok(await page.locator(`#entry [name=place] option[value="${PANLONG}"]`).count());
    await enter(page, household(titles[0]));
    await wait(page, 1);
    t.assert.equal(await page.inputValue('#entry [name=title]'), '');
    await enter(page, household(titles[1]));
    await wait(page, 2);
    t.assert.match(await told(page), /离线[^]*待上传 2 条/);
    await t.targets(page, 44);
    await t.look(page, 'find-offline');
    await page.goto('/find'); // closed and opened again: still there, still without a network
    await wait(page, 2);
    await online(page);
    await page.waitForSelector('#today');
    await wait(page, 0);
    t.assert.match(await told(page), /已上传 2 条/);
    t.assert.doesNotMatch(await told(page), /离线|待上传/);
    await t.look(page, 'find-uploaded');
    await arrivedOnce(t, titles);
  },

  'the network goes while the page stands open': async (t) => {
    const page = await t.phone('station');
    await opened(page);
    const title = unique('走着走着没了网');
    await page.context().setOffline(true);
    await enter(page, household(title));
    await wait(page, 1);
    await online(page);
    await page.waitForURL(/\/find$/);
    await wait(page, 0);
    await arrivedOnce(t, [title]);
  },

  'an answer that was lost does no harm': async (t) => {
    const page = await t.phone('station');
    await page.goto('/find');
    const title = unique('回音丢了的一单');
    await page.evaluate(() => { // the server takes it, the page never hears of it
      const real = window.fetch;
      window.taken = 0;
      window.heal = () => { window.fetch = real; };
      window.fetch = async (to, how) => {
        const answer = await real(to, how);
        if (how?.method !== 'POST') return answer;
        window.taken++;
        throw new TypeError('lost');
      };
    });
    await enter(page, household(title));
    await wait(page, 1);
    t.assert.equal(await page.evaluate(() => window.taken), 1);
    await arrivedOnce(t, [title]);
    await page.evaluate(() => window.heal());
    await page.locator('#queue').getByRole('button', { name: '现在上传' }).click();
    await wait(page, 0);
    await arrivedOnce(t, [title]);
  },

  'two windows with the same queue send each entry once': async (t) => {
    const page = await t.phone('station');
    await opened(page);
    const title = unique('开着两个窗口');
    await page.context().setOffline(true);
    await enter(page, household(title));
    await wait(page, 1);
    const second = await page.context().newPage();
    await page.context().setOffline(false); // tells the first window, which begins to send
    await second.goto('/find');
    await wait(second, 0);
    await arrivedOnce(t, [title]);
  },

  'what waits is sealed for the others and waits for its owner': async (t) => {
    const page = await alone(t, 'station', 1);
    const title = unique('只有本人看得到的话');
    await page.context().setOffline(true);
    await enter(page, household(title, HESHI));
    await wait(page, 1);
    await hold(page);
    await page.context().setOffline(false);
    await page.goto('/wall');
    await settings(page, '退出登录');
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    t.assert.match(kept, /wudan\.find\.e\./);
    t.assert.doesNotMatch(kept, /本人|走访户|"key"/);
    await page.context().setOffline(true);
    await page.goto('/find'); // nobody is remembered
    t.assert.ok(await page.locator('#nobody').isVisible());
    t.assert.ok(!await page.locator('#entry').isVisible());
    await t.look(page, 'find-nobody');
    await page.context().setOffline(false);
    await t.signIn(page, 'station', 0); // somebody else on the same phone
    await page.goto('/find');
    await wait(page, 0);
    t.assert.doesNotMatch(await told(page), /本人看得到/);
    await page.goto('/wall');
    await settings(page, '退出登录');
    await page.unroute('**/find');
    await t.signIn(page, 'station', 1);
    await page.goto('/find');
    await page.waitForFunction(() => /已上传 1 条/.test(document.getElementById('queue').innerText));
    await arrivedOnce(t, [title], t.account('station', 1));
  },

  'somebody else who signed in meanwhile does not send it under his name': async (t) => {
    const page = await alone(t, 'station', 1);
    const title = unique('换了人的窗口');
    await page.context().setOffline(true);
    await enter(page, household(title, HESHI));
    await wait(page, 1);
    await hold(page);
    await page.context().setOffline(false);
    const other = await page.context().newPage();
    await other.goto('/wall');
    await settings(other, '退出登录');
    await t.signIn(other, 'station', 0);
    await page.unroute('**/find');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForSelector('#queue a[href^="/sign-in"]');
    await wait(page, 1);
    const { body } = await t.api('centre_dispatcher', 'GET', `/api/v1/orders?q=${encodeURIComponent(title)}`);
    t.assert.equal(body.items.length, 0);
  },

  'a refused entry tells why and can be taken back': async (t) => {
    const page = await t.phone('station');
    await opened(page);
    await page.context().setOffline(true);
    await page.reload();
    await enter(page, { ...household(unique('电话写错了')), 'beneficiary.phone': '123' });
    await wait(page, 1);
    await page.context().setOffline(false);
    await page.locator('#queue').getByRole('button', { name: '现在上传' }).click();
    await page.waitForSelector('#queue >> text=拿回来改');
    t.assert.match(await told(page), /电话|手机/);
    await page.getByRole('button', { name: '拿回来改' }).click();
    t.assert.equal(await page.inputValue('#entry [name="beneficiary.phone"]'), '123');
    await wait(page, 0);
    await page.evaluate(() => localStorage.clear());
  },

  'nothing but files and the empty form is kept': async (t) => {
    const page = await t.phone('station');
    await opened(page);
    await page.goto('/find?entered=x');
    await page.goto('/find/quiet');
    const kept = await page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys())
        for (const r of await (await caches.open(name)).keys()) all.push(new URL(r.url).pathname);
      return { all, shell: await (await caches.match('/find/offline')).text() };
    });
    for (const path of kept.all) t.assert.match(path, /^(\/assets\/|\/find\/offline$)/);
    t.assert.doesNotMatch(kept.shell, new RegExp(`${t.account('station').name}|${PANLONG}|data-key="[^"]`));
    await page.context().setOffline(true);
    await t.assert.rejects(page.goto('/orders'), /ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    await page.context().setOffline(false);
  },
};
