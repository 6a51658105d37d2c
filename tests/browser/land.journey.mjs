// The county drawn: its outline with points, and its places as tiles.
export const journeys = {
  'places are tiles in classes with a legend, and points on the outline': async (t) => {
    for (const [page, kind] of [[await t.desk('sysadmin'), 'desk'], [await t.phone('sysadmin'), 'phone'], [await t.plain('sysadmin'), 'plain']]) {
      await page.goto('/places');
      t.assert.equal(await page.locator('.tiles.heat li').count(), 26);
      t.assert.ok(await page.locator('.lgd span').count() >= 3);
      t.assert.ok(await page.locator('svg.land circle').count() > 5);
      await t.look(page, `places-${kind}`);
      await page.locator('.tiles a').first().click();
      t.assert.equal(await page.locator('svg.land circle').count(), 1);
      t.assert.match(await page.locator('main').innerText(), /东经 11\d\.\d{4}°/);
      await t.look(page, `place-${kind}`);
    }
  },
  'villages without a word are compared in dark colours too': async (t) => {
    const page = await t.desk('centre_dispatcher');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/find/quiet');
    t.assert.ok(await page.locator('.tiles.heat li').count() > 5);
    await t.look(page, 'quiet-dark');
    await page.goto('/places');
    await t.look(page, 'places-dark');
  },
};
