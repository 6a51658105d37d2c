// The pages of words: the audit log in sentences, settings, the handbook, who sees what.
export const journeys = {
  'the auditor reads sentences and finds them by a word': async (t) => {
    const page = await t.desk('auditor');
    await page.goto('/audit');
    await t.look(page, 'audit');
    await page.fill('#q', '审核通过');
    await page.click('main form[role=search] button');
    t.assert.match(await page.locator('.log li').first().innerText(), /审核通过 DD\d/);
    await page.click('nav[aria-label="按种类看"] a:has-text("办单")');
    t.assert.equal(await page.locator('#q').inputValue(), '审核通过');
    await page.goto('/audit/verify');
    await t.look(page, 'audit-verify');
    const phone = await t.phone('auditor');
    await phone.goto('/audit');
    await t.look(phone, 'audit-phone');
    await t.targets(phone, 44);
    t.assert.ok(await phone.evaluate(() => document.documentElement.scrollHeight) < 6 * 844, 'six screens at most');
  },
  'a setting is a phrase with its unit': async (t) => {
    const page = await t.desk('sysadmin');
    await page.goto('/settings');
    t.assert.match(await page.locator('main').innerText(), /工作人员多久没有操作就退出登录[\s\S]*可设 10 到 1440/);
    await t.look(page, 'settings-words');
    await page.goto('/templates/approve.requester');
    t.assert.match(await page.locator('main').innerText(), /\{标题\}/);
    await t.look(page, 'template-words');
  },
  'help is at the foot of every page, without script too': async (t) => {
    for (const page of [await t.phone(), await t.plain('resident'), await t.desk('station')]) {
      await page.goto('/wall');
      await page.click('.foot a[href="/help"]');
      await t.check(page);
      await page.locator('main a[href^="/help/"]').first().click();
      t.assert.ok(await page.locator('.guide h2').count() > 1);
      await t.look(page, 'help');
      await page.click('main a[href="/privacy"]');
      t.assert.match(await page.locator('.guide').innerText(), /谁看得到/);
      await t.look(page, 'privacy');
    }
  },
};
