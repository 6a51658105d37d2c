// The office's hand on the clocks, call backs and complaints.
import { act, fill, order, press, text, unique } from './hands.mjs';

export const journeys = {
  'limits, working days and settings are changed without JavaScript': async (t) => {
    const page = await t.plain('sysadmin');
    await page.goto('/limits?category=health');
    await fill(page, { clock: 'dispatch', category: 'health', urgency: 'urgent', amount: '4', unit: 'hour' }, '#limit-form');
    await press(page, '保存', '#limit-form');
    await page.goto('/limits?category=health');
    t.assert.match(await text(page), /急·健康义诊：派单 4 小时/);
    await t.look(page, 'limits');
    await page.goto('/holidays');
    await fill(page, { lines: '2099-10-01,休,国庆节\n2099-13-01,休,没有的月份' });
    await press(page, '导入', 'form[action="/holidays/import"]');
    t.assert.match(await text(page), /第 2 行/);
    await t.look(page, 'holidays-wrong');
    await fill(page, { lines: '2099-10-01,休,国庆节\n2099-10-10,班,补班' });
    const send = page.locator('form[action="/holidays/import"] button');
    await Promise.all([page.waitForNavigation(), send.click()]);
    t.assert.match(await text(page), /2099-10-10/);
    await t.look(page, 'holidays');
    await page.goto('/settings');
    const bad = page.locator('form').filter({ has: page.locator('[value="verdict.bad_score"]') });
    await bad.locator('[name=value]').fill('9');
    await Promise.all([page.waitForNavigation(), bad.locator('button').click()]);
    t.assert.match(await text(page), /请填 0 到 4 之间的整数/);
    await t.look(page, 'settings');
  },

  'the desks of the clocks are read on a wide screen': async (t) => {
    const admin = await t.desk('sysadmin');
    for (const name of ['limits', 'holidays', 'settings']) {
      await admin.goto(`/${name}`);
      await t.look(admin, name);
    }
    const page = await t.desk('centre_dispatcher');
    for (const [name, path] of [['overdue', '/overdue'], ['what-if', '/what-if?days=365&hours=12'], ['complaints', '/complaints'], ['callbacks', '/callbacks']]) {
      await page.goto(path);
      await t.look(page, name);
    }
    const phone = await t.phone('township');
    for (const [name, path] of [['overdue', '/overdue'], ['what-if', '/what-if?clock=dispatch'], ['callbacks', '/callbacks']]) {
      await phone.goto(path);
      await t.look(phone, name);
    }
  },

  'a bad verdict is called back with a script': async (t) => {
    const o = await order(t, 'done');
    await t.api('resident', 'POST', `/api/v1/orders/${o.id}/evaluate`, { score: 1, comment: '还没办好' });
    const page = await t.desk('centre_dispatcher');
    await page.goto(`/callbacks?order=${o.id}`);
    t.assert.match(await text(page), /您上次说不满意/);
    await t.look(page, 'callback');
    await act(page, 'confirm', { score: '5', whom: '本人', reason: '电话里说已经补好' });
    const guest = await t.phone();
    await guest.goto(`/teams/${t.account('team_leader').team}/record`);
    t.assert.doesNotMatch(await text(guest), /谢绝/);
    const leader = await t.phone('team_leader');
    await leader.goto(`/teams/${t.account('team_leader').team}`);
    await press(leader, '服务记录');
    t.assert.match(await text(leader), /谢绝/);
    await t.look(leader, 'record');
  },

  'a complaint is made, answered and read': async (t) => {
    const words = unique('约好的时间没有人来');
    const o = await order(t, 'scheduled');
    const resident = await t.plain('resident');
    await resident.goto(`/orders/${o.id}`);
    await press(resident, '对这一单不满意，投诉');
    await t.check(resident);
    await fill(resident, { text: words });
    await press(resident, '提交投诉');
    t.assert.match(await text(resident), /已收到/);
    const office = await t.desk('township');
    await office.goto('/complaints');
    const card = office.locator('section.card', { hasText: words });
    await card.locator('summary').click();
    await t.look(office, 'complaints-open');
    await card.locator('textarea').fill('核实属实，明天上午换人上门。');
    await Promise.all([office.waitForNavigation(), card.getByRole('button', { name: '发出答复' }).click()]);
    await resident.goto(`/orders/${o.id}/complain`);
    t.assert.match(await text(resident), /换人上门/);
    await t.look(resident, 'complain');
    const guest = await t.phone();
    await guest.goto('/complain');
    await t.look(guest, 'complain-guest');
    await fill(guest, { number: o.number, phone: t.account('resident').phone });
    await press(guest, '提交，或查看答复');
    t.assert.match(await text(guest), /换人上门/);
    await t.check(guest);
  },
};
