/* find.js: for the forms in which needs are written down. Every page works without it.
 *
 * 1. While one types: what may be the same, and the likely category (form[data-like]).
 * 2. The print button of a slip.
 */
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
				.then(function (r) { return r.ok ? r.json() : Promise.reject(r.status); })
				.then(function (answer) {
					if (key !== asked)
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

	Array.prototype.forEach.call(doc.querySelectorAll('form[data-like]'), watch);
	Array.prototype.forEach.call(doc.querySelectorAll('[data-print]'), function (b) {
		b.hidden = false;
		b.addEventListener('click', function () { print(); });
	});
})();
