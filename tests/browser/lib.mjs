// lib.mjs - what a journey is handed: a demo county of its own, pages signed in by role, and looks.
//
// A file NAME.journey.mjs exports `journeys`, an object of sentence → async (t) => {…}. In it:
//
//   const page = await t.phone('resident')   a phone, 390 × 844, signed in (no role: a guest)
//   const page = await t.desk('township', 1) a desk, 1440 × 900, as the second township account
//   const page = await t.plain('resident')   a phone without JavaScript
//   await t.look(page, 'order')              axe with 0 violations, no sideways scrolling; with PICTURES=1
//                                            in the environment a picture in build/shots
//   await t.check(page)                      the same without the picture
//   await t.targets(page, 44)                no button, field or link to press is lower than 44 px
//   t.complaints                             what the pages complained about so far
//   t.account('volunteer', 1)                {role, name, place, team, phone, password, token}
//   await t.api('resident', 'POST', '/api/v1/orders', {…})   → {status, body}
//   t.assert                                 node:assert/strict
//
// Somebody signs in through the form the first time; later pages of his begin with the cookies he
// got there (t.signIn makes him type again).
//
// A journey also fails when one of its pages logs an error or breaks the Content-Security-Policy,
// when a script, style or picture of it is missing, and on any answer of 500 or more.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const build = path.resolve(root, process.env.B || 'build');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const PICTURES = process.env.PICTURES === '1'; // nothing is judged by them, and they cost a third of a run
const KINDS = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: PICTURES ? 2 : 1, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
};

function freePort() {
  return new Promise((resolve, reject) => {
    const s = net.createServer().once('error', reject);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

async function ready(url, child, seconds) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`wudan ended with ${child.exitCode}`);
    try {
      if ((await fetch(`${url}/readyz`)).ok) return;
    } catch { /* not listening yet */ }
    await sleep(100);
  }
  throw new Error(`${url}/readyz does not answer within ${seconds} s`);
}

// Journeys plan visits for the next hours: nobody of the county is somewhere else then, whatever the hour of the day.
function clearDay(data) {
  const soon = 'state < 2 AND starts_at < unixepoch() + 172800';
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', path.join(data, 'wudan.db'), `BEGIN IMMEDIATE;
    UPDATE orders SET starts_at = starts_at + 604800, ends_at = ends_at + 604800
     WHERE id IN (SELECT orders FROM activity WHERE state = 0 AND ${soon});
    UPDATE activity SET starts_at = starts_at + 604800, ends_at = ends_at + 604800 WHERE state = 0 AND ${soon};
    UPDATE activity SET starts_at = starts_at - 43200, ends_at = ends_at - 43200 WHERE state = 1 AND ${soon};
    COMMIT;`]);
}

// A running `wudan demo` with a county of its own; args come after the usual ones.
export async function startDemo(args = []) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wudan-browser-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const logFile = path.join(build, 'logs', 'browser-server.log');
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const binary = process.env.WUDAN || path.join(build, 'wudan');
  const child = spawn(binary, ['demo', '--data', data, '--listen', url.slice(7), '--people', '300',
    '--orders', '300', '--no-play', ...args], { stdio: ['ignore', log, log] });
  child.on('error', (e) => console.error(String(e)));
  const demo = { url, data, logFile, child, held: new Map(), clean: new Set() };
  try {
    await ready(url, child, 120);
    clearDay(data);
    demo.accounts = JSON.parse(fs.readFileSync(path.join(data, 'demo-accounts.json'), 'utf8'));
    // The same few people claim in many journeys: their turn on the wall must not run out.
    const { token } = demo.accounts.find((a) => a.role === 'sysadmin');
    await fetch(`${url}/api/v1/settings`, { method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'wall.turn_hours', value: '0' }) });
  } catch (e) {
    await stopDemo(demo);
    throw new Error(`${e.message}\n${fs.readFileSync(logFile, 'utf8').slice(-2000)}`);
  }
  return demo;
}

// Answers the exit code, or the signal that ended it; SIGKILL: it would not stop.
export async function stopDemo({ child, data }) {
  if (child.exitCode === null) child.kill('SIGTERM');
  for (let i = 0; i < 100 && child.exitCode === null && child.signalCode === null; i++) await sleep(100);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  fs.rmSync(data, { recursive: true, force: true });
  return child.exitCode ?? child.signalCode ?? 'SIGKILL';
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium-headless-shell', // half the work of the whole browser
    headless: true,
    chromiumSandbox: process.getuid() !== 0,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
      // All pages are of one site: one process each way of looking, not a new one for every address.
      '--process-per-site', '--renderer-process-limit=3'],
  });
}

// Runs in the page: what axe judges it by, without its words. Every element with those it stands in, their
// classes, states and names of attributes, whether it has words, a label, and all it refers to; and the row of
// headings and landmarks as a whole.
function parts() {
  const TOLD = /^(class|type|role|lang|open|disabled|tabindex|aria-(hidden|current|live|expanded|pressed|invalid))$/;
  const REFERS = /^(for|aria-(labelledby|describedby|controls|owns))$/;
  const here = new Set();
  const ids = new Set();
  const one = (e) => {
    let said = e.localName;
    for (const { name, value } of e.attributes) {
      if (TOLD.test(name)) said += `[${name}=${value}]`;
      else if (REFERS.test(name)) said += `[${name}:${value.split(/\s+/).every((id) => document.getElementById(id))}]`;
      else said += `[${name}${value.trim() ? '' : ' empty'}]`;
    }
    if (e.id && ids.has(e.id)) said += ' twice';
    if (e.id) ids.add(e.id);
    return `${said}${e.textContent.trim() ? ' words' : ''}${e.labels?.length ? ' label' : ''}`;
  };
  const walk = (e, above) => {
    const path = `${above}>${one(e)}`;
    here.add(path);
    for (const child of e.children) walk(child, path);
  };
  walk(document.documentElement, '');
  const outline = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6,main,nav,header,footer,aside,[role]')]
    .map((e) => e.localName + (e.getAttribute('aria-label') ?? ''));
  const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return [...here, outline.join(' ')].map((part) => `${theme} ${part}`);
}

// One journey's hands. `close` ends its pages and throws what they complained about.
export function toolkit(browser, demo) {
  const contexts = [];
  const complaints = [];
  const t = { url: demo.url, accounts: demo.accounts, complaints, assert, shots: path.join(build, 'shots') };

  t.account = (role, nth = 0) => {
    const found = demo.accounts.filter((a) => a.role === role)[nth];
    assert.ok(found, `demo-accounts.json has no ${role} number ${nth + 1}`);
    return found;
  };

  function watch(page) {
    page.on('pageerror', (e) => complaints.push(`${page.url()}: ${e}`));
    page.on('console', (m) => {
      if (m.type() === 'error' && !/^Failed to load resource/.test(m.text()))
        complaints.push(`${page.url()}: ${m.text()}`);
    });
    page.on('response', (r) => {
      const part = ['stylesheet', 'script', 'image', 'font', 'manifest'].includes(r.request().resourceType());
      if (r.status() >= 500 || (part && r.status() >= 400)) complaints.push(`${r.status()} ${r.url()}`);
    });
  }

  async function open(kind, role, nth = 0, more = {}) {
    const held = role && demo.held.get(`${role} ${nth}`);
    const context = await browser.newContext({
      ...KINDS[kind], baseURL: demo.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
      storageState: held?.cookies, ...more,
    });
    context.setDefaultTimeout(10000);
    contexts.push(context);
    const page = await context.newPage();
    page.kind = more.javaScriptEnabled === false ? 'plain' : kind;
    watch(page);
    if (role && !held) {
      await t.signIn(page, role, nth);
      demo.held.set(`${role} ${nth}`, { cookies: await context.storageState(), at: page.url() });
    } else {
      await page.goto(held ? held.at : '/');
    }
    return page;
  }
  t.phone = (role, nth) => open('phone', role, nth);
  t.desk = (role, nth) => open('desk', role, nth);
  t.plain = (role, nth) => open('phone', role, nth, { javaScriptEnabled: false });

  // Through the sign-in form, as a person does.
  t.signIn = async (page, role, nth = 0) => {
    const account = t.account(role, nth);
    await page.goto('/sign-in');
    await page.fill('input[name=phone]', account.phone);
    await page.fill('input[name=password]', account.password);
    await Promise.all([
      page.waitForURL((u) => u.pathname !== '/sign-in'),
      page.locator('form', { has: page.locator('input[name=password]') }).locator('button').first().click(),
    ]);
    return account;
  };

  // axe looks at a page when it has something that no clean page of this width had.
  async function before(page) {
    const { width } = page.viewportSize();
    const all = (await page.evaluate(parts)).map((part) => `${width} ${part}`);
    return { found: all.every((part) => demo.clean.has(part)), keep: () => all.forEach((part) => demo.clean.add(part)) };
  }

  t.axe = async (page) => {
    if (page.kind === 'plain') return; // axe waits for timers, which such a page does not have
    const known = await before(page);
    if (known.found) return;
    // A link half under the bar that stays on top is no small target: the page is looked at from its beginning.
    await page.evaluate(() => scrollTo(0, 0));
    // The page's own policy would refuse an added <script>; this is run from outside of it.
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(
      (tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), AXE_TAGS);
    const said = violations.map((v) => `${v.id}: ${v.help}\n    ` +
      v.nodes.slice(0, 5).map((n) => `${n.target.join(' ')}  ${n.html.slice(0, 160)}`).join('\n    '));
    assert.equal(violations.length, 0, `axe on ${page.url()}:\n  ${said.join('\n  ')}`);
    known.keep();
  };

  t.fits = async (page) => {
    const spill = await page.evaluate(() => document.documentElement.scrollWidth) - page.viewportSize().width;
    assert.ok(spill <= 0, `${page.url()} is ${spill} px too wide at ${page.viewportSize().width} px`);
  };

  t.check = async (page) => {
    await t.fits(page);
    await t.axe(page);
  };

  const shoot = async (page, name) => {
    fs.mkdirSync(t.shots, { recursive: true });
    await page.screenshot({ path: path.join(t.shots, `${name}-${page.kind}.png`), fullPage: true });
  };

  t.picture = async (page, name) => {
    if (PICTURES) await shoot(page, name);
  };

  t.look = async (page, name) => {
    await t.fits(page);
    await t.picture(page, name);
    await t.axe(page);
  };

  // What a finger must hit, with every fold open: for a ticked box its label, for a link in running
  // text nothing (WCAG 2.5.8 lets it be).
  t.targets = async (page, least) => {
    const small = await page.evaluate((px) => {
      for (const d of document.querySelectorAll('details')) d.open = true;
      const all = document.querySelectorAll('button, select, textarea, summary, td a, nav a, a.btn, a.cell, ' +
        'a.wish, a.big, a.tool, .who a, input:not([type=hidden])');
      const low = [];
      for (const e of all) {
        const box = (/^(radio|checkbox)$/.test(e.type) && e.closest('label')) || e;
        const { width, height } = box.getBoundingClientRect();
        if (!e.checkVisibility({ checkVisibilityCSS: true }) || (width <= 1 && height <= 1)) continue;
        if (height < px - 0.5) low.push(`${Math.round(width)}×${Math.round(height)} ${e.outerHTML.slice(0, 100)}`);
      }
      return low;
    }, least);
    assert.equal(small.length, 0, `${page.url()} has targets under ${least} px:\n  ${small.slice(0, 12).join('\n  ')}`);
  };

  t.api = async (role, method, where, body, headers = {}) => {
    const account = typeof role === 'string' ? t.account(role) : role;
    const answer = await fetch(demo.url + where, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(account ? { authorization: `Bearer ${account.token}` } : {}),
        ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
        ...headers,
      },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text && /json/.test(answer.headers.get('content-type')) ? JSON.parse(text) : text };
  };

  t.witness = async (name) => {
    const pages = contexts.flatMap((c) => c.pages());
    for (const [i, page] of pages.entries()) await shoot(page, `failed-${name}-${i}`).catch(() => {});
  };

  t.close = async () => {
    for (const c of contexts) await c.close();
    assert.deepEqual(complaints, [], 'what the pages complained about');
  };
  return t;
}
