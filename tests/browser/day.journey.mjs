// One day of the county, worked on the pages by everybody whose day it is: three needs are found,
// reviewed, dispatched, served and judged, and the office, the auditor and the leader see them.
import { PANLONG, act, fill, idOf, local, look, press, slot, state, text, unique } from './hands.mjs';

const reads = async (t, page, id, wanted) => {
  await page.goto(`/orders/${id}`);
  t.assert.equal(await state(page), wanted);
};

// 07:30 村站: at the door of somebody without a phone.
async function visits(t, station) {
  await station.goto('/find');
  await fill(station, { title: unique('堂屋的灯不亮，想请人看看'), category: 'repair', place: PANLONG,
    urgency: 'urgent', 'beneficiary.name': '示例走访户', 'beneficiary.address': '盘龙村2组（示例）',
    'consent.by': '本人', 'consent.how': '当面口头同意' }, '#entry');
  await Promise.all([station.waitForURL(/entered=/), station.locator('#entry button.pri').click()]);
  const href = await station.locator('#entered a[href^="/orders/"]').first().getAttribute('href');
  await station.goto(`${href.replace(/\/slip.*/, '')}/slip`);
  t.assert.match(await text(station), /DD\d{8}-\d{4}/, 'she keeps a slip with the number');
  return href.split('/')[2];
}

// 08:10 居民: a wish for the wall, and a service from the menu.
async function asks(t, resident) {
  await resident.goto('/orders/new');
  await fill(resident, { category: 'company', title: unique('想有人来读读报'), kind: 'wish',
    place: PANLONG, phone: t.account('resident').phone, public_ok: true });
  await press(resident, '提交心愿');
  const wish = idOf(resident);
  await resident.goto('/menu?q=' + encodeURIComponent('量血压'));
  await resident.click('a.wish:has-text("上门量血压")');
  await press(resident, '点这个');
  await press(resident, '提交点单');
  t.assert.equal(await state(resident), '待审核');
  return [wish, idOf(resident)];
}

// 08:40 乡镇所 and 中心审核员: never who entered it.
async function reviews(t, township, reviewer, [lamp, wish, menu]) {
  await township.goto(`/review?order=${lamp}`);
  await act(township, 'approve');
  t.assert.equal((await look(t, 'township', lamp)).state, 'open');
  for (const id of [menu, wish]) {
    await reviewer.goto(`/review?order=${id}`);
    await act(reviewer, 'approve', id === wish ? { public_title: '想有人来读读报', public_detail: '读报、聊天' } : {});
  }
  t.assert.equal((await look(t, 'centre_reviewer', wish)).state, 'wall');
}

// 09:00 派单员: the urgent one to two teams at once, the other with a sentence why.
async function dispatches(t, desk, lamp, menu) {
  await desk.goto(`/dispatch?order=${lamp}&who=${encodeURIComponent((await team(t)).name)}`);
  await desk.locator(`#offer input[value="${t.account('team_leader').team}"]`).first().check();
  const others = desk.locator(`#teams input[name=teams]:not([value="${t.account('team_leader').team}"])`);
  await others.first().check();
  await fill(desk, { reason: '急单，两队都在近处' }, '#several');
  await press(desk, '派给选上的');
  t.assert.equal((await look(t, 'centre_dispatcher', lamp)).asked, 2);
  await desk.goto(`/dispatch?order=${menu}&who=${encodeURIComponent((await team(t)).name)}`);
  await desk.locator(`#offer input[value="${t.account('team_leader').team}"]`).first().check();
  await fill(desk, { reason: '他们上周去过' }, '#several');
  await press(desk, '派给选上的');
}

const team = async (t) => (await t.api('team_leader', 'GET', `/api/v1/teams/${t.account('team_leader').team}`)).body;

// 10:00 队长: takes both, looks up the phone with a reason, makes a date, ticks the roster, reports.
async function serves(t, leader, id) {
  await reads(t, leader, id, '待接单');
  await press(leader, '接下这一单');
  const when = slot();
  await act(leader, 'schedule', { starts_at: local(when.starts_at), ends_at: local(when.ends_at) });
  await press(leader, '签到', 'section.sec:has-text("到场名单")');
  t.assert.equal(await state(leader), '服务中');
  await press(leader, '签退', 'section.sec:has-text("到场名单")');
  await act(leader, 'complete', { report: '办好了，说好有事再叫' });
  t.assert.equal(await state(leader), '待评价');
}

// 14:00 志愿者: takes the wish from the wall.
async function claims(t, volunteer, wish) {
  await volunteer.goto('/wall');
  await volunteer.goto(`/orders/${wish}`);
  await press(volunteer, '认领这个心愿');
  await act(volunteer, 'contact', { reason: '约上门的时间' });
  t.assert.ok((await text(volunteer)).includes(t.account('resident').phone));
  const when = slot();
  await act(volunteer, 'schedule', { starts_at: local(when.starts_at), ends_at: local(when.ends_at) });
  await press(volunteer, '签到', 'section.sec:has-text("到场名单")');
  await press(volunteer, '签退', 'section.sec:has-text("到场名单")');
  await act(volunteer, 'complete', { report: '读了报，约好下周再来' });
}

// 17:00 the served people's word: good from the resident, bad by way of the station.
async function judges(t, resident, station, [lamp, wish, menu]) {
  for (const id of [wish, menu]) {
    await resident.goto(`/orders/${id}/verdict`);
    await resident.locator('.faces label').first().click();
    await press(resident, '提交评价');
    t.assert.match(await state(resident), /已收单|待回访/);
  }
  await station.goto(`/orders/${lamp}/verdict`);
  await station.locator('.faces label', { hasText: '不满意' }).click();
  await fill(station, { comment: '亮了一会儿又灭了', verdict_by: '示例走访户本人', verdict_how: 'in_person' });
  await press(station, '提交评价');
  await reads(t, station, lamp, '待回访');
}

// 17:30 回访: reopened, since it was not done; what was drawn for the sample is closed.
async function calls(t, township, [lamp, wish, menu]) {
  await township.goto('/callbacks');
  await township.goto(`/orders/${lamp}/log`);
  await act(township, 'reopen', { reason: '灯还是不亮，请换一支队伍' });
  t.assert.equal((await look(t, 'township', lamp)).state, 'open');
  for (const id of [wish, menu]) {
    if ((await look(t, 'township', id)).state !== 'callback') continue;
    await township.goto(`/orders/${id}/log`);
    await act(township, 'confirm', { score: '5', whom: '本人', reason: '电话回访，很满意' });
  }
}

// 18:00 审计员, 领导, 两位管理员: they see it, and change nothing of it.
async function oversees(t, [lamp, wish]) {
  const auditor = await t.desk('auditor');
  await auditor.goto('/audit');
  t.assert.match(await text(auditor), /(提交|评价) DD\d/);
  await auditor.goto('/audit/verify');
  t.assert.match(await text(auditor), /首尾相连/);
  const leader = await t.desk('viewer');
  await leader.goto(`/orders/${lamp}/log`);
  t.assert.match(await text(leader), /灯还是不亮/);
  t.assert.equal(await leader.locator('main form[method=post]').count(), 0);
  const admin = await t.desk('sysadmin');
  await admin.goto('/deliveries');
  await t.check(admin);
  const guard = await t.desk('secadmin');
  await guard.goto('/grants');
  await t.check(guard);
  const guest = await t.phone();
  t.assert.equal((await guest.goto(`/orders/${lamp}`)).status(), 404, 'never published');
  await guest.goto(`/orders/${wish}`);
  t.assert.doesNotMatch(await guest.content(), new RegExp(t.account('resident').phone));
}

export const journeys = {
  'a day of the county, from the first door to the last call': async (t) => {
    const [station, resident] = [await t.phone('station'), await t.phone('resident')];
    const orders = [await visits(t, station), ...await asks(t, resident)];
    const [lamp, wish, menu] = orders;
    const township = await t.desk('township');
    await reviews(t, township, await t.desk('centre_reviewer'), orders);
    await dispatches(t, await t.desk('centre_dispatcher'), lamp, menu);
    const leader = await t.phone('team_leader');
    await serves(t, leader, lamp);
    await serves(t, leader, menu);
    await claims(t, await t.phone('volunteer'), wish);
    await judges(t, resident, station, orders);
    await calls(t, township, orders);
    await oversees(t, orders);
    for (const id of [wish, menu]) t.assert.equal((await look(t, 'resident', id)).state, 'closed');
    await resident.goto('/mine');
    await t.look(resident, 'day-mine');
    await township.goto(`/orders/${lamp}/log`);
    await t.look(township, 'day-log');
  },
};
