// 点单: a resident asks, sees the clock, changes his mind; the elder's and the dark look.
import { PANLONG, act, fill, idOf, look, press, settings, state, text, unique } from './hands.mjs';

async function fresh(t, page) {
  await page.goto('/');
  await press(page, '我有心愿');
  t.assert.equal(new URL(page.url()).pathname, '/orders/new');
}

// The elder's home has no field that a hand under 60 px would need to hit.
async function elder(page) {
  await press(page, '长辈版');
  await page.locator('html[data-mode=elder]').waitFor();
}

export const journeys = {
  'a form sent empty tells each fault beside its field and keeps what was typed': async (t) => {
    const page = await t.phone('resident');
    await fresh(t, page);
    await t.look(page, 'order-form');
    await fill(page, { detail: '晚上起来看不见，想装一盏感应灯', address: '3组（示例）' });
    await page.locator('form[action="/orders"]').evaluate((f) => { f.noValidate = true; });
    await page.locator('select[name=place]').selectOption('');
    await press(page, '提交心愿');
    for (const name of ['title', 'category', 'place']) {
      const input = page.locator(`[name="${name}"]`).first();
      const near = page.locator('.f', { has: input }).last();
      t.assert.match(await near.locator('.e').innerText(), /^请/, `a sentence beside ${name}`);
    }
    t.assert.equal(await page.inputValue('[name=detail]'), '晚上起来看不见，想装一盏感应灯');
    t.assert.equal(await page.inputValue('[name=address]'), '3组（示例）');
    await t.look(page, 'order-form-faults');
  },

  'a phone number that is none is told beside its field, full-width digits are taken': async (t) => {
    const page = await t.phone('resident');
    await fresh(t, page);
    await fill(page, { category: 'repair', title: unique('想装一盏感应灯'), kind: 'request', place: PANLONG, phone: '1234' });
    await press(page, '提交心愿');
    t.assert.match(await page.locator('.f', { has: page.locator('[name=phone]') }).locator('.e').innerText(), /手机|电话/);
    t.assert.equal(await page.inputValue('[name=phone]'), '1234');
    await t.check(page);
    await fill(page, { phone: t.account('resident').phone.replace(/\d/g, (d) => String.fromCharCode(0xff10 + +d)) });
    await press(page, '提交心愿');
    t.assert.equal(await state(page), '待审核');
  },

  'a resident asks, sees the five orders and the clock, and cancels': async (t) => {
    const page = await t.phone('resident');
    const title = unique('夜里起来看不见，想装一盏感应灯');
    await fresh(t, page);
    await fill(page, { category: 'repair', title, detail: '走廊没有灯', kind: 'wish', place: PANLONG,
      address: '3组（示例）', phone: t.account('resident').phone, public_ok: true });
    await press(page, '提交心愿');
    const id = idOf(page);
    t.assert.equal(await state(page), '待审核');
    t.assert.match(await text(page), /还剩 (24|23) 小时/, 'the clock of the review runs');
    t.assert.match(await text(page), /DD\d{8}-\d{4}/, 'the number is told');
    const steps = await page.locator('ol.steps >> nth=0').locator('h3').allInnerTexts();
    t.assert.deepEqual(steps.map((s) => s.slice(0, 2)), ['寻单', '点单', '供单', '派单', '收单']);
    t.assert.equal(await page.locator('ol.steps [aria-current=step]').count(), 1);
    await t.look(page, 'order-submitted');
    await page.goto('/mine');
    t.assert.match(await text(page), new RegExp(title.replace(/[（）]/g, '.')));
    await t.look(page, 'mine');
    await page.goto(`/orders/${id}`);
    await act(page, 'cancel', { reason: '儿子回来装好了' });
    t.assert.equal(await state(page), '已取消');
    t.assert.equal((await look(t, 'resident', id)).state, 'cancelled');
    t.assert.equal(await page.locator('#fold-cancel').count(), 0, 'what is over is not cancelled again');
    await t.check(page);
  },

  'cancelling without a reason is told beside the field': async (t) => {
    const page = await t.phone('resident');
    await fresh(t, page);
    await fill(page, { category: 'repair', title: unique('想修门'), kind: 'request', place: PANLONG });
    await press(page, '先存草稿');
    t.assert.equal(await state(page), '草稿');
    await page.locator('#act-cancel').evaluate((f) => { f.noValidate = true; });
    await act(page, 'cancel');
    t.assert.ok(await page.locator('#fold-cancel .e').isVisible(), 'the fold stands open with the fault');
    await t.check(page);
  },

  'a draft is kept, changed and sent': async (t) => {
    const page = await t.phone('resident');
    await fresh(t, page);
    await fill(page, { category: 'study', title: unique('想学数学'), kind: 'request', place: PANLONG });
    await press(page, '先存草稿');
    t.assert.equal(await state(page), '草稿');
    await t.check(page);
    await press(page, '修改内容');
    const better = unique('孩子想学数学');
    await fill(page, { title: better });
    await t.check(page);
    await press(page, '先存草稿');
    t.assert.match(await text(page), /孩子想学数学/);
    await press(page, '提交审核');
    t.assert.equal(await state(page), '待审核');
  },

  'an elder asks on a page of large doors and few fields': async (t) => {
    const page = await t.phone('resident');
    await page.goto('/');
    await elder(page);
    t.assert.equal(await page.locator('main a.big').count() >= 3, true);
    const least = await page.evaluate(() => Math.min(...[...document.querySelectorAll('main a, main p, main summary')]
      .filter((e) => e.checkVisibility()).map((e) => parseFloat(getComputedStyle(e).fontSize))));
    t.assert.ok(least >= 18, `the smallest text is ${least} px`);
    await t.look(page, 'home-elder');
    await press(page, '我有心愿');
    t.assert.equal(await page.locator('main input:visible, main textarea:visible, main select:visible').count(), 1, 'one field');
    await fill(page, { title: unique('想理个发') });
    await t.look(page, 'order-form-elder');
    await press(page, '提交，不公开');
    if (await page.locator('[name=category]').count()) { // its words told too little
      await fill(page, { category: 'haircut' });
      await press(page, '提交，不公开');
    }
    t.assert.equal(await state(page), '待审核');
    await t.look(page, 'order-elder');
    await page.goto('/mine');
    await t.check(page);
  },

  'dark colours hold their contrast on every page of a resident': async (t) => {
    const page = await t.phone('resident');
    await settings(page, '深色');
    await page.locator('html[data-theme=dark]').waitFor();
    for (const path of ['/', '/wall', '/orders/new', '/mine', '/me', '/inbox', '/teams', '/follow']) {
      await page.goto(path);
      await t.check(page);
    }
    await t.picture(page, 'dark');
  },

  'somebody without an account follows an order by number and phone': async (t) => {
    const made = await t.api('resident', 'POST', '/api/v1/orders', { kind: 'request', title: unique('想查进度'),
      category: 'repair', place: PANLONG, phone: t.account('resident').phone, submit: true });
    const page = await t.phone();
    await page.goto('/follow');
    await fill(page, { number: made.body.number, phone: '19900000001' });
    await press(page, '查进度', 'main');
    t.assert.match(await text(page), /对不上/);
    t.assert.equal(await page.inputValue('[name=number]'), made.body.number);
    await t.check(page);
    await fill(page, { phone: t.account('resident').phone });
    await press(page, '查进度', 'main');
    t.assert.match(await text(page), /待审核/);
    t.assert.doesNotMatch(await text(page), /199\d{8}/, 'no phone number is shown');
    await t.look(page, 'follow');
  },
};
