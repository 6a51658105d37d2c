// Choosing people on a page of its own: who goes to a visit, and whom a team asks to join.
import { local, order, press, slot, state, text } from './hands.mjs';

const line = (page, nth) => page.locator('.ppl .who[aria-pressed=false]').nth(nth);
const tap = (page, thing) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), thing.click()]);
const nameOf = (thing) => thing.locator('b').first().innerText();

async function plan(t, page, o, when) {
  await page.goto(`/orders/${o.id}`);
  const form = page.locator('form[action$="/schedule"]').last();
  await form.locator('[name=starts_at]').fill(local(when.starts_at));
  await form.locator('[name=ends_at]').fill(local(when.ends_at));
  await press(page, '换人、添加');
}

export const journeys = {
  'a leader chooses who goes on a page of its own, which keeps time and choice': async (t) => {
    for (const way of ['plain', 'phone', 'desk']) {
      const o = await order(t, 'accepted');
      const page = await t[way]('team_leader');
      const when = slot();
      await plan(t, page, o, when);
      t.assert.match(page.url(), /\/goers\?starts_at=/);
      t.assert.match(await text(page), /已选 1 人/, 'the leader himself');
      await t.check(page);
      const first = await nameOf(line(page, 0));
      await tap(page, line(page, 0));
      t.assert.match(await text(page), /已选 2 人/);
      await page.fill('[name=q]', first);
      await press(page, '找人');
      t.assert.match(await text(page), /找到 1 人/);
      t.assert.match(await text(page), /已选 2 人/, 'a search keeps who is chosen');
      await tap(page, page.locator('.dock .chip', { hasText: first }));
      t.assert.match(await text(page), /已选 1 人/);
      await tap(page, line(page, 0));
      await page.fill('[name=q]', '');
      await press(page, '找人');
      await t.look(page, `picker-${way}`);
      await press(page, '就这 2 位');
      t.assert.equal(await state(page), '已排期');
      t.assert.match(await text(page), new RegExp(first));
      const kept = (await t.api('team_leader', 'GET', `/api/v1/orders/${o.id}`)).body;
      t.assert.equal(kept.starts_at, when.starts_at, 'the time that was typed');
    }
  },

  'who is busy then, or no member, is told in the picker and again when it is sent': async (t) => {
    const [one, two] = [await order(t, 'accepted'), await order(t, 'accepted')];
    const page = await t.phone('team_leader');
    const when = slot();
    await plan(t, page, one, when);
    await press(page, '就这 1 位');
    t.assert.equal(await state(page), '已排期');
    await plan(t, page, two, when);
    t.assert.match(await page.locator('.ppl').innerText(), /空着/);
    await press(page, '就这 1 位');
    t.assert.match(await page.locator('.oops').innerText(), /那个时间已经排了/);
    t.assert.match(await text(page), /已选 1 人/, 'the page stands as it was');
    await t.check(page);
    const stranger = (await t.api('resident', 'GET', '/api/v1/me')).body.id;
    await page.goto(`/orders/${two.id}/goers?pick=${stranger}`);
    t.assert.match(await text(page), /不在这支队伍的在册队员里/);
    t.assert.match(await text(page), /已选 0 人/);
    await t.check(page);
  },

  'a team page has no form per member; the roster is a list, and a membership has a page': async (t) => {
    const { team } = t.account('team_leader');
    for (const way of ['phone', 'desk']) {
      const page = await t[way]('team_leader');
      await page.goto(`/teams/${team}`);
      t.assert.equal(await page.locator('main form[action*="/members/"], main form[action$="/appoint"]').count(), 0);
      await t.check(page);
      await press(page, '看全部');
      await t.look(page, `roster-${way}`);
      await page.selectOption('[name=state]', 'active');
      await press(page, '查找');
      await press(page, '管理');
      t.assert.match(await text(page), /移出队伍/);
      await t.look(page, `member-${way}`);
      await page.goto(`/teams/${team}/invite`);
      await page.fill('[name=q]', '查无此人');
      await press(page, '找人');
      t.assert.match(await text(page), /没有找到/);
      await t.look(page, `invite-${way}`);
    }
  },

  'a volunteer is invited by his whole number': async (t) => {
    const { team } = t.account('team_leader');
    const number = (await t.api('volunteer', 'GET', '/api/v1/me')).body.number;
    const page = await t.plain('team_leader');
    await page.goto(`/teams/${team}/invite`);
    await page.fill('[name=q]', number);
    await press(page, '找人');
    t.assert.match(await text(page), /找到 1 人/);
    await tap(page, line(page, 0));
    t.assert.match(await text(page), /已选 1 人/);
    await t.check(page);
  },
};
