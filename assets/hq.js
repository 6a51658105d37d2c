/* hq.js: small comforts. Every page works without it; nothing here decides anything. */
(function () {
	'use strict';
	var doc = document;

	function all(selector, root) {
		return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
	}

	/* Whoever signs out or in: what waits unsent (round.js) can no longer be read here. */
	function forget() {
		try {
			localStorage.removeItem('wudan.find.self');
		} catch (e) { /* nothing is kept where nothing may be kept */ }
	}

	/* A form is sent once: its buttons rest until the page comes back (also from the back cache). */
	doc.addEventListener('submit', function (event) {
		var form = event.target;
		if (form.method !== 'post')
			return;
		if (/^\/sign-/.test(form.getAttribute('action')))
			forget();
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		form.dataset.sent = '1';
		all('button', form).forEach(function (b) { b.setAttribute('aria-disabled', 'true'); });
	});
	addEventListener('pageshow', function () {
		all('form[data-sent]').forEach(function (form) {
			delete form.dataset.sent;
			all('button', form).forEach(function (b) { b.removeAttribute('aria-disabled'); });
		});
	});

	/* Township, then village: one long grouped <select data-split="乡镇"> becomes two short ones. */
	function split(select) {
		var groups = all('optgroup', select);
		if (groups.length < 2 || select.dataset.done)
			return;
		select.dataset.done = '1';
		select.groups = groups; /* for round.js */
		var loose = all(':scope > option', select);
		var first = doc.createElement('select');
		first.id = select.id + '-group';
		first.setAttribute('aria-label', select.dataset.split);
		first.className = 'in-t';
		first.add(new Option('先选' + select.dataset.split, ''));
		var chosen = select.selectedOptions[0] && select.selectedOptions[0].parentNode;
		groups.forEach(function (g, i) {
			first.add(new Option(g.label, String(i), false, g === chosen));
		});
		function narrow() {
			groups.forEach(function (g) { g.remove(); });
			if (first.value !== '')
				select.add(groups[Number(first.value)]);
			if (!select.selectedOptions.length || select.selectedOptions[0].disabled)
				select.selectedIndex = 0;
			select.disabled = false;
		}
		first.addEventListener('change', function () {
			narrow();
			var inside = first.value === '' ? loose[0] : all('option', groups[Number(first.value)])[0];
			if (inside)
				inside.selected = true;
		});
		select.parentNode.insertBefore(first, select);
		narrow();
	}

	/* What was typed and not yet sent. */
	function dirty(form) {
		return all('input,textarea,select', form).some(function (f) {
			if (f.type === 'hidden' || f.type === 'submit')
				return false;
			if (f.type === 'checkbox' || f.type === 'radio')
				return f.checked !== f.defaultChecked;
			if (f.options)
				return all('option', f).some(function (o) { return o.selected && !o.defaultSelected && o.index > 0; });
			return f.value !== f.defaultValue;
		});
	}
	function formKey(form) {
		return (form.id || '') + ' ' + form.getAttribute('action');
	}

	/* Puts the new <main> in place of the old one; false when typed text would be lost. */
	function swap(old, fresh) {
		var typed = all('form', old).filter(dirty);
		var places = typed.map(function (form) {
			return all('form', fresh).filter(function (f) { return formKey(f) === formKey(form); })[0];
		});
		if (places.some(function (p) { return !p; }))
			return false;
		var at = old.contains(doc.activeElement) ? doc.activeElement : null;
		var said = old.querySelector('#said');
		if (said && !fresh.querySelector('#said'))
			fresh.insertBefore(said, fresh.firstChild);
		var open = all('details[open]', old).map(function (d) { return d.id; });
		typed.forEach(function (form, i) { places[i].replaceWith(form); });
		old.replaceWith(fresh);
		open.forEach(function (name) {
			var d = name && doc.getElementById(name);
			if (d)
				d.open = true;
		});
		var back = at && (doc.contains(at) ? at : at.id && doc.getElementById(at.id));
		if (back)
			back.focus({ preventScroll: true });
		ready(fresh);
		return true;
	}

	function say(text) {
		var live = doc.getElementById('live');
		if (live)
			live.textContent = text;
	}

	/* Turned away in a crowd, it comes back, not all at once; a newer change takes its place. */
	var timer = 0;
	function later(ms, spread) {
		clearTimeout(timer);
		timer = setTimeout(refresh, ms + Math.random() * spread);
	}

	function refresh() {
		return fetch(doc.documentElement.dataset.here || location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } }).then(function (r) {
			if (r.status === 503)
				later(2000, 3000);
			return r.ok ? r.text() : '';
		}).then(function (text) {
			var fresh = text && new DOMParser().parseFromString(text, 'text/html').querySelector('main');
			var old = doc.querySelector('main');
			if (!fresh || fresh.innerHTML === old.innerHTML || old.querySelector('#oops'))
				return;
			say(swap(old, doc.adoptNode(fresh)) ? '页面已更新' : '内容有变化，刷新后可见');
		}).catch(function () {});
	}

	/* Pages with data-topic listen for changes; an event says only which topic moved. */
	function listen() {
		var topics = all('[data-topic]').map(function (e) { return e.dataset.topic; }).filter(Boolean);
		if (!topics.length || !window.EventSource)
			return;
		var source = new EventSource('/events?topic=' + encodeURIComponent(topics.slice(0, 8).join(',')) +
			'&since=' + doc.documentElement.dataset.since);
		source.addEventListener('change', function () {
			later(200, 600);
		});
		/* Newer pages of his have the seats: this one listens again when he looks at it. */
		source.addEventListener('end', function () {
			source.close();
			doc.addEventListener('visibilitychange', function again() {
				if (doc.hidden)
					return;
				doc.removeEventListener('visibilitychange', again);
				listen();
			});
		});
		addEventListener('pagehide', function () { source.close(); });
	}

	/* A proposal beside an input is put into it. */
	doc.addEventListener('click', function (event) {
		var button = event.target.closest('[data-take]');
		if (!button)
			return;
		var into = doc.getElementById(button.dataset.into);
		into.value = doc.getElementById(button.dataset.take).textContent;
		into.focus();
	});

	function ready(root) {
		all('select[data-split]', root).forEach(split);
		all('[data-take]', root).forEach(function (b) { b.hidden = false; });
	}
	ready(doc);
	listen();
	/* What a refused form says; browsers that know autofocus on any element did so already. */
	var oops = doc.getElementById('oops');
	if (oops && doc.activeElement !== oops)
		oops.focus();
	var here = doc.querySelector('.side a[aria-current]');
	if (here && here.parentNode.scrollWidth > here.parentNode.clientWidth)
		here.parentNode.scrollLeft = here.offsetLeft - 60;
})();
