// hands.mjs - what several journeys do: press, read an order's state, lead an order to a state.
import { strict as assert } from 'node:assert';

export const PANLONG = '430421100248'; // the village of the first station and the first resident
export const HESHI = '430421106245'; // of the second ones, in another township
const TOWNS = { [PANLONG]: '西渡镇', [HESHI]: '金兰镇', 430421: /中心|县/ };
let serial = 0;

// No two orders of a run bear the same words, so that journeys do not meet each other's.
export const unique = (words) => `${words}（示例${++serial}）`;

// A visit of its own for every order: the same leader is nowhere twice at once, and it may be started
// right away, which is two hours before its time at the earliest.
let last = 0;
export function slot() {
  const start = last = Math.max(last + 60, Math.floor(Date.now() / 60000) * 60 + 360);
  return { starts_at: start, ends_at: start + 60 };
}

// One whose hour has come, for one order of a run: a visit may be written down for an hour after its time.
export function come() {
  const start = Math.floor(Date.now() / 60000) * 60 - 3000;
  return { starts_at: start, ends_at: start + 60 };
}

// "2026-12-24T09:00" in Asia/Shanghai, as a datetime-local input wants it.
export const local = (seconds) => new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 16);

const inside = (page, place) => (place ? page.locator(place) : page);

// Presses the button or link that bears these words and waits for the page it leads to.
export async function press(page, label, place) {
  const thing = inside(page, place).locator('button:visible, a:visible').filter({ hasText: label }).first();
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), thing.click()]);
  await sure(page);
}

// What cannot be taken back is asked for first; here it is always meant.
export async function sure(page) {
  const yes = page.locator('#sure form button');
  if (await yes.count()) await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), yes.click()]);
}

// Opens a folded form and fills it; a value of true ticks.
export async function fill(page, values, place) {
  for (const [name, value] of Object.entries(values)) {
    const input = inside(page, place).locator(`[name="${name}"]:not([type=hidden])`);
    const type = await input.first().evaluate((e) => e.type);
    if (type === 'radio') await inside(page, place).locator(`label:has([name="${name}"][value="${value}"])`).click();
    else if (type === 'checkbox') await input.setChecked(value);
    else if (type.startsWith('select')) await choose(page, input.first(), value);
    else await input.fill(value);
  }
}

// A village stands behind its township when the script has split the list.
async function choose(page, select, value) {
  const town = page.locator(`#${await select.getAttribute('id')}-group`);
  if (TOWNS[value] && await town.count()) {
    const label = await town.locator('option', { hasText: TOWNS[value] }).first().innerText();
    await town.selectOption({ label });
  }
  await select.selectOption(value);
}

// An action's form on an order's page, opened when it is folded.
export async function act(page, action, values = {}, label) {
  const fold = page.locator(`#fold-${action}`);
  if (await fold.count() && !(await fold.evaluate((d) => d.open))) await fold.locator('summary').click();
  const form = page.locator(`form[action$="/${action}"]`).last();
  await fill(page, values, `form[action$="/${action}"] >> nth=-1`);
  const button = label ? form.getByRole('button', { name: label }) : form.locator('button:not([type=button]):not([formaction])');
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.click()]);
  await sure(page);
}

// Text size, colours and sign-out, at the foot of every phone page; the elder's stands open.
export async function settings(page, label) {
  const fold = page.locator('footer details');
  if (!(await fold.evaluate((d) => d.open))) await fold.locator('summary').click();
  await press(page, label, 'footer');
}

export const text = (page) => page.locator('main').innerText();
export const state = (page) => page.locator('main [data-topic] .tag').first().innerText().then((s) => s.trim());
export const idOf = (page) => new URL(page.url()).pathname.split('/')[2];

// One step of the API, which must succeed.
export async function move(t, who, id, action, body = {}) {
  const answer = await t.api(who, 'POST', `/api/v1/orders/${id}/${action}`, body);
  assert.equal(answer.status, 200, `${action}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const STEPS = ['submitted', 'open', 'offered', 'accepted', 'scheduled', 'serving', 'done'];

// An order of the first resident, led to one of STEPS or to 'wall' by those whose task it is.
export async function order(t, to, more = {}) {
  const team = t.account('team_leader');
  const found = await t.api('resident', 'POST', '/api/v1/orders', {
    kind: to === 'wall' ? 'wish' : 'request', title: unique('想请人看看水龙头'), detail: '厨房的水龙头一直滴水',
    category: 'repair', place: PANLONG, phone: t.account('resident').phone, public_ok: to === 'wall', submit: true, ...more,
  });
  assert.equal(found.status, 201, JSON.stringify(found.body));
  const o = found.body;
  const ways = [
    () => move(t, 'centre_reviewer', o.id, 'approve', { public_title: o.title, public_detail: '水龙头滴水' }),
    () => move(t, 'centre_dispatcher', o.id, 'offer', { team: team.team, reason: '同镇，离得近' }),
    () => move(t, 'team_leader', o.id, 'accept'),
    () => move(t, 'team_leader', o.id, 'schedule', slot()),
    () => move(t, 'team_leader', o.id, 'start'),
    () => move(t, 'team_leader', o.id, 'complete', { report: '换了一只阀芯，不再滴水' }),
  ];
  for (const go of ways.slice(0, to === 'wall' ? 1 : STEPS.indexOf(to))) await go();
  return o;
}

export const look = async (t, who, id) => (await t.api(who, 'GET', `/api/v1/orders/${id}`)).body;
