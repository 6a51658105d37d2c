// The desk: what waits, how the five orders went, and down to the orders; the page of a station.
import { order, press, text, settings } from './hands.mjs';

// The number of a row of bars, and where it leads.
const row = (page, label) => page.locator('a.meter', { hasText: label }).first();
const count = (words) => parseInt(words.replace(/,/g, ''), 10);
const number = async (place) => count(await place.locator('.num').first().innerText());

// The rows of a list over all its pages.
async function rows(page) {
  let n = await page.locator('tbody tr').count();
  while (await page.locator('a[rel=next]').count()) {
    await press(page, '下一页');
    n += await page.locator('tbody tr').count();
  }
  return n;
}

export const journeys = {
  'staff who sign in begin at the desk': async (t) => {
    for (const role of ['viewer', 'township', 'centre_dispatcher', 'centre_reviewer', 'station']) {
      const page = await t.desk(role); // where signing in has led him
      t.assert.equal(new URL(page.url()).pathname, '/desk');
      t.assert.match(await text(page), /截至 \d+月\d+日 \d\d:\d\d/);
      t.assert.equal(await page.locator('main [style]').count(), 0, 'bars are SVG');
    }
  },
  'the desk is the same on a phone': async (t) => {
    for (const role of ['viewer', 'township', 'station'])
      for (const kind of ['phone', 'desk']) {
        const page = await t[kind](role);
        await page.goto('/desk?period=year');
        await t.look(page, `desk-${role}`);
        await t.targets(page, kind === 'phone' ? 44 : 24);
      }
  },
  'every number of the five orders leads to as many orders': async (t) => {
    const page = await t.desk('viewer');
    for (const label of ['寻单', '供单', '点单', '派单', '收单', '满意']) {
      await page.goto('/desk?period=week');
      const n = await number(row(page, label));
      await Promise.all([page.waitForNavigation(), row(page, label).click()]);
      t.assert.match(await page.locator('h1').innerText(), new RegExp(`本周.*${label}`));
      t.assert.equal(await rows(page), n, label);
    }
    await t.look(page, 'desk-orders');
    const phone = await t.phone('viewer');
    await phone.goto('/desk/orders?period=week');
    await t.look(phone, 'desk-orders');
    await press(phone, '工作台', 'main');
    t.assert.ok(await phone.locator('a.btn[aria-current]', { hasText: '本周' }).count());
  },
  'what waits is counted beside its desk and leads there': async (t) => {
    await order(t, 'submitted');
    const page = await t.desk('centre_reviewer');
    await page.goto('/desk');
    const card = page.locator('a.kpi', { hasText: '待审核' });
    const n = Number(await card.locator('b').innerText());
    t.assert.ok(n >= 1);
    t.assert.match(await page.locator('.side nav a', { hasText: '心愿审核' }).innerText(), new RegExp(`${n}`));
    await Promise.all([page.waitForNavigation(), card.click()]);
    t.assert.equal(new URL(page.url()).pathname, '/review');
    t.assert.match(await text(page), new RegExp(`${n} 单待审`));
  },
  'the county looks into one township, village by village': async (t) => {
    const page = await t.desk('centre_dispatcher');
    await page.goto('/desk?period=year');
    const tile = page.locator('.heat li', { hasText: '西渡镇' });
    const n = await number(tile);
    await page.selectOption('select[name=place]', { label: '西渡镇' });
    await press(page, '看这里');
    t.assert.match(await text(page), /西渡镇 · 今年/);
    t.assert.equal(await number(row(page, '寻单')), n);
    const villages = await page.locator('.heat .num').allInnerTexts();
    t.assert.equal(villages.map(count).reduce((a, b) => a + b, 0), n);
    await t.check(page);
    await Promise.all([page.waitForNavigation(), page.locator('.heat a', { hasText: '盘龙村' }).click()]);
    t.assert.match(await page.locator('h1').innerText(), /盘龙村/);
  },
  'the trend is a table as well': async (t) => {
    const page = await t.desk('viewer');
    await page.goto('/desk?period=year');
    await page.locator('#fold-trend summary').click();
    t.assert.equal(await page.locator('#fold-trend tbody tr').count(), 12);
    await t.check(page);
  },
  'the running week is part full, part dashed; tiles stand in classes with a legend; a viewer has the main figures': async (t) => {
    for (const kind of ['desk', 'phone']) {
      const page = await t[kind]('viewer');
      await page.goto('/desk?period=year');
      t.assert.match(await text(page), /本月才过 .*虚线是照前四个月估的整月/);
      t.assert.equal(await page.locator('.wk .ys span').count(), 4);
      t.assert.equal(await page.locator('.wk .axis span').count(), 12);
      for (const label of ['在办的单子', '已收单', '注册志愿者', '志愿服务队'])
        t.assert.match(await page.locator('.kpi', { hasText: label }).innerText(), /\d/, label);
      const legend = await page.locator('.heat + .lgd').innerText();
      const counted = [...legend.matchAll(/（(\d+) 个）/g)].reduce((n, m) => n + Number(m[1]), 0);
      t.assert.equal(counted, await page.locator('.heat li').count(), 'every place stands in a class');
      if (kind === 'desk') {
        await page.emulateMedia({ colorScheme: 'dark' });
        await t.look(page, 'desk-viewer-dark');
      }
    }
  },
  'a station begins with its entries and its day': async (t) => {
    const page = await t.plain('station');
    await page.goto('/desk');
    t.assert.match(await text(page), /在办的单子/);
    t.assert.match(await text(page), /有事找谁/);
    await press(page, '寻单登记', 'main');
    t.assert.equal(new URL(page.url()).pathname, '/find');
    const elder = await t.phone('station');
    await elder.goto('/desk');
    await settings(elder, '长辈版');
    await t.look(elder, 'desk-station-elder');
    await t.targets(elder, 60);
    await settings(elder, '返回标准版');
  },
  'the home page leads staff back to the desk, and nobody else': async (t) => {
    const page = await t.phone('township');
    await page.goto('/');
    await press(page, '工作台', 'main');
    t.assert.equal(new URL(page.url()).pathname, '/desk');
    const resident = await t.phone('resident');
    await resident.goto('/');
    t.assert.equal(await resident.locator('a[href="/desk"]').count(), 0);
    t.assert.equal((await resident.goto('/desk')).status(), 403);
  },
};
