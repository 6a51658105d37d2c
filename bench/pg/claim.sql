-- One statement decides: 64 callers in a row ask for the same order.
WITH t AS MATERIALIZED (SELECT nextval('b.turn') / 64 + 1 AS id),
w AS (
	UPDATE b.orders o SET state = 5, revision = o.revision + 1, person = CAST(:client_id AS bigint), entered = 1
	  FROM t WHERE o.id = t.id AND o.state = 3 RETURNING o.id, o.revision),
e AS (
	INSERT INTO b.event (orders, seq, at, actor, action, from_state, to_state)
	SELECT id, revision, 1, 1, 10, 3, 5 FROM w),
a AS (
	INSERT INTO b.audit (at, who, action, kind, subject, prev, hash)
	SELECT 1, 'x', 'order.claim', 'order', md5(random()::text), repeat('0', 64), repeat('0', 64) FROM w),
i AS (
	INSERT INTO b.inbox (uid, person, at, subject, body)
	SELECT md5(random()::text), id, 1, 'claimed', repeat('x', 120) FROM w)
INSERT INTO b.operation (id, content, status, body, at)
SELECT md5(random()::text), repeat('0', 64), 200, repeat('x', 1400), 1 FROM w;
