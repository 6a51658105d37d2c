// One shell: staff have the desk around every page; others never. The elder's first screen.
import { order, press, settings } from './hands.mjs';

const EVERYWHERE = ['/', '/wall', '/teams', '/search?q=门', '/inbox', '/me', '/news', '/mine', '/menu'];

export const journeys = {
  'staff have side, bar and doors around every page, at 768 px of height too': async (t) => {
    for (const role of ['township', 'centre_reviewer', 'auditor', 'sysadmin', 'secadmin', 'viewer']) {
      const page = await t.desk(role);
      await page.setViewportSize({ width: 1440, height: 768 });
      for (const path of EVERYWHERE) {
        await page.goto(path);
        for (const sight of ['.side nav', '.dbar a[href="/me"]', '.dbar form[action="/sign-out"]'])
          t.assert.ok(await page.locator(sight).isVisible(), `${role} ${path} ${sight}`);
        t.assert.equal(await page.locator('h1:visible').count() > 0, true, `${role} ${path} has a heading`);
        const box = await page.locator('.dbar form[action="/sign-out"]').boundingBox();
        t.assert.ok(box.y + box.height <= 768);
      }
    }
  },
  'the shell of a reviewer is without fault in light and dark': async (t) => {
    const page = await t.desk('centre_reviewer');
    for (const path of ['/', '/wall', '/orders', '/me']) {
      await page.goto(path);
      await t.look(page, `shell-${path.slice(1) || 'home'}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/wall');
    await t.look(page, 'shell-wall-dark');
  },
  'a phone of staff has five doors, and all of them behind the last': async (t) => {
    const page = await t.plain('centre_reviewer');
    for (const path of EVERYWHERE) {
      await page.goto(path);
      t.assert.equal(await page.locator('.tab:visible li').count(), 5, path);
      t.assert.ok(await page.locator('.top.ph a[href="/me"]').isVisible(), path);
      t.assert.equal(await page.locator('.side').isVisible(), false, path);
    }
    await t.targets(page, 44);
    await t.look(page, 'shell-phone');
    await page.locator('.tab a', { hasText: '全部' }).click();
    t.assert.ok(await page.locator('.side').isVisible());
    await t.look(page, 'shell-phone-all');
    await press(page, '心愿审核', '.side');
    t.assert.equal(new URL(page.url()).pathname, '/review');
    await t.look(page, 'shell-phone-review');
  },
  'residents and volunteers never see the desk': async (t) => {
    for (const role of [undefined, 'resident', 'volunteer']) {
      const page = role ? await t.phone(role) : await t.phone();
      for (const path of ['/', '/wall', '/teams', '/places', '/news', '/menu']) {
        await page.goto(path);
        t.assert.equal(await page.locator('.side, .dbar, html[data-d]').count(), 0, `${role} ${path}`);
      }
    }
  },
  'the largest letters leave the elder his doors and sizes on one screen, in each colour': async (t) => {
    await order(t, 'scheduled');
    const page = await t.phone('resident');
    await page.goto('/');
    await press(page, '长辈版');
    await press(page, '最大', 'main');
    for (const colour of ['浅色', '深色', '跟随系统']) {
      await settings(page, colour);
      const top = await page.locator('header.top').boundingBox();
      t.assert.ok(top.height <= 844 / 5, `the header takes ${top.height} px`);
      const size = await page.locator('.size').boundingBox();
      t.assert.ok(size.y + size.height <= 844, `text size ends at ${size.y + size.height}`);
      t.assert.ok(await page.locator('.live b').isVisible());
      t.assert.equal(await page.locator('.doors .big').count(), 4);
      t.assert.equal(await page.locator('.top .name').evaluate((e) => e.getClientRects().length), 1);
      await t.look(page, `shell-elder-${colour}`);
      await t.targets(page, 60);
    }
  },
};
