-- Values ?1 … ?5 of a scoped statement are struct scope: all, own, serving, subtree, person.

@@propose_scope
(?1 = 1
 OR ?2 = 1 AND (o.requester = ?5 OR o.proxy = ?5)
 OR ?3 = 1 AND (o.person = ?5 OR o.team IN (SELECT m.team FROM member m
                WHERE m.person = ?5 AND m.state = 2 AND m.role > 0))
 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
                WHERE g.person = ?5
                  AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
                  AND p.path >= gp.path AND p.path < gp.path || '~'))

-- Where a character or a pair may begin; a title has at most 60 characters.
@@propose_at
WITH RECURSIVE spot(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM spot WHERE i < 60)

@@propose_widths
(SELECT 1 AS w UNION ALL SELECT 2) width

-- Reviewed orders: their category was looked at. The newest, so that the count stays short.
@@propose_learnt
o.state BETWEEN 2 AND 10 AND o.id > (SELECT coalesce(max(id), 0) - 20000 FROM orders)

-- What the titles say now and is kept otherwise; a count of 0 is to be dropped. The gram '' counts titles.
@propose_drift
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

@propose_gram_keep
INSERT INTO propose_gram (gram, category, n) VALUES (?1, ?2, ?3)
    ON CONFLICT (gram, category) DO UPDATE SET n = excluded.n;

@propose_gram_drop
DELETE FROM propose_gram WHERE gram = ?1 AND category = ?2;

@propose_class_keep
INSERT INTO propose_class (category, docs) VALUES (?1, ?2)
    ON CONFLICT (category) DO UPDATE SET docs = excluded.docs;

@propose_class_drop
DELETE FROM propose_class WHERE category = ?1;

-- The titles it learns from, oldest first.
@propose_titles
SELECT o.id AS row, o.category, o.title FROM orders o
 WHERE o.id > ?1 AND {propose_learnt} ORDER BY o.id LIMIT 5000;

@propose_all_classes
SELECT id, word, label FROM category ORDER BY sort, id LIMIT 200;

@propose_classes
SELECT k.id, k.word, k.label, c.docs FROM propose_class c JOIN category k ON k.id = c.category
 ORDER BY k.id;

@propose_counts
{propose_at}
SELECT DISTINCT g.gram, g.category, g.n
  FROM spot CROSS JOIN {propose_widths}
  JOIN propose_gram g ON g.gram = substr(CAST(?1 AS TEXT), spot.i, width.w)
 WHERE spot.i <= length(CAST(?1 AS TEXT));

@propose_phone_index
SELECT phone_index FROM orders WHERE id = ?1;

@propose_near
SELECT o.uid, o.number, o.title, o.state, k.word AS category,
       CASE WHEN pp.kind = 1 THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       CASE WHEN o.place = ?7 THEN 1 ELSE 0 END AS here,
       CASE WHEN o.requester = ?8 OR o.phone_index = ?9 THEN 1 ELSE 0 END AS person
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place pp ON pp.id = p.parent
 WHERE (o.place = ?7 OR o.requester = ?8 OR o.phone_index = ?9)
   AND o.state BETWEEN 1 AND 9 AND o.id <> ?6 AND o.created >= ?10 AND {propose_scope}
 ORDER BY o.id DESC LIMIT 200;
