// Those who keep the house: auditor, administrators, and the leader who only looks.
import { PANLONG, fill, look, order, press, sure, text } from './hands.mjs';

export const journeys = {
  'the auditor reads the log and verifies its chain': async (t) => {
    await order(t, 'submitted');
    const page = await t.desk('auditor');
    await page.goto('/audit');
    t.assert.match(await text(page), /提交 DD\d/);
    await t.check(page);
    await page.click('nav[aria-label="按种类看"] a:has-text("办单")');
    const deeds = await page.locator('.log li').allInnerTexts();
    t.assert.ok(deeds.length && deeds.every((d) => /办单/.test(d)), deeds.join());
    await page.goto('/audit/verify');
    t.assert.match(await text(page), /首尾相连/);
    await t.look(page, 'audit-verify');
  },

  'the auditor changes nothing': async (t) => {
    const o = await order(t, 'open');
    const page = await t.desk('auditor');
    await page.goto(`/orders/${o.id}/log`);
    t.assert.equal(await page.locator('main form[method=post]').count(), 0);
    await t.check(page);
  },

  'the page of an order for staff: two clocks, who comes, acts in groups, what is not yet due, newest first': async (t) => {
    const start = Math.floor(Date.now() / 60000) * 60 + 5 * 86400;
    const o = await order(t, 'accepted');
    const said = await t.api('team_leader', 'POST', `/api/v1/orders/${o.id}/schedule`, { starts_at: start, ends_at: start + 3600 });
    t.assert.equal(said.status, 200, JSON.stringify(said.body));
    for (const kind of ['desk', 'phone', 'plain']) {
      const page = await t[kind]('centre_dispatcher');
      await page.goto(`/orders/${o.id}/log`);
      const words = await text(page);
      for (const part of ['本步骤（上门）', '全程（提出到收单）', '谁来（1 人）', '双方', '现在能做的', '换一家来做', '出发、签到'])
        t.assert.ok(words.includes(part), `${kind}: ${part}`);
      const rows = await page.locator('section:has-text("新的在前") tbody tr td:nth-child(3)').allInnerTexts();
      t.assert.match(rows[0], /排期/);
      t.assert.match(rows.at(-1), /登记/);
      await t.look(page, 'order-staff');
      if (kind !== 'desk') await t.targets(page, 44);
    }
    const dark = await t.desk('township');
    await dark.emulateMedia({ colorScheme: 'dark' });
    await dark.goto(`/orders/${o.id}/log`);
    await t.look(dark, 'order-staff-dark');
  },

  'the system administrator renames a village': async (t) => {
    const page = await t.desk('sysadmin');
    await page.goto('/places');
    await t.check(page);
    await page.goto('/places/430421114201');
    const before = (await page.locator('main h1').innerText()).trim();
    await t.look(page, 'place');
    await fill(page, { name: `${before}（示例）` }, 'form[action$="/rename"]');
    await press(page, '改名', 'form[action$="/rename"]');
    t.assert.match(await page.locator('main').innerText(), /（示例）/);
    await fill(page, { name: '' }, 'form[action$="/rename"]');
    await page.locator('form[action$="/rename"]').evaluate((f) => { f.noValidate = true; });
    await press(page, '改名', 'form[action$="/rename"]');
    t.assert.ok(await page.locator('form[action$="/rename"] .e').isVisible());
    await t.check(page);
    await fill(page, { name: before }, 'form[action$="/rename"]');
    await press(page, '改名', 'form[action$="/rename"]');
  },

  'a village is merged into its neighbour and its orders go with it': async (t) => {
    const [from, into] = ['430421106214', '430421106211'];
    const o = await order(t, 'submitted', { place: from });
    const page = await t.desk('sysadmin');
    await page.goto(`/places/${from}`);
    await page.locator('#fold-merge summary').click();
    await fill(page, { into }, '#fold-merge');
    await t.check(page);
    await press(page, '确认并入', '#fold-merge');
    await page.goto(`/places/${from}`);
    t.assert.match(await text(page), /已并入/);
    await t.look(page, 'place-merged');
    t.assert.equal((await look(t, 'resident', o.id)).place, into);
  },

  'the system administrator writes a letter for a new account': async (t) => {
    const page = await t.desk('sysadmin');
    await page.goto('/accounts');
    await t.check(page);
    const add = page.locator('form', { has: page.locator('input[name=name]') });
    await add.locator('[name=name]').fill('示例新人');
    await add.locator('[name=phone]').fill('12');
    await Promise.all([page.waitForNavigation(), add.locator('button').click()]);
    t.assert.ok(await page.locator('.e').first().isVisible(), 'a wrong phone is told');
    await t.check(page);
    const again = page.locator('form', { has: page.locator('input[name=name]') });
    t.assert.equal(await again.locator('[name=name]').inputValue(), '示例新人');
    await again.locator('[name=phone]').fill('19900009876');
    await Promise.all([page.waitForNavigation(), again.locator('button').click()]);
    const address = (await text(page)).match(/http\S+\/letter\?\S+/)[0];
    await t.look(page, 'letter');
    const guest = await t.phone();
    await guest.goto(address.replace(/^https?:\/\/[^/]+/, ''));
    await guest.fill('[name=password]', '12345678');
    await Promise.all([guest.waitForNavigation(), guest.locator('main form button').first().click()]);
    t.assert.ok(await guest.locator('main .e').first().isVisible(), 'a password that everybody knows is refused');
    await t.check(guest);
    await guest.fill('[name=password]', 'heye-qingshan-7391');
    await Promise.all([guest.waitForNavigation(), guest.locator('main form button').first().click()]);
    await guest.goto('/sign-in');
    await guest.fill('[name=phone]', '19900009876');
    await guest.fill('[name=password]', 'heye-qingshan-7391');
    await press(guest, '登录', 'form:has(input[name=password])');
    await guest.goto('/me');
    t.assert.match(await text(guest), /示例新人/);
  },

  'the security administrator gives a role and takes it back': async (t) => {
    const page = await t.desk('secadmin');
    await page.goto('/grants');
    await t.check(page);
    await page.fill('#phone', t.account('resident', 1).phone);
    await press(page, '查找', 'main');
    await fill(page, { role: 'station', place: PANLONG }, 'main form[action="/grants"][method=post]');
    await t.look(page, 'grants');
    await press(page, '授予', 'main form[action="/grants"][method=post]');
    const row = page.locator('tr', { hasText: '村站' });
    t.assert.equal(await row.count(), 1);
    await t.check(page);
    await Promise.all([page.waitForNavigation(), row.locator('button').click()]);
    await sure(page);
    await page.goto('/grants');
    await page.fill('#phone', t.account('resident', 1).phone);
    await press(page, '查找', 'main');
    t.assert.equal(await page.locator('tr', { hasText: '村站' }).count(), 0);
  },

  'nobody gives a role to himself': async (t) => {
    const page = await t.desk('secadmin');
    await page.goto('/grants');
    await page.fill('#phone', t.account('secadmin').phone);
    await press(page, '查找', 'main');
    const give = page.locator('main form[action="/grants"][method=post]');
    await fill(page, { role: 'viewer', place: '430421' }, 'main form[action="/grants"][method=post]');
    const [answer] = await Promise.all([page.waitForNavigation(), give.locator('button').click()]);
    t.assert.equal(answer.status(), 403, 'refused');
    await t.check(page);
  },

  'two open the account of a third, and he may say no': async (t) => {
    const [admin, auditor, owner] = [await t.desk('sysadmin'), await t.phone('auditor'), await t.phone('centre_dispatcher')];
    await admin.goto('/accounts?staff=1&q=' + t.account('centre_dispatcher').phone);
    await admin.locator('summary', { hasText: '操作' }).first().click();
    await Promise.all([admin.waitForNavigation(), admin.locator('a', { hasText: '提出重设密码' }).click()]);
    await t.look(admin, 'proposal-new');
    await fill(admin, { reason: '本人当面来说忘了密码' }, 'main form[action="/proposals"]');
    await press(admin, '提出，等另一位确认', 'main form[action="/proposals"]');
    t.assert.equal(await admin.locator('button', { hasText: '确认' }).filter({ hasText: '已找本人' }).count(), 0);
    await owner.goto('/proposals');
    await t.look(owner, 'proposal-owner');
    await press(owner, '这不是我要求的', 'main');
    t.assert.match(await text(owner), /本人否认/);
    await admin.goto('/proposals');
    await fill(admin, { kind: 'letter', phone: t.account('centre_dispatcher').phone, reason: '本人又来了一次，核对过' }, 'main form[action="/proposals"]');
    await press(admin, '提出，等另一位确认', 'main form[action="/proposals"]');
    await auditor.goto('/proposals');
    await t.look(auditor, 'proposal-confirm');
    await press(auditor, '已找本人核实，确认', 'main');
    t.assert.match(await text(auditor), /letter\?code=/);
    await t.look(auditor, 'proposal-done');
    await owner.goto('/proposals');
    await press(owner, '这不是我要求的', 'main');
  },

  'a leader of the county sees everything and has no buttons': async (t) => {
    const o = await order(t, 'open');
    const page = await t.desk('viewer');
    await page.goto('/orders');
    t.assert.match(await text(page), new RegExp(o.number));
    await t.check(page);
    for (const path of [`/orders/${o.id}`, `/orders/${o.id}/log`]) {
      await page.goto(path);
      t.assert.match(await text(page), new RegExp(o.number));
      t.assert.equal(await page.locator('main form[method=post]').count(), 0, `${path} has nothing to press`);
      t.assert.ok(!(await page.content()).includes(t.account('resident').phone));
      await t.check(page);
    }
    for (const path of ['/review', '/dispatch', '/callbacks', '/audit', '/accounts', '/grants'])
      t.assert.equal((await page.goto(path)).status(), 403, path);
  },
};
