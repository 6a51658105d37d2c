// The dispatch desk: two sides at once, several orders at once, live, and the printed work slip.
import { PANLONG, fill, look, move, order, press, slot, text } from './hands.mjs';

const asked = async (t, id) => (await t.api('centre_dispatcher', 'GET', `/api/v1/orders/${id}/offers`)).body.items;

// Three orders are ticked; of the second somebody is faster, the third is not wanted.
async function bulk(t, page) {
  const all = [];
  for (let i = 0; i < 3; i++) all.push(await order(t, 'open', { place: PANLONG }));
  await page.goto('/dispatch?place=430421100&category=repair');
  for (const o of all) await page.locator(`#bulk input[value="${o.id}"]`).check();
  await press(page, '批量派单', '#bulk');
  t.assert.equal(await page.locator('section.card').count(), 3);
  t.assert.match(await text(page), /3 单，3 单有首选/);
  await t.look(page, 'dispatch-bulk');
  await page.locator('input[name=offers]').nth(2).uncheck();
  await move(t, 'centre_dispatcher', all[1].id, 'reroute', { category: 'health' });
  await press(page, '派出选上的');
  return all;
}

export const journeys = {
  'an urgent order is offered to the first two at once, and another one is added': async (t) => {
    const o = await order(t, 'submitted');
    await move(t, 'centre_reviewer', o.id, 'approve', { urgency: 'urgent' });
    const page = await t.desk('centre_dispatcher');
    await page.goto(`/dispatch?order=${o.id}&place=430421100`);
    t.assert.match(await page.locator('#several').innerText(), /最多同时派给 3 家，现在还能派 3 家/);
    for (const n of [0, 1]) await page.locator('#teams article').nth(n).getByRole('checkbox').check();
    await press(page, '派给选上的');
    t.assert.match(page.url(), /place=430421100/, 'the filters stay');
    await page.goto(`/dispatch?order=${o.id}&place=430421100`);
    t.assert.equal((await asked(t, o.id)).length, 2);
    t.assert.equal(await page.locator('[aria-label="派给谁"] tbody tr').count(), 2, 'both wait, each with its clock');
    t.assert.match(await page.locator('[aria-label="派给谁"]').innerText(), /还剩/);
    t.assert.match(await page.locator('#several').innerText(), /现在还能派 1 家/);
    await t.look(page, 'dispatch-two');
    t.assert.ok(await page.locator('#teams .team').count() > 1);
    for (const team of await page.locator('#teams .team').all()) {
      t.assert.equal(await team.locator('button', { hasText: '派给他们' }).count(), 1, 'every ranked team has its own');
      t.assert.equal(await team.locator('a', { hasText: '先打电话' }).count(), 1);
    }
    await press(page, '派给他们', '#teams');
    t.assert.equal((await asked(t, o.id)).length, 3);
    await page.goto(`/dispatch?order=${o.id}&place=430421100`);
    t.assert.equal(await page.locator('#several').count(), 0, 'three are asked: no more');
    await t.check(page);
  },

  'a second dispatcher sees the queue change without a reload': async (t) => {
    const o = await order(t, 'open', { category: 'haircut' });
    const [one, two] = [await t.desk('centre_dispatcher'), await t.desk('township', 0)];
    const filtered = `/dispatch?category=haircut&q=${encodeURIComponent(o.title)}`;
    await two.goto(filtered);
    await two.evaluate(() => { globalThis.sameDocument = true; });
    const row = two.locator('#bulk tbody tr', { hasText: o.number });
    t.assert.equal(await row.count(), 1);
    await one.goto(`/dispatch?order=${o.id}`);
    await press(one, '派给他们', '#teams');
    await row.waitFor({ state: 'detached', timeout: 15000 });
    t.assert.equal(await two.evaluate(() => globalThis.sameDocument), true);
    await t.check(two);
  },

  'a team that is not in sight is found by its name, with what it lacks': async (t) => {
    const o = await order(t, 'open');
    const page = await t.desk('centre_dispatcher');
    await page.goto(`/dispatch?order=${o.id}`);
    await page.fill('#s-who', '园区');
    await press(page, '找', 'form[aria-label="找一支队伍或一个人"]');
    t.assert.match(await page.locator('#named').innerText(), /比首选少 \d+/);
    await t.look(page, 'dispatch-named');
  },

  'several orders are ticked, looked at and offered at once': async (t) => {
    const page = await t.desk('centre_dispatcher');
    for (let tries = 0; tries < 4; tries++) { // somebody else's offer may change the ranks meanwhile
      const all = await bulk(t, page);
      if (/名次变了/.test(await text(page))) continue;
      t.assert.match(await text(page), /3 单里派出了 1 单/);
      t.assert.match(await text(page), /有人先动了这一单/);
      await t.look(page, 'dispatch-bulk-done');
      t.assert.deepEqual(await Promise.all(all.map(async (o) => (await look(t, 'centre_dispatcher', o.id)).state)),
        ['offered', 'open', 'open']);
      return;
    }
    t.assert.fail('the ranks changed four times in a row');
  },

  'the work slip goes along, with the telephone only for a reason': async (t) => {
    const o = await order(t, 'accepted');
    await move(t, 'team_leader', o.id, 'schedule', slot());
    const page = await t.phone('team_leader');
    await page.goto(`/orders/${o.id}`);
    await press(page, '打印上门单');
    const phone = t.account('resident').phone;
    t.assert.equal((await page.locator('main').innerText()).includes(phone), false);
    t.assert.equal(await page.locator('script').count(), 0);
    await t.look(page, 'work-slip');
    await fill(page, { reason: '上门要找得到人' });
    await press(page, '印上联系方式');
    t.assert.match(await text(page), new RegExp(phone));
    t.assert.match(await text(page), /本人签字/);
    await page.emulateMedia({ media: 'print' });
    t.assert.equal(await page.locator('nav').isVisible(), false, 'nothing but the slip is printed');
    t.assert.match(await text(page), /满意[\s\S]*一般[\s\S]*不满意/);
    await t.look(page, 'work-slip-print');
    const log = await t.api('team_leader', 'GET', `/api/v1/orders/${o.id}`);
    t.assert.equal(log.status, 200);
  },
};
