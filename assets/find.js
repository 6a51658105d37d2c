/* find.js: for the forms in which needs are written down. Every page works without it.
 *
 * 1. While one types: what may be the same, and the likely category (form[data-like]).
 * 2. A round of visits without a network: entries wait in this browser and are sent when it is back
 *    (form[data-queue]). Each has an id made here; the server makes one order per id, so that a lost
 *    answer does no harm.
 * 3. The print button of a slip. */
(function () {
	'use strict';
	var doc = document;

	function el(tag, text, cls) {
		var e = doc.createElement(tag);
		if (text)
			e.textContent = text;
		if (cls)
			e.className = cls;
		return e;
	}
	function value(form, name) {
		var f = form.elements[name];
		return f && f.value ? f.value.trim() : '';
	}

	/* ---- what may be the same ---- */

	function showLikes(box, likes) {
		box.textContent = '';
		if (!likes.length)
			return;
		var card = el('div', '', 'note y'), inner = el('div'), list = el('ul');
		inner.append(el('p', '可能是同一件事，先看看：', 'b'), list);
		likes.forEach(function (l) {
			var item = el('li'), a = el('a', l.title);
			a.href = l.url;
			a.target = '_blank';
			a.rel = 'noopener';
			item.append(a, el('br'), el('span', [l.why, l.place, l.number, l.state].join(' · '), 'sm'));
			list.append(item);
		});
		card.append(inner);
		box.append(card);
	}

	function propose(form, answer) {
		var radios = Array.prototype.slice.call(form.querySelectorAll('input[name="category"]'));
		var hint = doc.getElementById('proposed');
		var byHand = radios.some(function (r) { return r.checked && r.dataset.proposed !== '1'; });
		if (!radios.length || !hint || byHand)
			return;
		radios.forEach(function (r) {
			r.checked = r.value === answer.category;
			r.dataset.proposed = r.checked ? '1' : '';
		});
		hint.textContent = answer.category ? '建议：' + answer.label + '。按您写的话和县里以往的单子猜的，不对请改。' : '';
	}

	function watch(form) {
		var box = doc.getElementById('like'), timer = 0, asked = '';
		function ask() {
			var place = form.elements.place && form.elements.place.value || '';
			var title = value(form, 'title').slice(0, 60);
			var chosen = form.querySelector('input[name="category"]:checked');
			var query = new URLSearchParams({ place: place, title: title, category: chosen ? chosen.value : '' });
			var phone = value(form, 'beneficiary.phone').replace(/[^0-9+]/g, '');
			var key = query + ' ' + phone;
			if (title.length < 2 || key === asked)
				return;
			asked = key;
			fetch(form.dataset.like + '?' + query, { credentials: 'same-origin', headers: phone ? { Phone: phone } : {} })
				.then(function (r) { return r.ok ? r.json() : null; })
				.then(function (answer) {
					if (!answer || key !== asked)
						return;
					showLikes(box, answer.likes);
					propose(form, answer);
				}).catch(function () { asked = ''; });
		}
		function soon() {
			clearTimeout(timer);
			timer = setTimeout(ask, 500);
		}
		form.addEventListener('input', soon);
		form.addEventListener('change', function (event) {
			if (event.target.name === 'category')
				event.target.dataset.proposed = '';
			soon();
		});
	}

	/* ---- entries that wait for a network ---- */

	function stored(key) {
		try {
			return JSON.parse(localStorage.getItem(key)) || null;
		} catch (e) {
			return null;
		}
	}
	function store(key, what) {
		try {
			if (what === null)
				localStorage.removeItem(key);
			else
				localStorage.setItem(key, JSON.stringify(what));
			return true;
		} catch (e) {
			return false;
		}
	}
	function newId() {
		if (window.crypto && crypto.randomUUID)
			return crypto.randomUUID();
		var b = crypto.getRandomValues(new Uint8Array(16));
		return Array.prototype.map.call(b, function (x) { return ('0' + x.toString(16)).slice(-2); }).join('');
	}
	/* "2026-11-23T09:30" where the county lies, as the form takes it. */
	function nowLocal() {
		return new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 16);
	}

	function round(form) {
		var key = 'wudan.find.' + form.dataset.queue, box = doc.getElementById('queue');
		var keep = ['place', 'source', 'category', 'consent.how', 'urgency'];
		var sending = false, busy = false;

		function queue() { return stored(key) || []; }
		function change(op, item) {
			var list = queue().filter(function (i) { return i.op !== op; });
			if (item)
				list.push(item);
			return store(key, list.length ? list : null);
		}
		function field(item, name) {
			var found = item.fields.filter(function (p) { return p[0] === name; });
			return found.length ? found[found.length - 1][1] : '';
		}
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
			var held = fields.filter(function (p) { return keep.indexOf(p[0]) >= 0; });
			form.reset();
			put(held);
			['title', 'detail', 'beneficiary.name', 'beneficiary.phone', 'beneficiary.address'].forEach(function (n) {
				if (form.elements[n])
					form.elements[n].value = '';
			});
			store(key + '.draft', null);
			doc.getElementById('like').textContent = '';
			form.elements['beneficiary.name'].focus();
		}

		function row(item) {
			var li = el('li', '', 'cell'), text = el('span', '', 'grow');
			text.append(el('span', field(item, 'title'), 'b'), el('br'),
				el('span', field(item, 'beneficiary.name') + (item.problem ? ' · ' + item.problem : ' · 等网络'), 'mut sm'));
			li.append(text);
			if (item.problem) {
				var back = el('button', '拿回来改', 'btn');
				back.type = 'button';
				back.addEventListener('click', function () {
					put(item.fields);
					change(item.op);
					show();
					form.elements.title.focus();
				});
				li.append(back);
			}
			var drop = el('button', '删除', 'btn');
			drop.type = 'button';
			drop.setAttribute('aria-label', '删除 ' + field(item, 'title'));
			drop.addEventListener('click', function () {
				change(item.op);
				show();
			});
			li.append(drop);
			return li;
		}
		function show() {
			var list = queue();
			box.textContent = '';
			if (!list.length)
				return;
			var card = el('section', '', 'card'), rows = el('ul', '', 'list'), go = el('button', '现在发出', 'btn mt');
			go.type = 'button';
			go.addEventListener('click', flush);
			list.forEach(function (i) { rows.append(row(i)); });
			card.append(el('h2', list.length + ' 条还没有发出'), el('p', '只存在这台手机的这个浏览器里，发出以后就删掉。', 'mut sm'), rows, go);
			box.append(card);
		}

		/* 'done' with the address of the page after it, 'wrong' with a sentence, 'sign-in', 'away'. */
		function post(item, again) {
			var body = new URLSearchParams();
			item.fields.forEach(function (p) { body.append(p[0], p[1]); });
			body.append('_op', item.op);
			body.append('_csrf', form.elements._csrf.value);
			return fetch(form.getAttribute('action'), { method: 'POST', credentials: 'same-origin', body: body }).then(function (r) {
				if (r.redirected && /[?&]entered=/.test(r.url))
					return { how: 'done', url: r.url };
				if (r.status === 403 && !again)
					return token().then(function (fine) { return fine ? post(item, true) : { how: 'sign-in' }; });
				if (r.status === 401 || /\/sign-in/.test(r.url))
					return { how: 'sign-in' };
				if (r.status !== 422)
					return { how: 'away' };
				return r.text().then(function (text) {
					var page = new DOMParser().parseFromString(text, 'text/html');
					var says = page.querySelector('main .note.r li');
					return { how: 'wrong', why: says ? says.textContent : '请检查' };
				});
			}).catch(function () { return { how: 'away' }; });
		}
		function token() {
			return fetch('/find', { credentials: 'same-origin' }).then(function (r) { return r.ok ? r.text() : ''; }).then(function (text) {
				var fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('#entry [name=_csrf]');
				if (fresh)
					form.elements._csrf.value = fresh.value;
				return !!fresh;
			});
		}

		/* One after the other; what the server refuses is left out until it was put right. */
		function flush() {
			if (sending)
				return Promise.resolve();
			sending = true;
			var sent = 0, list = queue().filter(function (i) { return !i.problem; });
			return list.reduce(function (before, item) {
				return before.then(function (stop) {
					return stop ? true : post(item).then(function (a) {
						if (a.how === 'done') {
							sent++;
							change(item.op);
						} else if (a.how === 'wrong') {
							item.problem = a.why;
							change(item.op, item);
						} else {
							return true;
						}
						return false;
					});
				});
			}, Promise.resolve(false)).then(function () {
				sending = false;
				show();
				if (sent && !value(form, 'title') && !value(form, 'beneficiary.name'))
					location.href = '/find';
			});
		}

		form.addEventListener('submit', function (event) {
			event.stopPropagation();
			if (busy) {
				event.preventDefault();
				return;
			}
			var item = make();
			if (!change(item.op, item)) /* no room in this browser: the plain way */
				return;
			event.preventDefault();
			busy = true;
			post(item).then(function (a) {
				busy = a.how === 'done';
				if (a.how === 'done' || a.how === 'wrong')
					change(item.op);
				if (a.how === 'done') {
					store(key + '.draft', null);
					location.href = a.url;
				} else if (a.how === 'wrong') { /* the server prints what is wrong beside each field */
					form.elements._op.value = item.op;
					HTMLFormElement.prototype.submit.call(form);
				} else {
					next(item.fields);
					show();
				}
			});
		});

		/* What is half written outlives a closed page. */
		var timer = 0;
		form.addEventListener('input', function () {
			clearTimeout(timer);
			timer = setTimeout(function () { store(key + '.draft', make().fields); }, 300);
		});
		var draft = stored(key + '.draft');
		if (draft && !value(form, 'title') && !value(form, 'beneficiary.name'))
			put(draft.filter(function (p) { return p[0] !== 'consent.at' && p[1]; }));
		addEventListener('online', flush);
		setInterval(function () {
			if (queue().some(function (i) { return !i.problem; }))
				flush();
		}, 30000);
		show();
		if (navigator.onLine !== false && queue().length)
			flush();
	}

	Array.prototype.forEach.call(doc.querySelectorAll('form[data-like]'), watch);
	Array.prototype.forEach.call(doc.querySelectorAll('form[data-queue]'), round);
	Array.prototype.forEach.call(doc.querySelectorAll('[data-print]'), function (b) {
		b.hidden = false;
		b.addEventListener('click', function () { print(); });
	});
})();
