#!/usr/bin/env node
// shots.mjs - takes the pictures of the README (docs/shots/) and of the handbook (docs/handbook/) anew, from a
// demonstration of its own.
//
//   make && tools/setup test && node tools/shots.mjs [NAME…]
//
// Two orders are led part of their way, so that the pages have something to say. The pictures are
// stored with a palette of 255 colours; one above 150 KB fails: they lie in the repository.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { startBrowser, startDemo, stopDemo, toolkit } from '../tests/browser/lib.mjs';

const docs = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../docs');
const wanted = process.argv.slice(2);
const LARGEST = 150 * 1024;

// ---- a PNG with a palette ----

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

const distance = (a, b) =>
  ((a >> 16) - (b >> 16)) ** 2 + ((a >> 8 & 255) - (b >> 8 & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

// The most frequent colours; every other pixel takes the nearest of them.
function indexed(width, height, rgba) {
  const counts = new Map();
  const colour = (i) => rgba[i] << 16 | rgba[i + 1] << 8 | rgba[i + 2];
  for (let i = 0; i < rgba.length; i += 4) counts.set(colour(i), (counts.get(colour(i)) || 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 255).map(([c]) => c);
  const place = new Map(palette.map((c, n) => [c, n]));
  const nearest = (c) => palette.reduce((best, p, n) => (distance(p, c) < distance(palette[best], c) ? n : best), 0);
  const rows = Buffer.alloc((width + 1) * height); // each begins with its filter: 0, none
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 1; x <= width; x++, i += 4) {
      const c = colour(i);
      if (!place.has(c)) place.set(c, nearest(c));
      rows[y * (width + 1) + x] = place.get(c);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((c) => [c >> 16, c >> 8 & 255, c & 255]))),
    chunk('IDAT', zlib.deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

// The browser reads the picture it has made.
async function reduced(browser, png) {
  const page = await browser.newPage();
  const { width, height, pixels } = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0);
    const bytes = brush.getImageData(0, 0, image.width, image.height).data;
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return { width: image.width, height: image.height, pixels: btoa(text) };
  }, png.toString('base64'));
  await page.close();
  return indexed(width, height, Buffer.from(pixels, 'base64'));
}

// ---- what there is to see ----

// One pixel of the picture for one of the page; `height`: of a page worth more than a screen.
async function shot(page, name, where, height, folder = 'shots') {
  if (wanted.length && !wanted.includes(name)) return;
  const answer = await page.goto(where);
  if (!answer.ok()) throw new Error(`${where} answers ${answer.status()}`);
  if (height) await page.setViewportSize({ width: page.viewportSize().width, height });
  await page.evaluate(() => document.fonts.ready);
  const png = await page.screenshot({ scale: 'css', animations: 'disabled' });
  const small = await reduced(browser, png);
  fs.writeFileSync(path.join(docs, folder, `${name}.png`), small);
  console.log(`${name}.png  ${where}  ${Math.ceil(small.length / 1024)} KB`);
  if (small.length > LARGEST) throw new Error(`${name}.png is larger than ${LARGEST / 1024} KB`);
}

// A page of the handbook has one: the desk at 1100 × 700, what a team or a volunteer does on a phone.
async function chapter(page, name, where) {
  if (page.viewportSize().width > 600) await page.setViewportSize({ width: 1100, height: 700 });
  await shot(page, name, where, 0, 'handbook');
}

async function move(t, role, id, action, body = {}) {
  const answer = await t.api(role, 'POST', `/api/v1/orders${id}${action}`, body);
  if (answer.status > 201) throw new Error(`${action || 'find'}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function found(t, title, detail, category) {
  const { id } = await move(t, 'resident', '', '', { kind: 'request', title, detail, category,
    place: t.account('resident').place, public_ok: true, submit: true });
  await move(t, 'township', `/${id}`, '/approve', { public_title: title });
  return id;
}

// Found, reviewed, offered with the reason, accepted, and a time agreed on: in three days at three.
async function scheduled(t) {
  const id = await found(t, '请人上门教老人量血压',
    '家里买了血压计，父亲不会用，也不知道多少算高，想请懂的人上门教一教。（示例）', 'health');
  const three = Math.floor((Date.now() / 1000 + 8 * 3600) / 86400 + 3) * 86400 + 7 * 3600; // 15:00 in Asia/Shanghai
  await move(t, 'centre_dispatcher', `/${id}`, '/offer',
    { team: t.account('team_leader').team, reason: '同镇，队里会量血压的人多，眼下手上的单少' });
  await move(t, 'team_leader', `/${id}`, '/accept');
  await move(t, 'team_leader', `/${id}`, '/schedule', { starts_at: three, ends_at: three + 3600 });
  return id;
}

const demo = await startDemo(['--people', '63501', '--orders', '12000']);
const browser = await startBrowser();
const t = toolkit(browser, demo);
try {
  const order = await scheduled(t);
  const waiting = await found(t, '请人修一个漏水的水龙头',
    '厨房的水龙头一直滴水，换过垫片还是漏，想请会修水电的志愿者来看看。（示例）', 'repair');
  const guest = await t.phone();
  await shot(guest, 'home-phone', '/');
  await shot(guest, 'wall-phone', '/wall');
  const resident = await t.phone('resident');
  await shot(resident, 'form-phone', '/orders/new');
  await shot(resident, 'order-phone', `/orders/${order}`, 1480);
  await shot(await t.desk('centre_dispatcher'), 'dispatch-desk', `/dispatch?order=${waiting}`);
  await shot(await t.desk('centre_dispatcher'), 'workbench-desk', '/desk');
  await shot(await t.desk('centre_dispatcher'), 'log-desk', `/orders/${order}/log`);
  await shot(await t.desk('centre_reviewer'), 'review-desk', '/review');
  await chapter(await t.desk('station'), 'station', '/find');
  await chapter(await t.desk('township'), 'township', '/review');
  await chapter(await t.desk('centre_reviewer'), 'review', '/review');
  await chapter(await t.desk('centre_dispatcher'), 'dispatch', `/dispatch?order=${waiting}`);
  await chapter(await t.desk('centre_reviewer'), 'callback', '/callbacks');
  await chapter(await t.phone('team_leader'), 'leader', '/work');
  await chapter(await t.phone('volunteer'), 'volunteer', '/wall');
  await chapter(await t.desk('auditor'), 'admin', '/audit');
  await t.close();
} finally {
  await browser.close();
  await stopDemo(demo);
}
