// Narrow screens, big letters, and what a finger must hit.
import { order, press, settings } from './hands.mjs';

const PAGES = {
  guest: ['/', '/wall', '/sign-in', '/register', '/follow', '/teams', '/places'],
  resident: ['/', '/wall', '/orders/new', '/mine', '/me', '/inbox', '/password'],
  team_leader: ['/work', '/teams', '/places'],
  station: ['/desk', '/orders', '/people', '/people/new', '/orders/new?for=1'],
  township: ['/desk', '/review', '/dispatch', '/callbacks', '/orders', '/people'],
  centre_reviewer: ['/desk', '/desk/orders', '/desk/joins', '/review', '/teams', '/teams/new'],
  auditor: ['/audit', '/audit/verify', '/proposals'],
  sysadmin: ['/accounts', '/places', '/places/430421100'],
  secadmin: ['/grants'],
};

async function each(page, paths, go) {
  for (const path of paths) {
    const answer = await page.goto(path);
    if (answer.status() !== 200) throw new Error(`${path} answers ${answer.status()}`);
    await go(path);
  }
}

// The pages of one order in a state that has much to show, for those who see them.
async function places(t, role) {
  if (role === 'guest') return [];
  const o = await order(t, 'scheduled');
  const of = { resident: [`/orders/${o.id}`], team_leader: [`/orders/${o.id}`],
    township: [`/orders/${o.id}`, `/orders/${o.id}/log`] };
  return of[role] || [];
}

export const journeys = {};

for (const [role, paths] of Object.entries(PAGES))
  journeys[`every page of a ${role} fits 320 px without sideways scrolling`] = async (t) => {
    const page = role === 'guest' ? await t.phone() : await t.phone(role);
    await page.setViewportSize({ width: 320, height: 640 });
    // A desk's tables become cards here, so axe looks at them as well.
    const see = ['station', 'township', 'sysadmin'].includes(role) ? t.check : t.fits;
    await each(page, [...paths, ...await places(t, role)], () => see(page));
  };

for (const role of ['guest', 'resident', 'team_leader'])
  journeys[`a finger hits every target of a ${role} on a phone: 44 px`] = async (t) => {
    const page = role === 'guest' ? await t.phone() : await t.phone(role);
    await each(page, [...PAGES[role], ...await places(t, role)], () => t.targets(page, 44));
  };

journeys['an elder hits every target: 60 px, also with the largest letters at 320 px'] = async (t) => {
  const page = await t.phone('resident');
  await page.goto('/');
  await press(page, '长辈版');
  const o = await order(t, 'done');
  const paths = ['/', '/wall', '/orders/new?elder=1', '/mine', '/me', '/follow', `/orders/${o.id}`, `/orders/${o.id}/verdict`];
  await each(page, paths, () => t.targets(page, 60));
  await page.goto('/');
  await press(page, '最大', 'main');
  await page.setViewportSize({ width: 320, height: 640 });
  await each(page, paths, () => t.fits(page));
  await t.picture(page, 'elder-largest');
};

for (const role of ['township', 'centre_reviewer', 'station', 'auditor', 'sysadmin', 'secadmin'])
  journeys[`a mouse hits every target of a ${role} on the desk: 24 px`] = async (t) => {
    const page = await t.desk(role);
    await each(page, [...PAGES[role], ...await places(t, role)], () => t.targets(page, 24));
  };
