// The five orders from the first word to the verdict, by people whose browsers run no script.
import { PANLONG, act, fill, idOf, local, press, slot, state, text, unique } from './hands.mjs';

export const journeys = {
  'an order goes through all five orders without JavaScript': async (t) => {
    const title = unique('没有脚本也能点单');
    const resident = await t.plain('resident');
    await resident.goto('/orders/new');
    await fill(resident, { category: 'health', title, kind: 'request', place: PANLONG, phone: t.account('resident').phone });
    await t.look(resident, 'plain-form');
    await press(resident, '提交心愿');
    const id = idOf(resident);
    t.assert.equal(await state(resident), '待审核');

    const reviewer = await t.plain('centre_reviewer');
    await reviewer.goto(`/review?order=${id}`);
    await act(reviewer, 'approve'); // he did not agree to have it public, so no text is asked for
    const dispatcher = await t.plain('centre_dispatcher');
    const { team } = t.account('team_leader');
    const { name } = (await t.api('centre_dispatcher', 'GET', `/api/v1/teams/${team}`)).body;
    await dispatcher.goto(`/dispatch?order=${id}&who=${encodeURIComponent(name)}`);
    await t.look(dispatcher, 'plain-dispatch');
    await dispatcher.locator(`#named input[value="${team}"]`).check();
    await fill(dispatcher, { reason: '离得近' }, '#several');
    await press(dispatcher, '派给选上的');

    const leader = await t.plain('team_leader');
    await leader.goto('/work');
    t.assert.match(await text(leader), new RegExp(title.slice(0, 8)));
    await leader.goto(`/orders/${id}`);
    await press(leader, '接下这一单');
    const when = slot();
    await act(leader, 'schedule', { starts_at: local(when.starts_at), ends_at: local(when.ends_at) });
    await press(leader, '签到', 'section.sec:has-text("到场名单")');
    t.assert.equal(await state(leader), '服务中');
    await act(leader, 'complete', { report: '办好了' });
    t.assert.equal(await state(leader), '待评价');

    await resident.goto(`/orders/${id}`);
    await press(resident, '评价这次服务');
    await resident.locator('.faces label').first().click();
    await press(resident, '提交评价');
    t.assert.match(await state(resident), /已收单|待回访/);
    await t.look(resident, 'plain-closed');
  },

  'a wish is claimed from the wall without JavaScript': async (t) => {
    const made = await t.api('resident', 'POST', '/api/v1/orders', { kind: 'wish', title: unique('想有人教微信'),
      category: 'technology', place: PANLONG, public_ok: true, submit: true });
    await t.api('centre_reviewer', 'POST', `/api/v1/orders/${made.body.id}/approve`, { public_title: '想有人教微信' });
    const page = await t.plain('volunteer');
    await page.goto('/wall');
    await page.goto(`/orders/${made.body.id}`);
    await press(page, '认领这个心愿');
    t.assert.equal(await state(page), '已接');
  },
};
