// run.mjs [WORD…] - runs the journeys of *.journey.mjs (those whose sentence or file holds a WORD)
// against one demo county and prints `N passed, N failed`; with PICTURES=1 what they look at lies in build/shots.
// A journey that failed leaves its pages there in any case.
import fs from 'node:fs';
import path from 'node:path';
import { startBrowser, startDemo, stopDemo, toolkit } from './lib.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const words = process.argv.slice(2);
const LIMIT_MS = Number(process.env.LIMIT || 120) * 1000;
const LANES = Number(process.env.LANES || 2); // journeys at a time: each has its own pages, all share the county

async function collect() {
  const all = [];
  for (const file of fs.readdirSync(here).filter((f) => f.endsWith('.journey.mjs')).sort()) {
    const { journeys } = await import(path.join(here, file));
    for (const [sentence, go] of Object.entries(journeys)) {
      const name = `${path.basename(file, '.journey.mjs')}: ${sentence}`;
      if (!words.length || words.some((w) => name.includes(w))) all.push({ name, go });
    }
  }
  return all;
}

function limited(promise) {
  let timer;
  const late = new Promise((_, no) => {
    timer = setTimeout(() => no(new Error(`not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function walk({ name, go }, browser, demo) {
  const t = toolkit(browser, demo);
  const start = Date.now();
  const wrong = [];
  await limited(go(t)).catch((e) => wrong.push(e));
  if (wrong.length) await t.witness(name.replace(/\W+/g, '-'));
  await t.close().catch((e) => wrong.push(e));
  console.log(`${wrong.length ? 'not ok' : 'ok'} ${name} (${seconds(start)} s; ${progress()})`);
  for (const e of wrong) console.log(`    ${String(e.stack || e).replace(/\n/g, '\n    ')}`);
  return !wrong.length;
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

let ended = 0;
function progress() {
  ended++;
  const left = (Date.now() - began) / ended * (list.length - ended) / 1000;
  return `${ended} of ${list.length}, about ${left.toFixed(0)} s left`;
}

const began = Date.now();
const list = await collect();
let passed = 0;
let failed = 0;
let demo;
let browser;
const count = (good) => (good ? passed++ : failed++);
process.on('unhandledRejection', (e) => {
  console.log(`not ok a promise that nobody waited for\n    ${e.stack || e}`);
  count(false);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, async () => {
    if (demo) await stopDemo(demo);
    process.exit(1);
  });
try {
  demo = await startDemo();
  browser = await startBrowser();
  const waiting = [...list];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) count(await walk(next, browser, demo));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
} catch (e) {
  console.log(`not ok the harness\n    ${e.stack || e}`);
  count(false);
} finally {
  await browser?.close();
  if (demo) {
    const code = await stopDemo(demo);
    console.log(`${code === 0 ? 'ok' : 'not ok'} the server ends with 0 when it is told to stop (${code})`);
    count(code === 0);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !list.length ? 1 : 0);
