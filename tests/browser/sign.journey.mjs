// Coming in and going out, and a form that is sent twice, late or from a stale page.
import { PANLONG, fill, press, settings, text, unique } from './hands.mjs';

async function attempt(t, phone, password) {
  const page = await t.phone();
  await page.goto('/sign-in');
  await page.fill('input[name=phone]', phone);
  await page.fill('input[name=password]', password);
  await press(page, '登录', 'form:has(input[name=password])');
  const told = await page.locator('main .note, main .e').allInnerTexts();
  return { page, told: told.join(' ').replace(/\s+/g, ' ') };
}

async function filled(page, title) {
  await page.goto('/orders/new');
  await fill(page, { category: 'repair', title, kind: 'request', place: PANLONG });
}

const mine = async (t, title) => (await t.api('resident', 'GET', '/api/v1/orders')).body.items.filter((o) => o.title === title);

export const journeys = {
  'a wrong password and an unknown phone are told the same sentence': async (t) => {
    const known = await attempt(t, t.account('resident').phone, 'wrong-wrong-1234');
    const unknown = await attempt(t, '19900000009', 'wrong-wrong-1234');
    t.assert.ok(known.told.length > 4, 'a sentence is shown');
    t.assert.equal(known.told, unknown.told);
    t.assert.equal(await known.page.inputValue('input[name=password]'), '', 'the password is not sent back');
    await t.check(known.page);
  },

  'he who signed out is out, also by the back button': async (t) => {
    const page = await t.phone();
    const who = await t.signIn(page, 'resident', 1);
    await page.goto('/me');
    t.assert.match(await text(page), new RegExp(who.name));
    await t.check(page);
    await page.goto('/mine');
    await settings(page, '退出登录');
    t.assert.equal(new URL(page.url()).pathname, '/');
    for (let i = 0; i < 3; i++) {
      await page.goBack().catch(() => {});
      if (!page.url().startsWith(t.url)) break;
      t.assert.ok(!(await page.locator('main').innerText()).includes(`${who.name.slice(0, 1)}**`) &&
        !/我点的单/.test(await text(page)), `${page.url()} shows nothing of his`);
      t.assert.equal(await page.getByRole('link', { name: '退出登录' }).count(), 0);
    }
    await page.goto('/me');
    t.assert.equal(new URL(page.url()).pathname, '/sign-in');
    await t.check(page);
  },

  'a guest is led to the sign-in and on to where he wanted to go': async (t) => {
    const page = await t.phone();
    await page.goto('/orders/new');
    t.assert.equal(new URL(page.url()).pathname, '/sign-in');
    const { phone, password } = t.account('resident');
    await page.fill('input[name=phone]', phone);
    await page.fill('input[name=password]', password);
    await press(page, '登录', 'form:has(input[name=password])');
    t.assert.equal(new URL(page.url()).pathname, '/orders/new');
  },

  'one click signs in as each of the sample people': async (t) => {
    const page = await t.phone();
    await press(page, '居民', '#fold-demo');
    t.assert.equal((await page.context().cookies()).some((c) => c.name.endsWith('wudan_session')), true);
    await page.goto('/me');
    t.assert.match(await text(page), new RegExp(t.account('resident').name));
  },

  'the same form that arrives twice makes one order': async (t) => {
    const title = unique('同一份表只算一次');
    const page = await t.plain('resident');
    await filled(page, title);
    const typed = await page.locator('form[action="/orders"]').evaluate((f) =>
      Object.fromEntries([...new FormData(f)].filter(([name]) => name !== 'public_ok')));
    await press(page, '提交心愿');
    const again = await page.request.post('/orders', { form: { ...typed, public_ok: '0', submit: '1' }, maxRedirects: 0 });
    t.assert.equal(again.status(), 303);
    t.assert.equal(again.headers().location, `${new URL(page.url()).pathname}?again=1`, 'it leads to the same order');
    t.assert.equal((await mine(t, title)).length, 1);
  },

  'two quick presses make one order': async (t) => {
    const title = unique('手快按了两下');
    const page = await t.phone('resident');
    await filled(page, title);
    const button = page.locator('button', { hasText: '提交心愿' });
    await Promise.all([page.waitForURL(/\/orders\/[a-z2-7]{26}/), button.dblclick({ noWaitAfter: true })]);
    await page.waitForLoadState();
    t.assert.equal((await mine(t, title)).length, 1);
  },

  'the same form with other words is a question, not a second order in silence': async (t) => {
    const [one, two] = [unique('先写这一句'), unique('再改成这一句')];
    const page = await t.plain('resident');
    await filled(page, one);
    const op = await page.inputValue('form[action="/orders"] input[name=_op]');
    await press(page, '提交心愿');
    await filled(page, two);
    await page.locator('form[action="/orders"] input[name=_op]').evaluate((e, was) => { e.value = was; }, op);
    await press(page, '提交心愿');
    t.assert.match(await text(page), /已经提交过.*再提交一次/);
    await t.look(page, 'form-reused');
    t.assert.equal((await mine(t, two)).length, 0);
    await press(page, '提交心愿');
    t.assert.equal((await mine(t, two)).length, 1);
  },

  'a form whose session ended is refused with a sentence and makes nothing': async (t) => {
    const title = unique('放了太久的表');
    const page = await t.phone();
    await t.signIn(page, 'resident');
    await filled(page, title);
    await page.locator('form[action="/orders"] input[name=_csrf]').evaluate((e) => { e.value = 'x'.repeat(e.value.length); });
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator('button', { hasText: '提交心愿' }).click()]);
    t.assert.equal(answer.status(), 403);
    t.assert.match(await text(page), /页面已过期/);
    await t.look(page, 'form-expired');
    t.assert.equal((await mine(t, title)).length, 0);
    await page.goBack();
    t.assert.equal(await page.inputValue('[name=title]'), title, 'what was typed is still there');
  },
};
