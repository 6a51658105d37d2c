// A page that stands open learns what others do, and loses nothing that is being typed.
import { look, move, order, state, sure, text } from './hands.mjs';

const becomes = (page, label) =>
  page.waitForFunction((s) => document.querySelector('main [data-topic] .tag').innerText.trim() === s, label, { timeout: 15000 });

export const journeys = {
  'an open order page changes its state when somebody else acts': async (t) => {
    const o = await order(t, 'offered');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    t.assert.equal(await state(page), '待接单');
    await page.evaluate(() => { globalThis.sameDocument = true; });
    await move(t, 'team_leader', o.id, 'accept');
    await becomes(page, '已接');
    t.assert.equal(await page.evaluate(() => globalThis.sameDocument), true, 'without a reload');
    t.assert.match(await page.locator('#live').innerText(), /已更新/, 'and it is told to a screen reader');
    await t.check(page);
  },

  'a page that is turned away in a crowd tries again by itself': async (t) => {
    const o = await order(t, 'offered');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    let asked = 0;
    await page.route(`**/orders/${o.id}`, (r) => (asked++ ? r.continue() : r.fulfill({ status: 503, body: '' })));
    await move(t, 'team_leader', o.id, 'accept');
    await becomes(page, '已接');
    t.assert.equal(asked, 2);
    t.assert.match(t.complaints.splice(0).join(), /^503 [^ ]*$/);
  },

  'a reason that is being typed survives the change': async (t) => {
    const o = await order(t, 'offered');
    const page = await t.phone('resident');
    await page.goto(`/orders/${o.id}`);
    await page.locator('#fold-cancel summary').click();
    await page.locator('#fold-cancel textarea').fill('已经不需要了');
    await move(t, 'team_leader', o.id, 'accept');
    await becomes(page, '已接');
    t.assert.equal(await page.locator('#fold-cancel textarea').inputValue(), '已经不需要了');
    t.assert.equal(await page.locator('#fold-cancel').evaluate((d) => d.open), true);
    await Promise.all([page.waitForNavigation(), page.locator('#fold-cancel').getByRole('button', { name: '取消这一单' }).click()]);
    await sure(page);
    const now = await look(t, 'resident', o.id);
    t.assert.ok(now.state === 'cancelled' || /刷新|先动/.test(await text(page)), `a move made on an old page is refused or done, not lost (${now.state})`);
  },
};
