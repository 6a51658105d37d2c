// Somebody dies or moves: the station records it once, on a desk and on a phone.
import { HESHI, PANLONG, fill, look, order, press, text, unique } from './hands.mjs';

async function kept(t, name) {
  const { status, body } = await t.api('station', 'POST', '/api/v1/people', {
    name, home: PANLONG, consent: { by: '本人', how: '当面', at: '2026-01-02' },
  });
  t.assert.equal(status, 201, JSON.stringify(body));
  return body.id;
}

const wish = (t, name) => t.api('station', 'POST', '/api/v1/find', {
  source: 'visit', title: unique('想请人量血压'), category: 'health', place: PANLONG,
  beneficiary: { name }, consent: { by: '本人', how: '当面' },
});

export const journeys = {
  'a resident has died: his orders stop, and a mistake is taken back': async (t) => {
    const o = await order(t, 'submitted');
    const page = await t.desk('station');
    const name = '示例独居老人';
    const id = await kept(t, name);
    await page.goto(`/people/${id}`);
    await press(page, '去世或搬走');
    await t.look(page, 'depart');
    await t.targets(page, 24);
    await page.locator('button', { hasText: '登记' }).click(); // nothing chosen: told beside the fields
    await page.waitForSelector('.note.r');
    await t.check(page);
    await fill(page, { kind: 'died', told_by: '女儿电话告知' }, 'form.card');
    await press(page, '登记', 'form.card');
    t.assert.match(await text(page), /已去世/);
    t.assert.match(await text(page), /没有在办的单/);
    await t.look(page, 'depart-done');
    const phone = await t.phone('station');
    await phone.goto(`/people/${id}/depart`);
    await t.targets(phone, 44);
    await t.look(phone, 'depart-back');
    await fill(phone, { kind: 'returned', told_by: '本人到村部' }, 'form.card');
    await press(phone, '登记', 'form.card');
    t.assert.match(await text(phone), /已恢复/);
    t.assert.equal((await look(t, 'station', o.id)).state, 'submitted', 'nobody else is touched');
  },

  'a resident moves to another village of the county': async (t) => {
    const name = '示例搬家户';
    const made = await wish(t, name);
    t.assert.equal(made.status, 201);
    const people = await t.api('station', 'GET', `/api/v1/people?q=${encodeURIComponent(name)}`);
    const page = await t.phone('centre_dispatcher');
    await page.goto(`/people/${people.body.items[0].id}/depart`);
    await t.look(page, 'depart-move');
    await fill(page, { kind: 'moved', place: HESHI, orders: 'follow', told_by: '村委会告知' }, 'form.card');
    await press(page, '登记', 'form.card');
    t.assert.match(await text(page), /转到新的村 1 单/);
    const { body } = await t.api('centre_dispatcher', 'GET', `/api/v1/orders/${made.body.id}`);
    t.assert.equal(body.place, HESHI);
  },
};
