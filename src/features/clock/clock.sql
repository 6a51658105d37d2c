-- A scoped statement binds ?1 all, ?2 subtree, ?3 person of struct scope; ?4 is its present second.

@@clock_scope
(?1 = 1 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
                WHERE g.person = ?3
                  AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
                  AND p.path >= gp.path AND p.path < gp.path || '~'))

@clock_limits
SELECT l.id, l.clock, l.category AS category_row, l.urgency, l.minutes, l.working,
       k.word AS category, k.label AS category_label
  FROM order_limit l LEFT JOIN category k ON k.id = l.category
 ORDER BY l.clock, k.sort, l.urgency, l.id LIMIT 2000;

@clock_limit_set
INSERT INTO order_limit (clock, category, urgency, minutes, working) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (clock, category, urgency) DO UPDATE SET minutes = ?4, working = ?5;

@clock_limit_drop
DELETE FROM order_limit WHERE id = ?1;

@clock_holidays
SELECT day, working, name FROM holiday WHERE day >= ?1 ORDER BY day LIMIT 2000;

@clock_holiday_set
INSERT INTO holiday (day, working, name) VALUES (?1, ?2, ?3)
    ON CONFLICT (day) DO UPDATE SET working = ?2, name = ?3;

@clock_holiday_drop
DELETE FROM holiday WHERE day = ?1;

@clock_settings
SELECT s.name, coalesce(p.name, '系统') AS who, s.at
  FROM setting s LEFT JOIN person p ON p.uid = s.who LIMIT 200;

-- Over the time of its state, where no job ends it (wall, offered, done); over the whole time.
@@clock_state_late
(o.state IN (1, 2, 5, 6, 7, 9) AND o.deadline > 0 AND o.deadline <= ?4)

@@clock_whole_late
(o.state BETWEEN 1 AND 9 AND o.due > 0 AND o.due <= ?4)

@clock_lates
SELECT o.uid, o.number, o.title, o.state, o.level, o.urgency, o.deadline, o.due, o.person,
       k.label AS category, t.name AS team, coalesce(w.code, p.code) AS town,
       coalesce(w.label, p.label) AS town_label,
       CASE WHEN w.id IS NULL THEN p.label ELSE w.label || ' ' || p.label END AS place
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place w ON w.id = p.parent AND w.kind = 1
  LEFT JOIN team t ON t.id = o.team
 WHERE ({clock_state_late} OR {clock_whole_late}) AND {clock_scope}
   AND (CAST(?5 AS TEXT) IS NULL OR p.path >= ?5 AND p.path < ?5 || '~')
 ORDER BY o.level DESC, CASE WHEN {clock_state_late} THEN o.deadline ELSE o.due END, o.id LIMIT 500;

@clock_towns
SELECT coalesce(w.code, p.code) AS place, coalesce(w.label, p.label) AS label,
       count(*) AS total,
       sum(CASE WHEN {clock_state_late} THEN 0 ELSE 1 END) AS whole,
       sum(CASE WHEN {clock_state_late} AND o.level <= 1 THEN 1 ELSE 0 END) AS village,
       sum(CASE WHEN {clock_state_late} AND o.level = 2 THEN 1 ELSE 0 END) AS township,
       sum(CASE WHEN {clock_state_late} AND o.level >= 3 THEN 1 ELSE 0 END) AS centre
  FROM orders o
  JOIN place p ON p.id = o.place
  LEFT JOIN place w ON w.id = p.parent AND w.kind = 1
 WHERE ({clock_state_late} OR {clock_whole_late}) AND {clock_scope}
 GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 100;

-- What starts or ends a stay, of every order that something happened to since ?4. 7 and 16: put right
-- and rescheduled, which set the clock anew; 27: escalated. ?8 < 0: any urgency. ?9: a bit per state that matters.
@clock_events
SELECT e.orders, e.at, e.action, e.from_state, e.to_state, o.category AS category_row, o.urgency, o.ends_at
  FROM order_event e
  JOIN orders o ON o.id = e.orders
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
 WHERE e.orders > ?5
   AND e.orders IN (SELECT x.orders FROM order_event x WHERE x.at >= ?4)
   AND (e.from_state <> e.to_state OR e.action IN (7, 16, 27))
   AND ((CAST(?9 AS BIGINT) >> CAST(e.to_state AS INTEGER)) & 1 = 1
        OR e.from_state >= 0 AND (CAST(?9 AS BIGINT) >> CAST(e.from_state AS INTEGER)) & 1 = 1)
   AND {clock_scope}
   AND (CAST(?6 AS TEXT) IS NULL OR p.path >= ?6 AND p.path < ?6 || '~')
   AND (CAST(?7 AS TEXT) IS NULL OR k.word = ?7)
   AND (?8 < 0 OR o.urgency = ?8)
 ORDER BY e.orders, e.seq LIMIT 10000;

-- Offers made since ?4, each a stay: until it was answered, or now (?9). 3: it ran out, also when its job
-- has not run yet.
@clock_offers
SELECT f.id AS row, f.orders, f.at AS "from", CASE WHEN f.state = 0 AND f.until > ?9 THEN ?9
       WHEN f.state IN (0, 3) THEN f.until ELSE f.answered END AS until,
       o.category AS category_row, o.urgency,
       CASE WHEN f.state = 0 AND f.until > ?9 THEN 1 ELSE 0 END AS running,
       CASE WHEN f.state = 3 OR f.state = 0 AND f.until <= ?9 THEN 1 ELSE 0 END AS cut,
       CASE WHEN f.state = 3 OR f.state = 0 AND f.until <= ?9 THEN 1 ELSE 0 END AS hit
  FROM order_offer f
  JOIN orders o ON o.id = f.orders
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
 WHERE (f.orders > ?5 OR f.orders = ?5 AND f.id > ?10) AND f.at >= ?4
   AND {clock_scope}
   AND (CAST(?6 AS TEXT) IS NULL OR p.path >= ?6 AND p.path < ?6 || '~')
   AND (CAST(?7 AS TEXT) IS NULL OR k.word = ?7)
   AND (?8 < 0 OR o.urgency = ?8)
 ORDER BY f.orders, f.id LIMIT 5000;
