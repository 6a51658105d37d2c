// A decision at the desk: the next one is open, a slip is taken back, what is final is asked first.
import { PANLONG, act, idOf, look, order, press, settings, text, unique } from './hands.mjs';

const queue = (title, id) => `/review?order=${id}&q=${encodeURIComponent(title)}`;

// Two of one filter, the older one open.
async function two(t, words) {
  const title = unique(words);
  const a = await order(t, 'submitted', { title: `${title}甲` });
  const b = await order(t, 'submitted', { title: `${title}乙` });
  return { title, a, b };
}

async function decides(t, page, kind) {
  const { title, a, b } = await two(t, `${kind}灯绳断了`);
  await page.goto(queue(title, a.id));
  t.assert.match(await text(page), /第 1 单，共 2 单/);
  await t.look(page, `review-${kind}`);
  await act(page, 'refuse', { reason: '不归志愿服务' });
  const now = new URL(page.url());
  t.assert.equal(now.pathname, '/review');
  t.assert.equal(now.searchParams.get('order'), b.id, 'the next one is open');
  t.assert.equal(now.searchParams.get('q'), title, 'the filter stays');
  t.assert.match(await page.locator('#said').innerText(), /不予受理.+已为您打开下一单/s);
  await t.look(page, `review-next-${kind}`);
  await press(page, '撤销', '#said');
  t.assert.equal((await look(t, 'resident', a.id)).state, 'submitted');
  t.assert.equal(new URL(page.url()).searchParams.get('order'), a.id, 'and is open once more');
  t.assert.equal(new URL(page.url()).searchParams.get('q'), title);
}

async function asks(t, page, kind) {
  const o = await order(t, 'open', { place: PANLONG });
  await page.goto(`/orders/${o.id}`);
  await page.locator('#fold-cancel summary').click();
  await page.locator('#fold-cancel textarea').fill('不用来了，已经自己弄好');
  const send = () => Promise.all([page.waitForNavigation(), page.locator('#act-cancel button').click()]);
  await send();
  t.assert.match(await text(page), /真的要“取消”吗.+约好的人就不来了.+不用来了，已经自己弄好/s);
  t.assert.equal((await look(t, 'resident', o.id)).state, 'open', 'nothing is done yet');
  await t.look(page, `sure-${kind}`);
  await t.targets(page, 44);
  await press(page, '不办了，回去');
  t.assert.equal(new URL(page.url()).pathname, `/orders/${o.id}`);
  await act(page, 'cancel', { reason: '不用来了' });
  t.assert.equal((await look(t, 'resident', o.id)).state, 'cancelled');
  t.assert.match(await page.locator('#said').innerText(), /已取消/);
  await t.look(page, `anew-${kind}`);
  await press(page, '再点一次');
  t.assert.equal(await page.locator('[name=title]').inputValue(), o.title);
  await t.check(page);
}

export const journeys = {
  'the next order is open after a decision, which is taken back, on the desk': async (t) =>
    decides(t, await t.desk('centre_reviewer'), 'desk'),

  'the same on a phone, where the queue is hidden while one is open': async (t) => {
    const page = await t.phone('centre_reviewer');
    await decides(t, page, 'phone');
    t.assert.equal(await page.locator('[aria-label="单子"]').isVisible(), false);
    await press(page, '回列表');
    t.assert.ok(await page.locator('[aria-label="单子"]').isVisible());
  },

  'the same without a script': async (t) => decides(t, await t.plain('centre_reviewer'), 'plain'),

  'cancelling asks first, and what was cancelled is asked for again': async (t) => asks(t, await t.phone('resident'), 'phone'),

  'the page that asks holds its contrast in dark colours, and its size for elders': async (t) => {
    const page = await t.phone('resident');
    await page.goto('/');
    await settings(page, '深色');
    await press(page, '长辈版', 'header');
    await page.locator('html[data-mode=elder][data-theme=dark]').waitFor();
    const o = await order(t, 'open', { place: PANLONG });
    await page.goto(`/orders/${o.id}`);
    await page.locator('#fold-cancel summary').click();
    await Promise.all([page.waitForNavigation(), page.locator('#quick-cancel button').first().click()]);
    await t.look(page, 'sure-elder-dark');
    await t.targets(page, 60);
    await press(page, '是的，就这样办');
    await t.look(page, 'cancelled-elder-dark');
  },

  'the review desk in dark colours': async (t) => {
    const { title, a } = await two(t, '深色里看灯');
    const page = await t.desk('centre_reviewer');
    await page.goto(queue(title, a.id));
    await settings(page, '深色');
    await page.goto(queue(title, a.id));
    await act(page, 'refuse', { reason: '不归志愿服务' });
    await t.look(page, 'review-dark');
  },

  'the same without a script, too': async (t) => asks(t, await t.plain('resident'), 'plain'),

  'what was asked under 其他 gets its category at the desk': async (t) => {
    const title = unique('家里有件事说不清');
    const asker = await t.plain('resident');
    await asker.goto('/orders/new');
    await asker.locator('[name=title]').fill(title);
    await asker.locator('label:has([name=category][value=other])').click();
    await Promise.all([asker.waitForNavigation(), asker.locator('form[action="/orders"] button.pri').last().click()]);
    const id = idOf(asker);
    const page = await t.desk('centre_reviewer');
    await page.goto(queue(title, id));
    const approve = page.locator('form[action$="/approve"]').last();
    await Promise.all([page.waitForNavigation(), approve.locator('button.pri').click()]);
    t.assert.match(await approve.innerText(), /类别还是“其他”/);
    t.assert.equal(await approve.locator('[name=category][aria-invalid=true]').count(), 1, 'beside the field');
    await t.look(page, 'other-refused');
    await approve.locator('[name=category]').selectOption('repair');
    await Promise.all([page.waitForNavigation(), approve.locator('button.pri').click()]);
    t.assert.equal((await look(t, 'resident', id)).state, 'open');
  },

  'a new order says its number, what comes next and whom to call': async (t) => {
    const page = await t.phone('resident');
    await page.goto('/orders/new');
    await page.locator('[name=title]').fill(unique('想修一修门锁'));
    await page.locator('label:has([name=category][value=repair])').click();
    await Promise.all([page.waitForNavigation(), page.locator('form[action="/orders"] button.pri').last().click()]);
    t.assert.match(await page.locator('#said').innerText(), /已提交，单号 DD\d+-\d+。审核员一般在.+前看/);
    await t.look(page, 'submitted-said');
  },
};
