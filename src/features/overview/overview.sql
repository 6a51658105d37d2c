-- A scoped statement binds ?1 all, ?2 subtree, ?3 person of struct scope; where a part is asked about,
-- ?4 is the path of its place or NULL and ?5 the second the period begins.

-- The places whose grants count.
@@overview_held
SELECT h.id FROM grants g JOIN place gp ON gp.id = g.place
  JOIN place h ON h.path >= gp.path AND h.path < gp.path || '~'
 WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1

@@overview_reach
SELECT r.id FROM place r
 WHERE (?1 = 1 OR r.id IN ({overview_held}))
   AND (CAST(?4 AS TEXT) IS NULL OR r.path >= ?4 AND r.path < ?4 || '~')

-- Order o, event e: nothing is looked up where everything is in reach.
@@overview_here
(?1 = 1 AND CAST(?4 AS TEXT) IS NULL OR o.place IN ({overview_reach}))

@@overview_there
(?1 = 1 AND CAST(?4 AS TEXT) IS NULL
 OR e.orders IN (SELECT o.id FROM orders o WHERE o.place IN ({overview_reach})))

-- The first term is that of the index order_event_by_step. Sent back, an order is a draft again.
@@overview_event
order_event e WHERE e.action IN (2, 3, 10, 12) AND e.at >= ?5 AND {overview_there}

@@overview_submitted
{overview_event} AND e.action = 2 AND e.orders NOT IN (SELECT d.id FROM orders d WHERE d.state = 0)

@@overview_found
orders o WHERE o.created >= ?5 AND o.state <> 0 AND {overview_here}

-- No period begins at 0, which stands for: not closed.
@@overview_shut
orders o WHERE o.closed >= ?5 AND {overview_here}

-- ---- how it went ----

-- Steps are enum overview_step. An order is approved once; it may be submitted or accepted again.
@overview_steps
SELECT 0 AS step, count(*) AS n FROM {overview_found}
UNION ALL
SELECT 1, count(*) FROM {overview_event} AND e.action = 3
UNION ALL
SELECT 2, count(*) FROM (SELECT 1 FROM {overview_submitted} GROUP BY e.orders) x
UNION ALL
SELECT 3, count(*) FROM (SELECT 1 FROM {overview_event} AND e.action IN (10, 12) GROUP BY e.orders) x
UNION ALL
SELECT 4, count(*) FROM {overview_shut};

@@overview_corps_of
c.id = CASE WHEN t.kind = 1 THEN t.id ELSE t.corps END AND c.state <> 4

-- Closed ones by corps and face (enum overview_face; 3: without a score).
@overview_closed
SELECT c.uid AS corps, x.face, CAST(sum(x.n) AS BIGINT) AS n
  FROM (SELECT +o.team AS team, CASE WHEN o.score >= 4 THEN 0 WHEN o.score = 3 THEN 1
               WHEN o.score > 0 THEN 2 ELSE 3 END AS face, count(*) AS n
          FROM {overview_shut} GROUP BY 1, 2) x
  LEFT JOIN team t ON t.id = x.team
  LEFT JOIN team c ON {overview_corps_of}
 GROUP BY 1, 2;

@@overview_first_submission
(SELECT s.at FROM order_event s WHERE s.orders = x.id AND s.action = 2 ORDER BY s.seq LIMIT 1)

-- From the first submission to the acceptance (3), to the closing (4), of every ?6th, ?7th order.
@overview_took
SELECT 3 AS step, x.at - {overview_first_submission} AS took
  FROM (SELECT e.orders AS id, min(e.at) AS at FROM {overview_event}
           AND e.action IN (10, 12) AND e.orders % ?6 = 0 GROUP BY e.orders) x
UNION ALL
SELECT 4, x.closed - {overview_first_submission}
  FROM (SELECT o.id, o.closed FROM {overview_shut} AND o.id % ?7 = 0) x;

-- ?5 … ?17: where the twelve begin, and the end of the last.
@overview_trend
WITH b (n, since, until) AS (VALUES (0, CAST(?5 AS BIGINT), CAST(?6 AS BIGINT)), (1, ?6, ?7), (2, ?7, ?8), (3, ?8, ?9), (4, ?9, ?10),
  (5, ?10, ?11), (6, ?11, ?12), (7, ?12, ?13), (8, ?13, ?14), (9, ?14, ?15), (10, ?15, ?16), (11, ?16, ?17))
SELECT b.n,
       (SELECT count(*) FROM orders o WHERE o.created >= b.since AND o.created < b.until
           AND o.state <> 0 AND {overview_here}) AS found,
       (SELECT count(*) FROM orders o WHERE o.closed >= b.since
           AND o.closed < b.until AND {overview_here}) AS closed
  FROM b ORDER BY b.n;

-- ?6: 1 by village, 0 by township. A place that is closed or merged stands here while it has orders.
@overview_tiles
SELECT t.code AS place, t.label, t.kind, CAST(sum(x.n) AS BIGINT) AS orders
  FROM (SELECT +o.place AS place, count(*) AS n FROM {overview_found} GROUP BY 1
        UNION ALL
        SELECT q.id, 0 FROM place q WHERE q.state = 0 AND q.kind IN (1, 2)
           AND q.id IN ({overview_reach})) x
  JOIN place p ON p.id = x.place
  JOIN place t ON t.id = CASE WHEN ?6 = 0 AND p.kind = 2 THEN p.parent ELSE p.id END
 GROUP BY 1, 2, 3 HAVING ?6 = 0 OR t.kind = 2 OR sum(x.n) > 0 ORDER BY 4 DESC, 1;

-- As they stand (?5 is now): wall and offered whose time is over are open, done ones are to be called.
@overview_states
SELECT CASE WHEN o.state IN (3, 4) AND o.deadline > 0 AND o.deadline <= ?5 THEN 2
            WHEN o.state = 8 AND o.deadline > 0 AND o.deadline <= ?5 THEN 9
            ELSE o.state END AS state, count(*) AS count
  FROM orders o WHERE o.state BETWEEN 1 AND 9 AND {overview_here} GROUP BY 1 ORDER BY 1;

-- ---- down to the orders ----

@@overview_row
SELECT o.uid AS id, o.number, o.title, o.state, o.urgency, o.deadline, k.label AS category,
       CASE WHEN w.kind = 1 THEN w.label || ' ' || p.label ELSE p.label END AS place, t.name AS team

@@overview_joined
JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place w ON w.id = p.parent
  LEFT JOIN team t ON t.id = o.team

-- ?6 step, ?7 face (3: any), ?8 corps, ?9 1: this place alone, ?10 after, ?11 rows.
@overview_orders
WITH x AS (
SELECT o.id, o.created AS at FROM {overview_found} AND ?6 = 0
UNION ALL
SELECT e.orders, e.at FROM {overview_event} AND e.action = 3 AND ?6 = 1
UNION ALL
SELECT e.orders, min(e.at) FROM {overview_submitted} AND ?6 = 2 GROUP BY e.orders
UNION ALL
SELECT e.orders, min(e.at) FROM {overview_event} AND e.action IN (10, 12) AND ?6 = 3 GROUP BY e.orders
UNION ALL
SELECT o.id, o.closed FROM {overview_shut} AND ?6 = 4),
y AS (
SELECT x.id, x.at FROM x JOIN orders o ON o.id = x.id
 WHERE (?7 = 3 OR ?7 = 0 AND o.score >= 4 OR ?7 = 1 AND o.score = 3
        OR ?7 = 2 AND o.score BETWEEN 1 AND 2)
   AND (CAST(?8 AS TEXT) IS NULL OR ?8 = coalesce((SELECT c.uid FROM team t
        JOIN team c ON {overview_corps_of} WHERE t.id = o.team), 'none'))
   AND (?9 = 0 OR o.place = (SELECT q.id FROM place q WHERE q.path = ?4))
   AND (CAST(?10 AS TEXT) IS NULL OR (x.at, x.id) < (SELECT z.at, z.id FROM x z
        JOIN orders a ON a.id = z.id WHERE a.uid = ?10))
 ORDER BY x.at DESC, x.id DESC LIMIT ?11)
{overview_row}, y.at
  FROM y JOIN orders o ON o.id = y.id {overview_joined}
 ORDER BY y.at DESC, o.id DESC;

-- ?1 who entered them, ?2 state, ?3 now.
@overview_mine
{overview_row}, o.entered AS at, CASE WHEN ?2 = 0 THEN (SELECT count(*) FROM order_event e
         WHERE e.orders = o.id AND e.action = 4) ELSE 0 END AS returned
  FROM orders o {overview_joined}
 WHERE o.proxy = ?1 AND o.state IN (0, 8) AND o.state = ?2 AND (?2 = 0 OR o.deadline = 0 OR o.deadline > ?3)
 ORDER BY o.entered, o.id LIMIT 200;

@overview_running
{overview_row}, o.entered AS at
  FROM orders o {overview_joined}
 WHERE o.state BETWEEN 1 AND 9 AND (?1 = 1 OR o.place IN ({overview_held}))
 ORDER BY CASE WHEN o.deadline > 0 THEN o.deadline ELSE o.due END, o.id LIMIT 10;

@@overview_join_from
FROM member m
  JOIN team t ON t.id = m.team
  JOIN person s ON s.id = m.person
 WHERE m.state = 0 AND t.state <> 4 AND m.person <> ?3
   AND (?1 = 1 OR t.place IN ({overview_held}))

@overview_joins
SELECT t.uid AS team, t.name AS team_name, s.name, m.since {overview_join_from}
 ORDER BY m.since, m.id LIMIT 500;

-- ?1 whose villages, ?2 role of a station, ?3 role of a township.
@overview_contacts
SELECT DISTINCT s.name, t.label AS town
  FROM grants g
  JOIN place p ON p.id = g.place
  JOIN place t ON t.id = p.parent
  JOIN grants b ON b.place = t.id AND b.role = ?3
  JOIN person s ON s.id = b.person
 WHERE g.person = ?1 AND g.role = ?2 ORDER BY 2, 1 LIMIT 20;

-- ---- what waits: ?4 is now, ?5 so many are counted at most; each binds all five ----

@@overview_wait_here
(?1 = 1 OR o.place IN ({overview_held}))

@overview_wait_review
SELECT count(*) FROM (SELECT 1 AS one FROM orders o WHERE o.state = 1 AND ?4 > 0 AND {overview_wait_here} LIMIT ?5) w;

@overview_wait_dispatch
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state IN (2, 3, 4) AND (o.state = 2 OR o.deadline > 0 AND o.deadline <= ?4)
   AND {overview_wait_here} LIMIT ?5) w;

@overview_wait_callback
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state IN (8, 9) AND (o.state = 9 OR o.deadline > 0 AND o.deadline <= ?4)
   AND {overview_wait_here} LIMIT ?5) w;

-- As the list of overdue ones (features/clock): of the state, where no job ends it, or of the whole.
@overview_wait_overdue
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state BETWEEN 1 AND 9
   AND (o.state IN (1, 2, 5, 6, 7, 9) AND o.deadline > 0 AND o.deadline <= ?4
        OR o.due > 0 AND o.due <= ?4)
   AND {overview_wait_here} LIMIT ?5) w;

-- Never those about his own side.
@overview_wait_complaint
SELECT count(*) FROM (SELECT 1 AS one FROM complaint x JOIN orders o ON o.id = x.orders
 WHERE x.state = 0 AND ?4 > 0 AND {overview_wait_here} AND x.person <> ?3
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = x.team AND m.person = ?3 AND m.state = 2) LIMIT ?5) w;

@overview_wait_paper
SELECT count(*) FROM (SELECT 1 AS one FROM qualification q JOIN person s ON s.id = q.person
 WHERE q.state = 0 AND ?4 > 0 AND q.person <> ?3
   AND (?1 = 1 OR s.home IN ({overview_held})) LIMIT ?5) w;

@overview_wait_menu
SELECT count(*) FROM (SELECT 1 AS one FROM menu_item i
 WHERE i.state = 1 AND ?4 > 0 AND (?1 = 1 OR i.area IN ({overview_held})) LIMIT ?5) w;

@overview_wait_news
SELECT count(*) FROM (SELECT 1 AS one FROM news n
 WHERE n.state = 1 AND ?4 > 0 AND (?1 = 1 OR n.place IN ({overview_held})) LIMIT ?5) w;

@overview_wait_join
SELECT count(*) FROM (SELECT 1 AS one {overview_join_from} AND ?4 > 0 LIMIT ?5) w;

@overview_wait_draft
SELECT count(*) FROM (SELECT 1 AS one FROM orders o WHERE o.proxy = ?3 AND o.state IN (0, 8) AND o.state = 0 AND ?1 >= 0 AND ?2 >= 0 AND ?4 > 0 LIMIT ?5) w;

@overview_wait_verdict
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.proxy = ?3 AND o.state IN (0, 8) AND o.state = 8 AND (o.deadline = 0 OR o.deadline > ?4) AND ?1 >= 0 AND ?2 >= 0 LIMIT ?5) w;

-- Open surveys for which no sheet has come from a village of his own.
@overview_wait_survey
SELECT count(*) FROM (SELECT 1 AS one FROM survey v JOIN place a ON a.id = v.area
 WHERE v.state = 0 AND v.until_at > ?4 AND ?1 >= 0
   AND EXISTS (SELECT 1 FROM grants g JOIN place p ON p.id = g.place
        WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
          AND p.kind = 2 AND p.path >= a.path AND p.path < a.path || '~'
          AND NOT EXISTS (SELECT 1 FROM survey_line l WHERE l.survey = v.id AND l.place = p.id)) LIMIT ?5) w;
