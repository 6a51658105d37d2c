// What is one's own: a complaint's answer, a request to a team taken back, the township one lives in; and the home
// of staff, which begins with their work.
import { order, press, text, unique } from './hands.mjs';

export const journeys = {
  'the answer to a complaint stands on the order and under 我的': async (t) => {
    const o = await order(t, 'scheduled');
    const said = unique('等了半天没有人来');
    t.assert.equal((await t.api('resident', 'POST', `/api/v1/orders/${o.id}/complain`, { text: said })).status, 200);
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    t.assert.match(await text(page), /您的投诉：等答复/);
    const listed = (await t.api('centre_reviewer', 'GET', '/api/v1/complaints')).body.items.find((k) => k.order === o.id);
    const answer = unique('核实属实，明天上午换一支队伍上门');
    t.assert.equal((await t.api('centre_reviewer', 'POST', `/api/v1/complaints/${listed.id}/answer`, { answer })).status, 200);
    await page.reload();
    t.assert.ok((await text(page)).includes(answer));
    await t.look(page, 'own-complaint');
    await page.goto('/me');
    await t.look(page, 'own-me');
    await press(page, `投诉：${o.title}`);
    t.assert.ok((await text(page)).includes(answer));
  },
  'a request to join a team is taken back, without a script too': async (t) => {
    const { items } = (await t.api('volunteer', 'GET', '/api/v1/teams')).body;
    const mine = new Set((await t.api('volunteer', 'GET', '/api/v1/me')).body.teams);
    const team = items.find((k) => k.kind === 'team' && k.state === 'registered' && !mine.has(k.id));
    const page = await t.plain('volunteer');
    await page.goto(`/teams/${team.id}`);
    await press(page, '申请加入');
    t.assert.match(await text(page), /等队长答复/);
    await t.look(page, 'own-request');
    await press(page, '撤回申请');
    t.assert.match(await text(page), /已撤回/);
    t.assert.equal(await page.locator('button', { hasText: '申请加入' }).count(), 1);
  },
  'a volunteer has his own page, and his township stands first on the wall': async (t) => {
    await order(t, 'wall');
    const page = await t.phone('volunteer');
    await page.goto('/me');
    await press(page, '我的服务', 'main');
    t.assert.equal((await page.locator('h1').innerText()).trim(), '我的服务');
    await t.look(page, 'own-work');
    await page.goto('/wall');
    t.assert.match(await page.locator('main h2').first().innerText(), /您住的乡镇/);
    await t.look(page, 'own-wall');
  },
  'the home of staff begins with what waits and their doors, and has one search': async (t) => {
    for (const role of ['township', 'team_leader', 'viewer', 'secadmin']) {
      const page = await t.desk(role);
      await page.goto('/');
      t.assert.equal(await page.locator('.hero, .five, main form[role=search]').count(), 0, role);
      t.assert.equal(await page.locator('main section', { hasText: '常用' }).first().locator('a').count(), 4, role);
      t.assert.equal(await page.locator('main header a', { hasText: '返回' }).count(), 0);
      await page.goto('/wall');
      t.assert.equal(await page.locator('main header a', { hasText: '返回' }).count(), 0, `${role} is at a door of its own`);
      await page.goto('/inbox');
      t.assert.equal(await page.locator('.side details[open] a[href="/mine"]').count(), 0, `${role}: what is private is folded`);
    }
    const phone = await t.phone('township');
    await phone.goto('/');
    t.assert.match(await phone.locator('.top.ph .name small').innerText(), /乡镇所 · /);
    await t.look(phone, 'own-home-staff');
  },
};
