// What is done elsewhere is read; a desk's queue stands in the inbox as a line, not as messages; kinds stand together.
import { move, order, press, text } from './hands.mjs';

const row = (page, title) => page.locator('main li', { hasText: title });

export const journeys = {
  'a question answered on the page of the order waits no more in the inbox': async (t) => {
    const o = await order(t, 'done');
    const page = await t.phone('resident');
    await page.goto('/inbox');
    await t.look(page, 'inbox-resident');
    const asked = page.locator('section', { hasText: '要您办的' }).first();
    t.assert.match(await asked.innerText(), /请您评价/);
    t.assert.equal(await asked.locator('li', { hasText: o.title }).count(), 1);
    await page.goto(`/orders/${o.id}/verdict`);
    await page.locator('.faces label').first().click();
    await press(page, '提交评价');
    await page.goto('/inbox');
    t.assert.equal(await row(page, o.title).filter({ hasText: '请您评价' }).filter({ hasText: '未读' }).count(), 0);
    await press(page, '全部标为已读');
    t.assert.match(await text(page), /看过的/);
  },
  'what a desk has to do is one line with its number, on phone and desk, without a script too': async (t) => {
    for (let i = 0; i < 3; i++) await order(t, 'submitted');
    for (const page of [await t.desk('centre_reviewer'), await t.plain('centre_reviewer')]) {
      await page.goto('/inbox');
      t.assert.equal(await row(page, '待审核').count(), 1);
      t.assert.equal(await row(page, '有新单子待审核').count(), 0);
      await t.look(page, 'inbox-desk');
      await press(page, '待审核', 'main');
      t.assert.equal(new URL(page.url()).pathname, '/review');
    }
  },
  'an offer that was taken back asks its leader no more': async (t) => {
    const o = await order(t, 'offered');
    const page = await t.phone('team_leader');
    await page.goto('/inbox');
    t.assert.equal(await row(page, o.title).filter({ hasText: '未读' }).count(), 1);
    await move(t, 'centre_dispatcher', o.id, 'recall', { reason: '换一支近的队' });
    await page.reload();
    const left = row(page, o.title).filter({ hasText: '未读' });
    t.assert.equal(await left.count(), 1);
    t.assert.match(await left.innerText(), /收回/);
    await t.look(page, 'inbox-leader');
  },
};
