\set client :client_id
\startpipeline
BEGIN;
SELECT person FROM b.session WHERE token_hash = md5('s' || CAST(:client AS bigint));
SELECT content FROM b.operation WHERE id = md5(random()::text);
INSERT INTO b.orders (uid, number, kind, state, revision, title, detail, category, place, requester,
	phone_index, created, entered)
VALUES (md5(random()::text), md5(random()::text), 1, 0, 0, 'a lamp is broken', repeat('x', 300), 1,
	CAST(:client AS bigint), CAST(:client AS bigint), md5(random()::text), 1, 1);
INSERT INTO b.event (orders, seq, at, actor, action, from_state, to_state)
VALUES (currval('b.orders_id_seq'), 0, 1, 1, 0, -1, 0);
INSERT INTO b.audit (at, who, action, kind, subject, prev, hash)
VALUES (1, 'x', 'order.find', 'order', md5(random()::text), repeat('0', 64), repeat('0', 64));
UPDATE b.orders SET state = 1, revision = revision + 1, deadline = 1, due = 1, entered = 1
 WHERE id = currval('b.orders_id_seq') AND revision = 0 AND state = 0;
INSERT INTO b.event (orders, seq, at, actor, action, from_state, to_state)
VALUES (currval('b.orders_id_seq'), 1, 1, 1, 2, 0, 1);
INSERT INTO b.audit (at, who, action, kind, subject, prev, hash)
VALUES (1, 'x', 'order.submit', 'order', md5(random()::text), repeat('0', 64), repeat('0', 64));
INSERT INTO b.inbox (uid, person, at, subject, body)
VALUES (md5(random()::text), 7, 1, 'a new order', repeat('x', 120)),
	(md5(random()::text), 8, 1, 'a new order', repeat('x', 120));
INSERT INTO b.outbox (uid, channel, person, subject, body, state, next_at)
VALUES (md5(random()::text), 1, 7, 'a new order', repeat('x', 120), 0, 1),
	(md5(random()::text), 1, 8, 'a new order', repeat('x', 120), 0, 1);
INSERT INTO b.operation (id, content, status, body, at)
VALUES (md5(random()::text), repeat('0', 64), 201, repeat('x', 1400), 1);
COMMIT;
\endpipeline
