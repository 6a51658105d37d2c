/* sw.js: /find opens without a network, nothing else does.
 *
 * Kept are the files below and one empty form, /find/offline, printed for nobody (no cookie is sent for
 * it): no name, no order, no list of an account. Pages are always asked from the server; only when it
 * cannot be reached the empty form stands in for /find. Any change of a file changes its address, so
 * this text and the name of the store: the new one is filled before the old one is dropped.
 */
'use strict';
const files = ['{{asset hq.css}}', '{{asset hq.js}}', '{{asset find.js}}', '{{asset round.js}}',
	'{{asset icons.svg}}', '{{asset icon.svg}}', '{{asset app.webmanifest}}'];
const store = 'find ' + files.join(' ');
const shell = '/find/offline';
const patience = 8000; /* milliseconds for a page on a bad line */

const keepShell = () => caches.open(store)
	.then((c) => c.add(new Request(shell, { credentials: 'omit', cache: 'reload' })));

self.addEventListener('install', (event) => {
	event.waitUntil(caches.open(store).then((c) => c.addAll(files)).then(keepShell).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(caches.keys()
		.then((names) => Promise.all(names.filter((n) => n !== store).map((n) => caches.delete(n))))
		.then(() => self.clients.claim()));
});

/* Rejected when there is no answer in time, or only the proxy's that the program is away. */
function live(request) {
	const late = new Promise((yes, no) => setTimeout(() => no(new Error('late')), patience));
	return Promise.race([fetch(request), late]).then((r) => {
		if (r.status >= 502 && r.status <= 504)
			throw new Error('away');
		return r;
	});
}

self.addEventListener('fetch', (event) => {
	const request = event.request, url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== self.location.origin)
		return;
	if (files.includes(url.pathname)) {
		event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)));
	} else if (request.mode === 'navigate' && url.pathname === '/find') {
		event.respondWith(live(request).then((r) => {
			if (r.ok && !url.search)
				event.waitUntil(keepShell().catch(() => {}));
			return r;
		}).catch(() => caches.match(shell).then((kept) => kept || Response.error())));
	}
});
