// crawl.mjs - follows the links of the pages that somebody is offered.
//
// Of each shape of address (without its ids, and without what its questions are answered with) SAMPLE ones are followed,
// or with CRAWL=all in the environment every one, which `make torture` does.
export const ALL = process.env.CRAWL === 'all';
const SAMPLE = ALL ? Infinity : 2;
const MOST = 20000; // pages of one role
export const ROLES = ['guest', 'resident', 'volunteer', 'team_leader', 'station', 'township', 'centre_reviewer', 'centre_dispatcher',
  'auditor', 'sysadmin', 'secadmin', 'viewer'];

export function shape(href) {
  const u = new URL(href, 'http://x');
  const path = u.pathname.replace(/\/([a-z2-7]{26}|[0-9]{6,})(?=\/|$)/g, '/:');
  const keys = [...u.searchParams.keys()].sort().join('&');
  return keys ? `${path}?${keys}` : path;
}

function links(html) {
  const found = [...html.matchAll(/\shref="(\/(?!assets\/)[^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&').split('#')[0]);
  return [...new Set(found)];
}

// One page after the other, as `page` is signed in. see(href, shape, bytes) gets each that is HTML, first(href, shape) the first
// of its shape. Answers what is wrong, a line each, and how many shapes there are.
export async function crawl(page, { see = () => {}, first = () => {} }) {
  const wrong = [];
  const met = new Map();
  const known = new Set(['/']);
  const waiting = [['/', 'the address bar']];
  for (let next = waiting.shift(); next && known.size < MOST; next = waiting.shift()) {
    const [href, from] = next;
    const kind = shape(href);
    if ((met.get(kind) ?? 0) >= SAMPLE) continue;
    met.set(kind, (met.get(kind) ?? 0) + 1);
    const answer = await page.request.get(href);
    if (answer.status() !== 200) {
      wrong.push(`${answer.status()} ${href}, linked from ${from}`);
      continue;
    }
    const { 'content-type': type, 'content-length': bytes } = answer.headers();
    if (!type.startsWith('text/html')) continue;
    await see(href, kind, Number(bytes ?? Infinity));
    if (met.get(kind) === 1) await first(href, kind);
    for (const to of links(await answer.text()))
      if (!known.has(to)) {
        known.add(to);
        waiting.push([to, href]);
      }
  }
  if (waiting.length) wrong.push(`${waiting.length} addresses were found beyond ${MOST} and not followed`);
  return { wrong, shapes: met.size };
}
