// 寻单 to 派单: the station enters, the reviewer publishes, the dispatcher offers.
import { HESHI, PANLONG, act, fill, idOf, look, move, order, press, slot, state, text, unique } from './hands.mjs';

// An old person without a phone, entered by the station of his village.
async function enter(t, page, title, consent = { 'consent.by': '本人', 'consent.how': '当面口头同意' }) {
  await page.goto('/orders/new?for=1');
  await page.locator('#fold-other[open]').waitFor();
  await fill(page, { category: 'company', title, detail: '一个人住，想有人常来坐坐', kind: 'visit', place: PANLONG,
    'beneficiary.name': '贺桂香', 'beneficiary.address': '盘龙村2组（示例）', source: 'visit', ...consent });
  await press(page, '提交心愿');
}

export const journeys = {
  'a station enters an old person without a phone only with the consent written down': async (t) => {
    const page = await t.phone('station');
    await enter(t, page, unique('想有人陪说说话'), {});
    for (const name of ['consent.by', 'consent.how']) {
      const near = page.locator('.f', { has: page.locator(`[name="${name}"]`) });
      t.assert.ok(await near.locator('.e').isVisible(), `the fault stands beside ${name}`);
    }
    t.assert.equal(await page.inputValue('[name="beneficiary.name"]'), '贺桂香');
    await t.look(page, 'proxy-form-faults');
    await fill(page, { 'consent.by': '本人', 'consent.how': '当面口头同意' });
    await press(page, '提交心愿');
    t.assert.equal(await state(page), '待审核');
    t.assert.match(await text(page), /DD\d{8}-\d{4}/, 'the number for the slip');
    await t.look(page, 'proxy-order');
  },

  'the station gives the verdict for the person it entered': async (t) => {
    const page = await t.desk('station');
    const team = t.account('team_leader').team;
    await enter(t, page, unique('想有人读读报'));
    const id = idOf(page);
    await move(t, 'centre_reviewer', id, 'approve');
    await move(t, 'centre_dispatcher', id, 'offer', { team, reason: '同镇，离得近' });
    await move(t, 'team_leader', id, 'accept');
    await move(t, 'team_leader', id, 'schedule', slot());
    await move(t, 'team_leader', id, 'start');
    await move(t, 'team_leader', id, 'complete', { report: '陪老人读了报，约好下周再来' });
    await page.goto(`/orders/${id}`);
    await press(page, '评价这次服务');
    t.assert.match(await text(page), /本人觉得办得怎么样/, 'the page knows that somebody speaks for her');
    await t.check(page);
    await page.locator('label', { hasText: '满意' }).first().click();
    await fill(page, { comment: '老人说很高兴', verdict_by: '本人', verdict_how: 'in_person' });
    await press(page, '提交评价');
    t.assert.match(await state(page), /已收单|待回访/);
    await t.check(page);
  },

  'a reviewer who sends a wish back stands at her desk again': async (t) => {
    const o = await order(t, 'submitted');
    const desk = await t.desk('centre_reviewer');
    await desk.goto(`/review?order=${o.id}`);
    await act(desk, 'return', { reason: '请写清几楼、什么时候在家' });
    t.assert.equal(new URL(desk.url()).pathname, '/review');
    t.assert.equal((await look(t, 'resident', o.id)).state, 'draft');
    await t.check(desk);
  },

  'the reviewer publishes words of his own and a guest sees nothing else': async (t) => {
    const secret = unique('独居的贺婆婆想修灯');
    const shown = unique('楼道里想换一盏灯');
    const made = await t.api('resident', 'POST', '/api/v1/orders', { kind: 'wish', title: secret,
      detail: '我白天一个人在家，住盘龙村2组8号', category: 'repair', place: PANLONG, public_ok: true,
      address: '2组8号', phone: t.account('resident').phone, submit: true });
    const desk = await t.desk('centre_reviewer');
    await desk.goto(`/review?order=${made.body.id}`);
    t.assert.match(await text(desk), /独居的贺婆婆/, 'the reviewer reads the original');
    await t.look(desk, 'review');
    await act(desk, 'approve', { public_title: shown, public_detail: '楼道的灯坏了，想请人换一盏' });
    const guest = await t.phone();
    await guest.goto('/wall');
    t.assert.match(await text(guest), new RegExp(shown.slice(0, 8)));
    await t.check(guest);
    await guest.goto(`/orders/${made.body.id}`);
    t.assert.match(await text(guest), /楼道的灯坏了/);
    for (const hidden of ['贺婆婆', '独居', '一个人在家', '8号', t.account('resident').phone, made.body.number])
      t.assert.ok(!(await guest.content()).includes(hidden), `a guest does not read “${hidden}”`);
    await t.look(guest, 'order-guest');
    await guest.goto('/wall?q=' + encodeURIComponent('贺婆婆'));
    t.assert.doesNotMatch(await text(guest), /楼道里想换/, 'the original title is not searched for guests');
  },

  'the public text begins empty, with a proposal of none of his words': async (t) => {
    const secret = unique('独居的贺婆婆想修灯');
    const { body: made } = await t.api('resident', 'POST', '/api/v1/orders', { kind: 'wish', title: secret,
      category: 'repair', place: PANLONG, public_ok: true, submit: true });
    for (const script of [true, false]) {
      const desk = await (script ? t.desk : t.plain)('centre_reviewer');
      await desk.goto(`/review?order=${made.id}`);
      const title = desk.locator('#f-approve-public_title'), take = desk.locator('[data-take]');
      t.assert.equal(await title.inputValue(), '');
      t.assert.match(await text(desk), /求助人同意公开。点“审核通过”就发布到心愿墙/);
      t.assert.match(await desk.locator('#take-approve').innerText(), /^西渡镇 盘龙村的微心愿：/);
      t.assert.equal(await take.isVisible(), script, 'one tap where script runs');
      if (!script) continue;
      await desk.locator('#act-approve').evaluate((f) => { f.noValidate = true; });
      await act(desk, 'approve');
      t.assert.match(await desk.locator('#f-approve-public_title-e').innerText(), /请写公开标题/);
      await act(desk, 'approve', { public_title: '奶奶想修灯' });
      t.assert.match(await desk.locator('#f-approve-public_kin-e').innerText(), /奶奶/);
      await t.check(desk);
      await t.look(desk, 'review-kin');
      await take.click();
      t.assert.match(await title.inputValue(), /^西渡镇 盘龙村的微心愿：/);
      await desk.goto(`/review?order=${made.id}`);
    }
    const desk = await t.desk('centre_reviewer');
    await desk.goto(`/review?order=${made.id}`);
    await desk.locator('[data-take]').click();
    await act(desk, 'approve');
    const guest = await t.phone();
    await guest.goto(`/orders/${made.id}`);
    t.assert.match(await text(guest), /西渡镇 盘龙村的微心愿：/);
    t.assert.ok(!(await guest.content()).includes('贺婆婆'));
  },

  'the reviewer returns, refuses and merges with a reason': async (t) => {
    const page = await t.desk('centre_reviewer');
    const [a, b, c] = [await order(t, 'submitted'), await order(t, 'submitted'), await order(t, 'submitted')];
    await page.goto(`/review?order=${a.id}`);
    await page.locator('form[action$="/return"]').evaluate((f) => { f.noValidate = true; });
    await act(page, 'return');
    t.assert.ok(await page.locator('form[action$="/return"] .e').isVisible(), 'a return without a reason is refused');
    await t.check(page);
    await act(page, 'return', { reason: '请补充方便上门的时间' });
    t.assert.equal((await look(t, 'resident', a.id)).state, 'draft');
    await page.goto(`/review?order=${b.id}`);
    await act(page, 'refuse', { reason: '要钱的心愿平台不受理' });
    t.assert.equal((await look(t, 'resident', b.id)).state, 'refused');
    await page.goto(`/review?order=${c.id}`);
    await act(page, 'merge', { into: 'DD20000101-0001' });
    t.assert.match(await page.locator('form[action$="/merge"] .e').innerText(), /没有找到/);
    const into = await order(t, 'submitted');
    await act(page, 'merge', { into: into.number });
    t.assert.equal((await look(t, 'resident', c.id)).state, 'merged');
  },

  'the dispatcher sees ranked teams with reasons and offers to the first': async (t) => {
    const o = await order(t, 'open');
    const page = await t.desk('centre_dispatcher');
    await page.goto(`/dispatch?order=${o.id}`);
    const points = await page.locator('#teams .score b').allInnerTexts();
    t.assert.ok(points.length >= 2 && points.every((p, i) => !i || +p <= +points[i - 1]), `best first: ${points}`);
    const first = page.locator('article.team').first();
    t.assert.match(await first.innerText(), /首选/);
    t.assert.match(await first.innerText(), /公里|跨乡镇|同在一个乡镇|就在本村/, 'the reason names the distance');
    t.assert.ok(await first.locator('ul li').count() >= 6, 'a reason for every term that says something');
    await t.look(page, 'dispatch');
    const name = (await first.locator('h3').innerText()).replace(/^1\. |首选|\s/g, '');
    await press(page, '派给他们', 'article.team >> nth=0');
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).state, 'offered');
    t.assert.match(await page.locator('#said').innerText(), /已派给.+前答复/);
    await page.goto(`/dispatch?order=${o.id}`);
    t.assert.match(await text(page), /等答复/, 'the desk shows the offer and its clock');
    t.assert.equal((await page.locator('[aria-label="派给谁"] td.b').first().innerText()).replace(/\s/g, ''), name);
    await t.look(page, 'dispatch-offered');
    await page.goto(`/orders/${o.id}/log`);
    t.assert.match(await text(page), /待接单/);
    await t.look(page, 'order-staff');
    await act(page, 'recall', { reason: '先等村里的队伍' });
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).state, 'open');
  },

  'passing over the first team asks for a reason': async (t) => {
    const o = await order(t, 'open');
    const page = await t.desk('centre_dispatcher');
    await page.goto(`/dispatch?order=${o.id}`);
    // The last one: others work in the county meanwhile, and who was second may be first when it is sent.
    const tick = page.locator('article.team input[type=checkbox]').last();
    await tick.check();
    await press(page, '派给选上的');
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).state, 'open', 'a reason is missing');
    t.assert.match(await page.locator('#several .e').first().innerText(), /写一句为什么/);
    t.assert.ok(await page.locator('article.team input[type=checkbox]').last().isChecked(), 'what was ticked stays');
    await t.look(page, 'dispatch-reason');
    await fill(page, { reason: '第一名这周外出学习' }, '#several');
    await press(page, '派给选上的');
    t.assert.equal((await look(t, 'centre_dispatcher', o.id)).state, 'offered');
  },

  'a township sees and dispatches its own orders only': async (t) => {
    const [mine, other] = [await order(t, 'open'), await order(t, 'open', { place: HESHI })];
    const page = await t.desk('township', 0);
    await page.goto('/dispatch');
    const places = await page.locator('#bulk tbody td:nth-child(2) .mut').allInnerTexts();
    t.assert.ok(places.length && places.every((p) => p.startsWith('西渡镇')), places.join('; '));
    await t.check(page);
    t.assert.equal((await page.goto(`/orders/${other.id}`)).status(), 404, 'what he may not see is not there');
    await t.check(page);
    await page.goto(`/dispatch?order=${mine.id}`);
    t.assert.ok(await page.locator('#offer article.team').count() > 0);
    await page.goto(`/dispatch?order=${other.id}`);
    t.assert.equal(await page.getByText(other.title).count(), 0);
  },

  'a stranger of another village does not see an order that is not public': async (t) => {
    const o = await order(t, 'open');
    const page = await t.phone('resident', 1);
    t.assert.equal((await page.goto(`/orders/${o.id}`)).status(), 404);
    await t.check(page);
    t.assert.equal((await page.goto('/dispatch')).status(), 403, 'visible but not his');
    await t.check(page);
  },
};
