// offer.journey.mjs - several sides are asked at once; a verdict is written down for somebody else.
import { PANLONG, act, fill, look, move, order, press, slot, state, text } from './hands.mjs';

// An urgent order that the first two team leaders are asked to take.
async function asked(t) {
  const o = await order(t, 'submitted', { place: PANLONG });
  await move(t, 'centre_reviewer', o.id, 'approve', { urgency: 'urgent' });
  const [a, b] = [t.account('team_leader'), t.account('team_leader', 1)];
  await move(t, 'centre_dispatcher', o.id, 'offer', { teams: [a.team, b.team], reason: '两队都有这项专长' });
  return o;
}

export const journeys = {
  'two teams are asked at once, the first one serves and the other is told': async (t) => {
    const o = await asked(t);
    const desk = await t.desk('centre_dispatcher');
    await desk.goto(`/orders/${o.id}/log`);
    t.assert.match(await text(desk), /派给谁/);
    t.assert.match(await text(desk), /同时派给 2 家/);
    await t.look(desk, 'offers-desk');
    const [one, two] = [await t.phone('team_leader'), await t.plain('team_leader', 1)];
    for (const page of [one, two]) {
      await page.goto(`/orders/${o.id}`);
      t.assert.equal(await state(page), '待接单');
      t.assert.doesNotMatch(await text(page), /同时派给|派给谁/, 'nobody learns who else was asked');
    }
    await t.look(one, 'offer-phone');
    await press(one, '接下这一单');
    t.assert.equal(await state(one), '已接');
    const [late] = await Promise.all([
      two.waitForResponse((r) => r.request().method() === 'POST'), press(two, '接下这一单')]);
    t.assert.equal(late.status(), 409);
    t.assert.match(await text(two), /来晚一步[^。]*接下[^。]*。/, 'one clear sentence');
    await t.look(two, 'offer-late');
    await two.goto('/inbox');
    t.assert.match(await text(two), /派给您的单子已有人接了/);
    await desk.goto(`/orders/${o.id}/log`);
    t.assert.match(await text(desk), /被先接了/);
    await t.check(desk);
  },

  'the dispatcher takes one of two offers back, and asks a third': async (t) => {
    const o = await asked(t);
    const desk = await t.desk('centre_dispatcher');
    await desk.goto(`/orders/${o.id}`);
    const b = t.account('team_leader', 1);
    await act(desk, 'recall', { side: b.team, reason: '他们今天出车了' });
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).asked, 1);
    t.assert.match(await text(desk), /他们今天出车了/);
    await act(desk, 'offer', { team: b.team, reason: '车回来了' });
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).asked, 2);
    await t.look(desk, 'offers-again');
    const phone = await t.phone('centre_dispatcher');
    await phone.goto(`/orders/${o.id}`);
    await t.look(phone, 'offers-phone');
  },

  'the station writes down what the served person said': async (t) => {
    const o = await order(t, 'done');
    const [station, own] = [await t.phone('station'), await t.phone('resident')];
    const found = await t.api('station', 'POST', '/api/v1/orders', {
      kind: 'visit', title: '想请人帮忙晒被子', category: 'repair', place: PANLONG, submit: true,
      beneficiary: { name: '示例老人' }, consent: { by: '本人', how: '当面' } });
    t.assert.equal(found.status, 201, JSON.stringify(found.body));
    const id = found.body.id;
    await move(t, 'centre_reviewer', id, 'approve');
    await move(t, 'centre_dispatcher', id, 'offer', { team: t.account('team_leader').team, reason: '离得最近' });
    for (const [action, body] of [['accept', {}], ['schedule', slot()], ['start', {}],
      ['complete', { report: '晒了两床被子' }]]) await move(t, 'team_leader', id, action, body);
    await station.goto(`/orders/${id}/verdict`);
    await t.look(station, 'verdict-proxy');
    await station.locator('.faces label', { hasText: '满意' }).first().click();
    await press(station, '提交评价');
    t.assert.match(await text(station), /请写明是听谁说的/);
    await fill(station, { verdict_by: '女儿示例', verdict_how: 'phone' });
    await station.locator('.faces label', { hasText: '满意' }).first().click();
    await press(station, '提交评价');
    t.assert.match(await text(station), /代评，电话：女儿示例/);
    await t.check(station);
    await own.goto(`/orders/${o.id}/verdict`);
    t.assert.equal(await own.locator('[name=verdict_by]').count(), 0);
  },
};
