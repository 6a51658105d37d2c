// A village worker's round: entries in a row, without a network too; the slip; silence; on the way.
import { PANLONG, act, fill, local, order, press, slot, sure, text, unique } from './hands.mjs';

const person = (title, more = {}) => ({
  'beneficiary.name': '示例走访户', title, category: 'repair', 'consent.by': '本人', 'consent.how': '当面', ...more,
});

export const journeys = {
  'a station worker enters one household after the other': async (t) => {
    const page = await t.phone('station');
    await page.goto('/find');
    await t.look(page, 'find');
    const first = unique('想请人看看屋顶');
    await fill(page, person(first, { 'consent.how': '签字' }), '#entry');
    await Promise.all([page.waitForURL(/entered=/), page.locator('#entry button.pri').click()]);
    t.assert.match(await page.locator('#entered').innerText(), /登记好了/);
    t.assert.equal(await page.inputValue('#entry [name="consent.how"]'), '签字');
    t.assert.equal(await page.inputValue('#entry [name="consent.by"]'), '', 'the next household is asked anew');
    t.assert.equal(await page.inputValue('#entry [name=title]'), '');
    t.assert.ok(await page.isChecked('#entry [name=category][value=repair]'));
    t.assert.match(await page.locator('#today').innerText(), new RegExp(first.slice(0, 8)));
    await t.look(page, 'find-entered');
    await page.goto('/find');
    await page.locator('#entry button.pri').click(); // nothing typed: told beside the fields
    await page.waitForSelector('.note.r');
    await t.check(page);
    t.assert.equal(await page.locator('#queue li').count(), 0);
  },
  'half an entry outlives a closed page': async (t) => {
    const page = await t.phone('station');
    await page.goto('/find');
    await fill(page, { title: '写到一半的话', 'beneficiary.name': '示例半条' }, '#entry');
    await page.waitForFunction(() => Object.keys(localStorage).some((k) => k.startsWith('wudan.find.d.')));
    await page.goto('/wall');
    await page.goto('/find');
    t.assert.equal(await page.inputValue('#entry [name=title]'), '写到一半的话');
    await page.evaluate(() => localStorage.clear());
  },
  'entries work without JavaScript': async (t) => {
    const page = await t.plain('station');
    await page.goto('/find');
    await page.locator('#entry [name=place]').selectOption(PANLONG);
    await page.fill('#entry [name=title]', unique('没有脚本也能登记'));
    await page.fill('#entry [name="beneficiary.name"]', '示例走访户');
    await page.fill('#entry [name="consent.by"]', '本人');
    await page.fill('#entry [name="consent.how"]', '当面');
    await page.check('#entry [name=category][value=repair]', { force: true });
    await press(page, '登记', '#entry');
    t.assert.match(page.url(), /entered=/);
    t.assert.match(await text(page), /登记好了/);
    await t.fits(page);
  },
  'what may be the same is shown while one types': async (t) => {
    const there = await order(t, 'submitted', { title: unique('堂屋的房梁被白蚁蛀空') });
    const page = await t.desk('station');
    await page.goto('/find');
    await fill(page, { place: PANLONG, title: '房梁被白蚁蛀空了' }, '#entry');
    await page.waitForSelector('#like a');
    t.assert.match(await page.locator('#like').innerText(), new RegExp(there.number));
    await t.look(page, 'find-like');
    await page.evaluate(() => localStorage.clear());
  },
  'the reviewer merges what is the same with one button': async (t) => {
    const title = unique('后山的水管被石头砸断');
    const old = await order(t, 'submitted', { title });
    const again = await order(t, 'submitted', { title: `${title}了` });
    const page = await t.desk('centre_reviewer');
    await page.goto(`/review?order=${again.id}`);
    await t.look(page, 'find-review');
    await Promise.all([page.waitForNavigation(), page.locator(`#merge-${old.id} button`).click()]);
    t.assert.match(await text(page), /真的要“合并”吗.+这一单，并入后结束/s, 'both texts, before anything is done');
    await t.look(page, 'merge-sure');
    await sure(page);
    const { body } = await t.api('resident', 'GET', `/api/v1/orders/${again.id}`);
    t.assert.equal(body.state, 'merged');
  },
  'the slip is printed in two sizes and leads to the prefilled page': async (t) => {
    const o = await order(t, 'submitted');
    const page = await t.phone('station');
    await page.goto(`/orders/${o.id}`);
    await press(page, '打印小票');
    t.assert.match(await page.locator('.number').innerText(), new RegExp(o.number));
    t.assert.ok(await page.locator('[data-print]').isVisible());
    await t.look(page, 'slip-a6');
    await press(page, 'A5');
    await t.look(page, 'slip-a5');
    const guest = await t.phone();
    await guest.goto(`/follow?number=${o.number}`);
    t.assert.equal(await guest.inputValue('[name=number]'), o.number);
    await fill(guest, { phone: t.account('resident').phone });
    await press(guest, '查进度', 'main form');
    t.assert.match(await text(guest), /五单进度/);
  },
  'silent villages stand on tiles and in a list': async (t) => {
    const page = await t.desk('centre_dispatcher');
    await page.goto('/find/quiet?days=14');
    t.assert.ok(await page.locator('.tiles li').count() > 20);
    await t.look(page, 'quiet');
    const phone = await t.phone('township');
    await phone.goto('/find/quiet?days=7');
    await t.look(phone, 'quiet-phone');
    await t.targets(phone, 44);
  },
  'the team says that it comes and that it is late': async (t) => {
    const o = await order(t, 'accepted');
    const now = slot();
    const team = await t.phone('team_leader');
    await team.goto(`/orders/${o.id}`);
    await act(team, 'schedule', { starts_at: local(now.starts_at), ends_at: local(now.ends_at) });
    const home = await t.phone('resident');
    await home.goto(`/orders/${o.id}`);
    await press(team, '我们出发了');
    await press(team, '30 分钟');
    t.assert.match(await text(team), /说要晚到约 30 分钟/);
    await t.look(team, 'visit-team');
    await home.reload();
    t.assert.match(await text(home), /已出发|说要晚到/);
    await t.look(home, 'visit-home');
    t.assert.equal(await home.locator('form[action$="/not_served"]').count(), 0, 'nobody came: not before the hour');
  },
  'an order is cancelled with one tap': async (t) => {
    const o = await order(t, 'submitted');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    await page.locator('#fold-cancel summary').click();
    await t.look(page, 'cancel');
    await press(page, '点错了');
    const { body } = await t.api('resident', 'GET', `/api/v1/orders/${o.id}`);
    t.assert.equal(body.state, 'cancelled');
  },
  'an elder writes one sentence': async (t) => {
    const page = await t.phone('resident');
    await page.goto('/');
    await press(page, '长辈版', 'header');
    await press(page, '我有心愿');
    await t.look(page, 'elder-form');
    await t.targets(page, 44);
    await page.fill('[name=title]', unique('厨房水龙头漏水，想请人修'));
    await press(page, '可以贴上心愿墙');
    if (await page.locator('[name=category]').count()) { // the county has taught it too little yet
      await t.check(page);
      await page.locator('label:has([name=category][value=repair])').click();
      await press(page, '可以贴上心愿墙');
    }
    t.assert.match(page.url(), /\/orders\/[a-z2-7]{26}$/);
  },
};
