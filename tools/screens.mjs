#!/usr/bin/env node
// screens.mjs - pictures of every page, to be looked at: build/screens/KIND-ROLE-PAGE.png, from a demonstration of its own.
//
//   make screens            all roles;  SCREENS='resident viewer' only these
//
// One page of each shape of address that a role is offered (tests/browser/crawl.mjs): on a phone 390 × 844, on a desk
// 1440 × 900, and for guests and residents in the elder version 关怀版.
import fs from 'node:fs';
import path from 'node:path';
import { startBrowser, startDemo, stopDemo, toolkit } from '../tests/browser/lib.mjs';
import { ROLES, crawl } from '../tests/browser/crawl.mjs';

const out = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..', process.env.B || 'build', 'screens');
const wanted = process.env.SCREENS ? process.env.SCREENS.split(/\s+/) : ROLES;
const ELDERS = ['guest', 'resident'];

// "/orders/:/log?who" as a part of a file's name.
const name = (shape) => (shape === '/' ? 'home' : shape.slice(1).replace(/[^a-z0-9_:-]+/gi, '-'));

async function shoot(page, href, file) {
  await page.goto(href, { waitUntil: 'load' });
  await page.screenshot({ path: path.join(out, file), fullPage: true });
}

async function take(t, role, kind, elder) {
  const as = role === 'guest' ? undefined : role;
  const page = kind === 'desk' ? await t.desk(as) : await t.phone(as);
  if (elder) {
    await page.goto('/');
    await page.getByRole('button', { name: '长辈版' }).first().click();
  }
  const pages = [];
  const { wrong } = await crawl(page, { first: (href, shape) => pages.push([href, shape]) });
  for (const [href, shape] of pages) await shoot(page, href, `${elder ? 'elder' : kind}-${role}-${name(shape)}.png`);
  for (const line of wrong) console.log(`not a page: ${line}`);
  console.log(`${elder ? 'elder' : kind} ${role}: ${pages.length} pages`);
}

const demo = await startDemo();
const browser = await startBrowser();
try {
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  for (const role of wanted)
    for (const [kind, elder] of [['phone', false], ['desk', false], ...(ELDERS.includes(role) ? [['phone', true]] : [])]) {
      const t = toolkit(browser, demo);
      await take(t, role, kind, elder);
      await t.close();
    }
} finally {
  await browser.close();
  await stopDemo(demo);
}
console.log(`they lie in ${out}`);
