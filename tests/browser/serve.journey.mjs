// 派单 to 收单: a team serves, the served person judges, somebody else calls back.
import { act, come, fill, idOf, local, look, move, order, press, slot, state, text } from './hands.mjs';

export const journeys = {
  'a leader accepts, sees the phone with a reason, makes a date, ticks the roster and completes': async (t) => {
    const o = await order(t, 'offered');
    const phone = t.account('resident').phone;
    const page = await t.phone('team_leader');
    await page.goto('/work');
    t.assert.match(await text(page), new RegExp(o.number), 'the offer lies on the desk');
    await t.look(page, 'work');
    await page.goto(`/orders/${o.id}`);
    t.assert.ok(!(await page.content()).includes(phone), 'no phone number before acceptance');
    t.assert.equal(await page.locator('#fold-contact').count(), 0);
    await t.look(page, 'order-offered');
    await press(page, '接下这一单');
    t.assert.equal(await state(page), '已接');
    t.assert.ok(!(await page.content()).includes(phone), 'nor without a reason');
    await t.check(page);
    await act(page, 'contact', { reason: '联系上门时间' });
    t.assert.ok((await text(page)).includes(phone), 'the phone is told');
    await t.check(page);
    const when = slot();
    await page.goto(`/orders/${o.id}`);
    await act(page, 'schedule', { starts_at: local(when.starts_at), ends_at: local(when.ends_at) });
    t.assert.equal(await state(page), '已排期');
    t.assert.match(await text(page), /到场名单/);
    await t.look(page, 'order-scheduled');
    await press(page, '签到', 'section.sec:has-text("到场名单")');
    t.assert.equal(await state(page), '服务中');
    await t.check(page);
    await press(page, '签退', 'section.sec:has-text("到场名单")');
    t.assert.match(await text(page), /离 /);
    await act(page, 'complete', { report: '换了阀芯，试水不漏' });
    t.assert.equal(await state(page), '待评价');
    t.assert.match(await text(page), /换了阀芯/);
    await t.look(page, 'order-done');
    const mine = (await look(t, 'resident', o.id));
    t.assert.equal(mine.state, 'done');
  },

  'a date in the past is told beside the field and the typed one stays': async (t) => {
    const o = await order(t, 'accepted');
    const page = await t.phone('team_leader');
    await page.goto(`/orders/${o.id}`);
    await act(page, 'schedule', { starts_at: '2020-01-02T09:00', ends_at: '2020-01-02T10:00' });
    const form = page.locator('form[action$="/schedule"]').last();
    t.assert.match(await form.locator('.e').first().innerText(), /过去/);
    t.assert.equal(await form.locator('[name=starts_at]').inputValue(), '2020-01-02T09:00');
    await t.check(page);
  },

  'a leader declines with a reason and the order is gone from his desk': async (t) => {
    const o = await order(t, 'offered');
    const page = await t.phone('team_leader');
    await page.goto(`/orders/${o.id}`);
    await act(page, 'decline', { reason: '这周队员都在外地' });
    t.assert.equal(new URL(page.url()).pathname, '/work');
    t.assert.doesNotMatch(await text(page), new RegExp(o.number));
    const again = await look(t, 'centre_dispatcher', o.id);
    t.assert.equal(again.state, 'open');
    t.assert.equal((await page.goto(`/orders/${o.id}`)).status(), 404);
  },

  'a resident judges with a face and the order is closed': async (t) => {
    const page = await t.phone('resident');
    for (let drawn = 0; drawn < 4; drawn++) { // one good order in twenty is drawn for a call back
      const o = await order(t, 'done');
      await page.goto(`/orders/${o.id}`);
      await press(page, '评价这次服务');
      t.assert.equal(await page.locator('.faces label').count(), 3);
      if (!drawn) await t.look(page, 'verdict');
      await page.locator('.faces label').first().click();
      await fill(page, { comment: '师傅很细心' });
      await press(page, '提交评价');
      if (await state(page) === '待回访') continue;
      t.assert.equal(await state(page), '已收单');
      t.assert.match(await text(page), /满意：师傅很细心/);
      await t.look(page, 'order-closed');
      t.assert.equal((await page.goto(`/orders/${idOf(page)}/verdict`)).status(), 409, 'one verdict');
      await t.check(page);
      return;
    }
    t.assert.fail('four orders in a row were drawn for a call back');
  },

  'a verdict without a face is told beside the faces': async (t) => {
    const o = await order(t, 'done');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}/verdict`);
    await page.locator('form[action$="/evaluate"]').evaluate((f) => { f.noValidate = true; });
    await fill(page, { comment: '还没想好' });
    await press(page, '提交评价');
    t.assert.ok((await page.locator('.e').count()) > 0, 'a fault is shown');
    t.assert.equal(await page.inputValue('[name=comment]'), '还没想好');
    await t.check(page);
  },

  'a bad verdict is called back by the township, which closes the order': async (t) => {
    const o = await order(t, 'done');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}/verdict`);
    await page.locator('.faces label', { hasText: '不满意' }).click();
    await fill(page, { comment: '修了又漏' });
    await press(page, '提交评价');
    t.assert.equal(await state(page), '待回访');
    await t.check(page);
    const desk = await t.desk('township');
    await desk.goto('/callbacks');
    t.assert.match(await text(desk), new RegExp(o.number));
    await t.look(desk, 'callbacks');
    await desk.goto(`/orders/${o.id}/log`);
    t.assert.match(await text(desk), /修了又漏/, 'the caller reads why');
    await act(desk, 'confirm', { score: '5', whom: '本人', reason: '电话回访：第二天补修，现在不漏' });
    t.assert.equal((await look(t, 'resident', o.id)).state, 'closed');
    await t.check(desk);
  },

  'the serving side cannot call back its own order': async (t) => {
    const o = await order(t, 'done');
    await move(t, 'resident', o.id, 'evaluate', { score: 1, comment: '没修好' });
    const page = await t.phone('team_leader');
    await page.goto(`/orders/${o.id}`);
    t.assert.equal(await page.locator('form[action$="/confirm"]').count(), 0);
    t.assert.equal((await page.goto('/callbacks')).status(), 403);
  },

  'nobody came: the resident says so and the order waits for a call': async (t) => {
    const o = await order(t, 'accepted');
    await move(t, 'team_leader', o.id, 'schedule', come());
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    await act(page, 'not_served', { reason: '等到天黑没有人来' });
    t.assert.equal(await state(page), '待回访');
    await t.check(page);
  },

  'one volunteer claims a wish, the second is told that he came late': async (t) => {
    const o = await order(t, 'wall');
    const [one, two] = [await t.phone('volunteer'), await t.plain('volunteer', 1)];
    await one.goto('/wall');
    t.assert.match(await text(one), new RegExp(o.title.slice(0, 8)));
    for (const page of [one, two]) await page.goto(`/orders/${o.id}`);
    await t.look(one, 'order-wall');
    await press(one, '认领这个心愿');
    t.assert.equal(await state(one), '已接');
    await t.check(one);
    const [late] = await Promise.all([
      two.waitForResponse((r) => r.request().method() === 'POST'), press(two, '认领这个心愿')]);
    t.assert.equal(late.status(), 409);
    t.assert.match(await text(two), /来晚一步[^。]*认领[^。]*。/, 'one clear sentence');
    await t.look(two, 'claim-late');
    t.assert.ok(await two.locator('#oops').isVisible(), 'on the page of the wish, which is as it is now');
    await Promise.all([two.waitForURL('**/wall'), two.locator('.top a[href="/wall"]').first().click()]);
  },

  'a leader claims for his team': async (t) => {
    const o = await order(t, 'wall');
    const page = await t.phone('team_leader');
    await page.goto(`/orders/${o.id}`);
    t.assert.equal(await page.locator('#act-claim select').inputValue(), t.account('team_leader').team);
    await press(page, '认领这个心愿');
    t.assert.equal(await state(page), '已接');
    t.assert.equal((await look(t, 'team_leader', o.id)).team, t.account('team_leader').team);
  },
};
