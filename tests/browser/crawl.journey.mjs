// Every link that somebody is offered leads to a page; a page is light, and no longer than a thumb can bear.
import { ALL, ROLES, crawl } from './crawl.mjs';

const HEAVIEST = 15 * 1024; // bytes of HTML as they are sent
const SCREENS = 6; // of a phone, 390 × 844
const ARTICLES = /^\/(news\/:|help|privacy)|[?&]print(&|$)/; // what is read, or printed, not worked with
// What is still heavier or taller, and why; a page leaves this list when it is mended and never comes onto it.
const DEBT = {
  '/menu/new': 'a box for each of 238 teams',
  '/menu/:/edit': 'a box for each of 238 teams',
  '/orders/:/log': 'all categories, villages and moves of one order',
  '/dispatch': 'queue, order and ranked teams below each other',
  '/settings': 'every setting with its form',
  '/surveys/new': 'every kind of need with its inputs',
  '/templates': 'every message with its form',
  '/menu/desk?sort': 'forty lines of six rows on a phone',
  '/menu/desk?after&sort': 'forty lines of six rows on a phone',
};
const seen = new Set(); // shapes whose height was measured, of all roles

export const journeys = {};
for (const role of ROLES)
  journeys[`every link of a ${role} leads to a page that is light and ends`] = async (t) => {
    const page = role === 'guest' ? await t.phone() : await t.phone(role);
    const found = [];
    const { wrong, shapes } = await crawl(page, {
      see: (href, shape, bytes) => bytes > HEAVIEST && !ARTICLES.test(shape) && !DEBT[shape] && found.push(`${href} weighs ${bytes} bytes`),
      first: async (href, shape) => {
        if (ARTICLES.test(shape) || DEBT[shape] || (seen.has(shape) && !ALL)) return;
        seen.add(shape);
        await page.goto(href, { waitUntil: 'domcontentloaded' });
        const screens = await page.evaluate(() => document.documentElement.scrollHeight) / 844;
        if (screens > SCREENS) found.push(`${href} is ${screens.toFixed(1)} screens tall`);
      },
    });
    t.assert.deepEqual([...wrong, ...found], [], `of ${shapes} kinds of address`);
    t.assert.ok(shapes > 8, `only ${shapes} kinds of address were found`);
  };
