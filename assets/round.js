/* round.js: a round of household visits without a network (form[data-queue], src/features/find).
 *
 * Entries wait in this browser, sealed with a key of the account, and are sent when the server can be
 * reached. Each has an id made here; the server makes one order per id, so that a lost answer does no
 * harm. The key is taken away at sign-out and at the next sign-in (hq.js): what waits can then be read
 * by nobody until the same account opens /find again. Without https a browser has no keys; it keeps
 * what waits as it is.
 *
 *   wudan.find.self         who opened /find last: {who, name, key, places, look}
 *   wudan.find.e.WHO.ID     one entry that waits
 *   wudan.find.d.WHO        what is half written
 *
 * /find/offline is the same form printed for nobody; sw.js shows it when /find cannot be reached.
 */
(function () {
	'use strict';
	var doc = document, SELF = 'wudan.find.self', SENT = 'wudan.find.sent.';
	var KEEP = ['place', 'source', 'category', 'consent.how', 'urgency'];
	var EMPTY = ['title', 'detail', 'beneficiary.name', 'beneficiary.phone', 'beneficiary.address'];

	function el(tag, text, cls) {
		var e = doc.createElement(tag);
		if (text)
			e.textContent = text;
		if (cls)
			e.className = cls;
		return e;
	}
	function byId(id) { return doc.getElementById(id); }

	/* ---- what this browser keeps ---- */

	function read(key) {
		try {
			return localStorage.getItem(key);
		} catch (e) {
			return null;
		}
	}
	function write(key, text) {
		try {
			if (text === null)
				localStorage.removeItem(key);
			else
				localStorage.setItem(key, text);
			return true;
		} catch (e) {
			return false;
		}
	}
	function parse(text) {
		try {
			return JSON.parse(text) || null;
		} catch (e) {
			return null;
		}
	}
	function bytes(hex) {
		return new Uint8Array((hex.match(/../g) || []).map(function (x) { return parseInt(x, 16); }));
	}
	function hex(buffer) {
		return Array.prototype.map.call(new Uint8Array(buffer), function (x) { return ('0' + x.toString(16)).slice(-2); }).join('');
	}
	function newId() { return hex(crypto.getRandomValues(new Uint8Array(16))); }

	/* Seals and opens for one account: {seal(what) → Promise of text, open(text) → Promise, null: not his}. */
	function vault(key) {
		var subtle = window.crypto && crypto.subtle;
		var ready = subtle ? subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['encrypt', 'decrypt']) : null;
		return {
			seal: function (what) {
				var text = JSON.stringify(what), iv = crypto.getRandomValues(new Uint8Array(12));
				return !ready ? Promise.resolve(text) : ready.then(function (k) {
					return subtle.encrypt({ name: 'AES-GCM', iv: iv }, k, new TextEncoder().encode(text));
				}).then(function (sealed) { return hex(iv) + hex(sealed); });
			},
			open: function (text) {
				if (!ready || !text || text[0] === '{' || text[0] === '[')
					return Promise.resolve(parse(text));
				var all = bytes(text);
				return ready.then(function (k) {
					return subtle.decrypt({ name: 'AES-GCM', iv: all.slice(0, 12) }, k, all.slice(12));
				}).then(function (plain) { return parse(new TextDecoder().decode(plain)); }).catch(function () { return null; });
			},
		};
	}

	/* ---- who writes here ---- */

	/* The villages of the form, as [[township, [[code, label], …]], …]; hq.js may have taken them apart. */
	function villages(select) {
		function pair(o) { return [o.value, o.textContent.trim()]; }
		var groups = select.groups || Array.prototype.slice.call(select.querySelectorAll('optgroup'));
		var loose = Array.prototype.filter.call(select.children, function (o) { return o.tagName === 'OPTION' && o.value; });
		return [['', loose.map(pair)]].concat(groups.map(function (g) {
			return [g.label, Array.prototype.map.call(g.children, pair)];
		}));
	}
	function putVillages(select, list) {
		list.forEach(function (g) {
			var into = g[0] ? el('optgroup') : select;
			g[1].forEach(function (o) { into.append(new Option(o[1], o[0])); });
			if (g[0]) {
				into.label = g[0];
				select.append(into);
			}
		});
		if (list.length === 1 && list[0][1].length === 1)
			select.value = list[0][1][0][0];
	}

	/* The page of the server says who he is; the one printed for nobody remembers who opened it last. */
	function himself(form) {
		var d = form.dataset;
		if (!d.queue)
			return parse(read(SELF));
		var self = { who: d.queue, name: d.name, key: d.key, places: villages(form.elements.place), look: {} };
		['theme', 'fs', 'big'].forEach(function (n) {
			if (doc.documentElement.dataset[n])
				self.look[n] = doc.documentElement.dataset[n];
		});
		write(SELF, JSON.stringify(self));
		return self;
	}
	function dress(form, self) {
		Object.assign(doc.documentElement.dataset, self.look);
		putVillages(form.elements.place, self.places || []);
		byId('who').textContent = self.name;
		byId('nobody').hidden = true;
		byId('someone').hidden = false;
	}

	/* "2026-11-23T09:30" where the county lies, as the form takes it. */
	function nowLocal() {
		return new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 16);
	}

	/* ---- the queue of one account ---- */

	function queueOf(self) {
		var safe = vault(self.key), mine = 'wudan.find.e.' + self.who + '.', half = 'wudan.find.d.' + self.who;
		var timer = 0, turn = 0;
		function keys() {
			try {
				return Object.keys(localStorage).filter(function (k) { return k.indexOf(mine) === 0; });
			} catch (e) {
				return [];
			}
		}
		return {
			/* The last word counts: a seal that is still being made does not bring back what was dropped. */
			draft: {
				read: function () { return safe.open(read(half)); },
				later: function (make) {
					clearTimeout(timer);
					timer = setTimeout(function () {
						var mine = ++turn;
						safe.seal(make().fields).then(function (text) { return mine === turn && write(half, text); });
					}, 300);
				},
				drop: function () {
					clearTimeout(timer);
					turn++;
					write(half, null);
				},
			},
			/* Oldest first. */
			all: function () {
				return Promise.all(keys().map(function (k) { return safe.open(read(k)); })).then(function (list) {
					return list.filter(Boolean).sort(function (a, b) { return a.at - b.at; });
				});
			},
			count: function () { return keys().length; },
			put: function (item) {
				return safe.seal(item).then(function (text) { return write(mine + item.op, text); });
			},
			drop: function (item) { write(mine + item.op, null); },
		};
	}

	/* ---- the form ---- */

	function round(form, self) {
		var queue = queueOf(self), box = byId('queue'), sending = false, busy = false, away = false, signIn = false;
		var sent = Number(sessionStorage.getItem(SENT + self.who)) || 0;

		function field(item, name) {
			var found = item.fields.filter(function (p) { return p[0] === name; });
			return found.length ? found[found.length - 1][1] : '';
		}
		function value(name) { return (form.elements[name] && form.elements[name].value || '').trim(); }
		function blank() { return !value('title') && !value('beneficiary.name'); }
		function make() {
			var fields = [];
			new FormData(form).forEach(function (v, n) {
				if (n !== '_csrf' && n !== '_op')
					fields.push([n, n === 'consent.at' && !v ? nowLocal() : v]);
			});
			return { op: newId(), at: Date.now(), fields: fields };
		}
		function put(fields) {
			fields.forEach(function (p) {
				Array.prototype.forEach.call(form.elements, function (f) {
					if (f.name !== p[0] || f.type === 'hidden')
						return;
					if (f.type === 'radio')
						f.checked = f.value === p[1];
					else if (f.type === 'checkbox')
						f.checked = p[1] === '1';
					else
						f.value = p[1];
				});
			});
		}
		function next(fields) {
			form.reset();
			put(fields.filter(function (p) { return KEEP.indexOf(p[0]) >= 0; }));
			EMPTY.forEach(function (n) {
				if (form.elements[n])
					form.elements[n].value = '';
			});
			queue.draft.drop();
			byId('like').textContent = '';
			form.elements['beneficiary.name'].focus();
		}

		/* ---- what waits, shown ---- */

		function button(text, what, label) {
			var b = el('button', text, 'btn');
			b.type = 'button';
			b.addEventListener('click', what);
			if (label)
				b.setAttribute('aria-label', label);
			return b;
		}
		function row(item) {
			var li = el('li', '', 'cell'), text = el('span', '', 'grow');
			text.append(el('span', field(item, 'title'), 'b'), el('br'),
				el('span', field(item, 'beneficiary.name') + ' · ' + (item.problem || '待上传'), 'mut sm'));
			li.append(text);
			if (item.problem)
				li.append(button('拿回来改', function () {
					put(item.fields);
					queue.drop(item);
					show();
					form.elements.title.focus();
				}));
			li.append(button('删除', function () {
				queue.drop(item);
				show();
			}, '删除 ' + field(item, 'title')));
			return li;
		}
		function states(n) {
			var line = el('p', '', 'row w');
			if (away || navigator.onLine === false)
				line.append(el('span', '离线', 'tag y'));
			if (n)
				line.append(el('span', '待上传 ' + n + ' 条', 'tag r'));
			if (sent)
				line.append(el('span', '已上传 ' + sent + ' 条', 'tag g'));
			return line;
		}
		function waiting(list) {
			var card = el('section', '', 'card mt'), rows = el('ul', '', 'list');
			list.forEach(function (i) { rows.append(row(i)); });
			card.append(el('h2', '待上传'), rows);
			if (signIn) {
				var a = el('a', '登录后接着上传', 'btn mt');
				a.href = '/sign-in?next=/find';
				card.append(a);
			} else {
				var go = button('现在上传', flush);
				go.classList.add('mt');
				card.append(go);
			}
			return card;
		}
		function show() {
			return queue.all().then(function (list) {
				var n = queue.count(), parts = [states(n)];
				if (list.length)
					parts.push(waiting(list));
				if (n > list.length)
					parts.push(el('p', '有 ' + (n - list.length) + ' 条打不开，请联系中心。', 'note r'));
				box.replaceChildren.apply(box, parts);
				box.dataset.waiting = n;
			});
		}

		/* ---- to the server ---- */

		/* Of the page of the same account; false: nobody, or somebody else, is signed in. */
		function token() {
			return fetch('/find', { credentials: 'same-origin' }).then(function (r) { return r.ok ? r.text() : ''; }).then(function (text) {
				var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('entry');
				if (!fresh || fresh.dataset.queue !== self.who)
					return false;
				form.elements._csrf.value = fresh.elements._csrf.value;
				return true;
			});
		}
		function refused(r) {
			return r.text().then(function (text) {
				var page = new DOMParser().parseFromString(text, 'text/html');
				var says = page.querySelector('main .note.r li') || page.querySelector('main p');
				return { how: 'wrong', why: says ? says.textContent.trim() : '请检查' };
			});
		}
		/* 'done' with the address of the page after it, 'wrong' with a sentence, 'sign-in', 'away'. */
		function post(item, again) {
			if (!form.elements._csrf.value && !again)
				return token().then(function (fine) { return fine ? post(item, true) : { how: 'sign-in' }; }).catch(function () { return { how: 'away' }; });
			var body = new URLSearchParams(item.fields);
			body.append('_op', item.op);
			body.append('_csrf', form.elements._csrf.value);
			return fetch(form.getAttribute('action'), { method: 'POST', credentials: 'same-origin', body: body }).then(function (r) {
				if (r.redirected && /[?&]entered=/.test(r.url))
					return { how: 'done', url: r.url };
				if (r.status === 401 || /\/sign-in/.test(r.url))
					return { how: 'sign-in' };
				if (r.status === 403 && !again)
					return token().then(function (fine) { return fine ? post(item, true) : { how: 'sign-in' }; });
				if (r.status >= 400 && r.status < 500 && r.status !== 408 && r.status !== 429)
					return refused(r);
				return { how: 'away' };
			}).catch(function () { return { how: 'away' }; });
		}
		function note(answer) {
			away = answer.how === 'away';
			signIn = answer.how === 'sign-in';
			if (answer.how !== 'done')
				return;
			sent++;
			sessionStorage.setItem(SENT + self.who, sent);
		}
		/* One after the other; what the server refuses is left out until it was put right. */
		function one(item, answer) {
			note(answer);
			if (answer.how === 'done')
				queue.drop(item);
			if (answer.how !== 'wrong')
				return answer.how === 'done';
			item.problem = answer.why;
			return queue.put(item).then(function () { return true; });
		}
		function flush() {
			if (sending)
				return Promise.resolve();
			sending = true;
			var before = sent;
			return queue.all().then(function (list) {
				return list.filter(function (i) { return !i.problem; }).reduce(function (chain, item) {
					return chain.then(function (go) {
						return go && post(item).then(function (a) { return one(item, a); });
					});
				}, Promise.resolve(true));
			}).then(show).then(function () {
				sending = false;
				if (sent > before && blank())
					location.href = '/find';
			});
		}

		/* Kept first, then sent: whatever happens in between, it is sent again under the same id. */
		function enter() {
			var item = make();
			return queue.put(item).then(function (fits) {
				if (!fits) /* no room in this browser: the plain way */
					return HTMLFormElement.prototype.submit.call(form);
				return post(item).then(function (a) {
					note(a);
					if (a.how === 'done' || a.how === 'wrong')
						queue.drop(item);
					if (a.how === 'done') {
						queue.draft.drop();
						location.href = a.url;
					} else if (a.how === 'wrong' && form.elements._op.value) { /* printed beside each field */
						form.elements._op.value = item.op;
						HTMLFormElement.prototype.submit.call(form);
					} else if (a.how === 'wrong') {
						item.problem = a.why;
						return queue.put(item).then(show);
					} else {
						next(item.fields);
						return show();
					}
				});
			});
		}
		form.addEventListener('submit', function (event) {
			event.stopPropagation();
			event.preventDefault();
			if (busy)
				return;
			busy = true;
			enter().finally(function () { busy = false; });
		});

		/* What is half written outlives a closed page. */
		form.addEventListener('input', function () { queue.draft.later(make); });
		queue.draft.read().then(function (draft) {
			if (draft && blank())
				put(draft.filter(function (p) { return p[0] !== 'consent.at' && p[1]; }));
		});
		addEventListener('online', flush);
		addEventListener('offline', show);
		setInterval(function () {
			if (queue.count())
				flush();
		}, 30000);
		show().then(function () {
			if (navigator.onLine !== false && queue.count())
				flush();
		});
	}

	var form = doc.querySelector('form[data-queue]'), self = form && himself(form);
	if (form && !form.dataset.queue && self)
		dress(form, self);
	if (self)
		round(form, self);
	if (form && form.dataset.queue && navigator.serviceWorker)
		navigator.serviceWorker.register('/sw.js', { scope: '/find' }).catch(function () {});
})();
