// The browser's "back" after a form was sent, a double tap, and a form that was edited after going back.
import { fill, idOf, press, text, unique } from './hands.mjs';

async function write(page, title) {
  await page.goto('/orders/new');
  await fill(page, { title, category: 'repair' }, 'form[action="/orders"]');
  await Promise.all([page.waitForNavigation(), page.locator('form[action="/orders"] button.pri').last().click()]);
  return idOf(page);
}

const again = (page) => Promise.all([
  page.waitForNavigation(), page.locator('form[action="/orders"] button.pri').last().click()]);

async function count(t, title) {
  const { body } = await t.api('resident', 'GET', `/api/v1/orders?q=${encodeURIComponent(title)}`);
  return body.items.length;
}

export const journeys = {
  'back, and sent once more: the first order, and a sentence': async (t) => {
    const page = await t.phone('resident');
    const title = unique('回头再交的一单');
    const first = await write(page, title);
    await page.goBack();
    await fill(page, { title, category: 'repair' }, 'form[action="/orders"]'); // what the browser did not put back
    await again(page);
    t.assert.equal(idOf(page), first);
    t.assert.match(await text(page), /没有重复提交/);
    t.assert.equal(await count(t, title), 1);
    await t.look(page, 'again');
    await page.reload();
    t.assert.equal(await count(t, title), 1);
  },

  'back, and changed: another order': async (t) => {
    const page = await t.phone('resident');
    const title = unique('回头改过的一单');
    const first = await write(page, title);
    await page.goBack();
    await fill(page, { title: `${title}，要快`, category: 'repair' }, 'form[action="/orders"]');
    await again(page);
    t.assert.notEqual(idOf(page), first);
    t.assert.doesNotMatch(await text(page), /没有重复提交/);
    t.assert.equal(await count(t, title), 2);
  },

  'without a script the same form twice is one order, too': async (t) => {
    const page = await t.plain('resident');
    const title = unique('没有脚本再交一次');
    const send = async () => {
      await page.goto('/orders/new');
      await page.fill('[name=title]', title);
      await page.check('[name=category][value=repair]', { force: true });
      await press(page, '提交', 'form[action="/orders"]');
      return idOf(page);
    };
    const first = await send();
    t.assert.equal(await send(), first);
    t.assert.match(await text(page), /没有重复提交/);
    t.assert.equal(await count(t, title), 1);
  },
};
