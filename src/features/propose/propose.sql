%include "base/clock.h"
%include "core/reach.sql"
%include "features/order/order.h"
%include "features/place/place.h"
%include "features/propose/propose.h"

-- Where a character or a pair may begin; a title has at most 60 characters.
@@propose_at
WITH RECURSIVE spot(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM spot WHERE i < 60)

@@propose_widths
(SELECT 1 AS w UNION ALL SELECT 2) width

-- Reviewed orders: their category was looked at. The newest, so that the count stays short.
@@propose_learnt
o.state BETWEEN {ORDER_OPEN} AND {ORDER_CLOSED} AND o.id > (SELECT coalesce(max(id), 0) - 20000 FROM orders)

-- What the titles say now and is kept otherwise; a count of 0 is to be dropped. The gram '' counts titles.
@propose_drift() -> struct propose_gram[]
{propose_at}
SELECT g AS gram, k AS category, max(n) AS n FROM (
	SELECT g, k, count(*) AS n, 0 AS kept FROM (
		SELECT DISTINCT o.id, o.category AS k, substr(lower(o.title), spot.i, width.w) AS g
		  FROM orders o JOIN spot ON spot.i <= length(o.title) CROSS JOIN {propose_widths} WHERE {propose_learnt}) t
	 GROUP BY g, k
	UNION ALL SELECT '', o.category, count(*), 0 FROM orders o WHERE {propose_learnt} GROUP BY o.category
	UNION ALL SELECT gram, category, 0, n FROM propose_gram
	UNION ALL SELECT '', category, 0, docs FROM propose_class) u
 GROUP BY g, k HAVING max(n) <> max(kept) ORDER BY g, k LIMIT 10000;

@propose_gram_keep(struct propose_gram g)
INSERT INTO propose_gram (gram, category, n) VALUES (:g.gram, :g.category, :g.n)
    ON CONFLICT (gram, category) DO UPDATE SET n = excluded.n;

@propose_gram_drop(struct propose_gram g)
DELETE FROM propose_gram WHERE gram = :g.gram AND category = :g.category;

@propose_class_keep(struct propose_gram g)
INSERT INTO propose_class (category, docs) VALUES (:g.category, :g.n)
    ON CONFLICT (category) DO UPDATE SET docs = excluded.docs;

@propose_class_drop(struct propose_gram g)
DELETE FROM propose_class WHERE category = :g.category;

-- The titles it learns from, oldest first.
@propose_titles(int after) -> struct propose_title[]
SELECT o.id AS row, o.category, o.title FROM orders o
 WHERE o.id > :after AND {propose_learnt} ORDER BY o.id LIMIT 5000;

@propose_all_classes() -> struct propose_class[]
SELECT id, word, label FROM category ORDER BY sort, id LIMIT 200;

@propose_classes() -> struct propose_class[]
SELECT k.id, k.word, k.label, c.docs AS learnt FROM propose_class c JOIN category k ON k.id = c.category
 ORDER BY k.id;

@propose_counts(text title) -> struct propose_gram[]
{propose_at}
SELECT DISTINCT g.gram, g.category, g.n
  FROM spot CROSS JOIN {propose_widths}
  JOIN propose_gram g ON g.gram = substr(CAST(:title AS TEXT), spot.i, width.w)
 WHERE spot.i <= length(CAST(:title AS TEXT));

@propose_phone_index(int order) -> text
SELECT phone_index FROM orders WHERE id = :order;

@@propose_readable
({reach p.path}
 OR :s.own AND (o.requester = :s.person OR o.proxy = :s.person)
 OR :s.serving AND (o.person = :s.person OR o.team IN {led :s.person}))

@propose_near(scope s, struct propose_ask a) -> struct propose_like[]
SELECT o.uid, o.number, o.title, o.state, k.word AS category,
       CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       CASE WHEN o.place = :a.place? THEN 1 ELSE 0 END AS here,
       CASE WHEN o.requester = :a.requester? OR o.phone_index = :a.phone_index? THEN 1 ELSE 0 END AS person
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place pp ON pp.id = p.parent
 WHERE (o.place = :a.place? OR o.requester = :a.requester? OR o.phone_index = :a.phone_index?)
   AND o.state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CALLBACK_DUE} AND o.id <> :a.order
   AND o.created >= :now - {PROPOSE_DAYS} * {DAY} AND {propose_readable}
 ORDER BY o.id DESC LIMIT 200;
