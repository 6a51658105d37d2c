-- Values ?1 … ?5 of a scoped statement are struct scope: all, own, serving, subtree, person.

@@order_columns
SELECT o.id AS row, o.uid, o.number, o.kind, o.form, o.source, o.state, o.revision, o.title,
       o.detail, o.public_title, o.public_detail, o.public_ok, o.published, o.category AS category_row,
       o.urgency, o.place AS place_row, o.wanted_from, o.wanted_until, o.people, o.service,
       o.requester, o.proxy, o.contact_name, o.phone, o.address, o.consent_by, o.consent_how,
       o.consent_at, o.team AS team_row, o.person AS person_row, o.leader AS leader_row, o.activity,
       o.starts_at, o.ends_at, o.score, o.comment, o.report, o.merged_into, o.deadline, o.due,
       o.level, o.created, o.entered, o.closed, o.sample, o.slot, o.verdict_by, o.verdict_how,
       CASE WHEN o.state = 4 THEN (SELECT count(*) FROM order_offer f
            WHERE f.orders = o.id AND f.state = 0) ELSE 0 END AS asked,
       k.word AS category, k.label AS category_label, k.never_public,
       p.code AS place, p.path AS place_path,
       CASE WHEN pp.kind = 1 THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       t.uid AS team, t.name AS team_name, sp.uid AS person, sp.name AS person_name,
       lp.uid AS leader, lp.name AS leader_name, rp.name AS requester_name, mo.number AS merged
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place pp ON pp.id = p.parent
  LEFT JOIN team t ON t.id = o.team
  LEFT JOIN person sp ON sp.id = o.person
  LEFT JOIN person lp ON lp.id = o.leader
  LEFT JOIN person rp ON rp.id = o.requester
  LEFT JOIN orders mo ON mo.id = o.merged_into

-- Who is asked sees it as long as his offer waits (an offered order has no side yet); ?6 is now.
@@order_asked
(o.state = 4 AND o.id IN (
  SELECT f.orders FROM order_offer f WHERE f.state = 0 AND f.person = ?5 AND f.until > ?6
   UNION SELECT f.orders FROM member m JOIN order_offer f ON f.team = m.team AND f.state = 0
          WHERE m.person = ?5 AND m.state = 2 AND m.role > 0 AND f.until > ?6))

-- A draft is its parties' own; everything later is also seen by staff in reach.
@@order_scope
(?1 = 1 AND o.state <> 0
 OR ?2 = 1 AND (o.requester = ?5 OR o.proxy = ?5)
 OR ?3 = 1 AND (o.person = ?5 OR o.team IN (SELECT m.team FROM member m
                WHERE m.person = ?5 AND m.state = 2 AND m.role > 0) OR {order_asked})
 OR o.state <> 0 AND EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
                WHERE g.person = ?5
                  AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
                  AND p.path >= gp.path AND p.path < gp.path || '~'))

@@order_on_wall
(o.published > 0 AND o.state = 3 AND o.deadline > ?6 AND k.never_public = 0)

-- The clock has ended the state, whether its job has run or not; ?6 is now.
@@order_over
(o.state IN (3, 4, 8) AND o.deadline > 0 AND o.deadline <= ?6)

-- Stands in state ?7, or has come there by its clock: wall and offered to open, done to callback.
@@order_stands
(o.state = ?7 AND NOT {order_over}
 OR ?7 = 2 AND o.state IN (3, 4) AND o.deadline > 0 AND o.deadline <= ?6
 OR ?7 = 9 AND o.state = 8 AND o.deadline > 0 AND o.deadline <= ?6)

@@order_filter
(?7 < 0 OR {order_stands})
   AND (CAST(?8 AS TEXT) IS NULL OR p.path >= ?8 AND p.path < ?8 || '~')
   AND (CAST(?9 AS TEXT) IS NULL OR k.word = ?9)
   AND (?10 < 0 OR o.urgency = ?10)

@order_get
{order_columns} WHERE o.id = ?1;

@order_by_uid
{order_columns} WHERE o.uid = ?1;

@order_by_number
{order_columns} WHERE o.number = ?1;

-- A clerk has entered thousands: the newest are found before they are read.
@order_mine
{order_columns}
 WHERE o.id IN (SELECT r.id FROM (SELECT n.id FROM orders n WHERE n.requester = ?1 ORDER BY n.id DESC LIMIT 100) r
       UNION SELECT y.id FROM (SELECT n.id FROM orders n WHERE n.proxy = ?1 AND n.proxy > 0
                       ORDER BY n.created DESC, n.id DESC LIMIT 100) y)
 ORDER BY o.id DESC LIMIT 100;

@order_serving
{order_columns}
 WHERE o.state BETWEEN 5 AND 9
   AND (o.person = ?1 OR o.team IN (SELECT m.team FROM member m
        WHERE m.person = ?1 AND m.state = 2 AND m.role > 0))
    OR o.id IN (SELECT f.orders FROM order_offer f WHERE f.id IN {offer_for_him})
 ORDER BY o.deadline, o.id LIMIT 200;

@order_expired
{order_columns}
 WHERE o.state IN (3, 4, 8) AND o.deadline > 0 AND o.deadline <= ?1
    OR o.id IN (SELECT f.orders FROM order_offer f WHERE f.state = 0 AND f.until <= ?1)
 ORDER BY o.deadline LIMIT 100;

-- Climbs one level at the deadline and one more each day after it: village, township, centre.
@order_overdue
{order_columns}
 WHERE o.state IN (1, 2, 5, 6, 7, 9) AND o.deadline > 0
   AND o.deadline + o.level * 86400 <= ?1 AND o.level < 3
 ORDER BY o.deadline LIMIT 100;

@order_totals
SELECT at, orders, open, closed, teams, volunteers, places FROM order_total WHERE id = 1;

@order_totals_count
SELECT (SELECT count(*) FROM orders WHERE state > 0) AS orders,
       (SELECT count(*) FROM orders WHERE state BETWEEN 1 AND 9) AS open,
       (SELECT count(*) FROM orders WHERE state = 10) AS closed,
       (SELECT count(*) FROM team WHERE kind = 2 AND state IN (1, 2)) AS teams,
       (SELECT count(*) FROM person WHERE volunteer = 1) AS volunteers,
       (SELECT count(*) FROM place WHERE kind = 2 AND state = 0) AS places;

@order_totals_keep
INSERT INTO order_total (id, at, orders, open, closed, teams, volunteers, places)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, orders = excluded.orders,
       open = excluded.open, closed = excluded.closed, teams = excluded.teams,
       volunteers = excluded.volunteers, places = excluded.places;

@order_serial
INSERT INTO order_serial (day, last) VALUES (?1, 1)
    ON CONFLICT (day) DO UPDATE SET last = order_serial.last + 1 RETURNING last;

@order_insert
INSERT INTO orders (uid, number, kind, form, source, state, revision, title, detail, public_ok,
                    category, urgency, place, wanted_from, wanted_until, people, service, requester,
                    proxy, contact_name, phone, phone_index, address, consent_by, consent_how,
                    consent_at, created, entered, sample)
VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
        ?20, ?21, ?22, ?23, ?24, ?25, ?25, ?26) RETURNING id;

@order_rewrite
UPDATE orders SET kind = ?3, form = ?4, title = ?5, detail = ?6, public_ok = ?7, category = ?8,
       urgency = ?9, place = ?10, wanted_from = ?11, wanted_until = ?12, people = ?13,
       service = ?14, contact_name = ?15, phone = ?16, phone_index = ?17, address = ?18,
       consent_by = ?19, consent_how = ?20, consent_at = ?21, source = ?22,
       revision = revision + 1
 WHERE id = ?1 AND revision = ?2 AND state = 0;

-- The one statement that changes a state; while it is offered, team and person stay 0. ?4 is the
-- present second where the state has a deadline that ends it (wall, offered, done), else 0: a late
-- job is never visible.
@order_move
UPDATE orders SET state = ?5, revision = revision + 1, deadline = ?6, due = ?7, entered = ?8,
       level = ?9, kind = ?10, category = ?11, urgency = ?12, place = ?13, public_title = ?14,
       public_detail = ?15, published = ?16, team = ?17, person = ?18, leader = ?19,
       activity = ?20, starts_at = ?21, ends_at = ?22, score = ?23, comment = ?24, report = ?25,
       merged_into = ?26, closed = ?27, slot = ?28, verdict_by = ?29, verdict_how = ?30
 WHERE id = ?1 AND revision = ?2 AND state = ?3 AND (CAST(?4 AS BIGINT) = 0 OR deadline > ?4);

@order_event_insert
INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, deadline, reason,
                         team, person)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

@order_events
SELECT e.seq, e.at, e.actor, e.action, e.from_state, e.to_state, e.deadline, e.reason,
       a.name AS actor_name, t.name AS team_name, s.name AS person_name
  FROM order_event e
  LEFT JOIN person a ON a.id = e.actor
  LEFT JOIN team t ON t.id = e.team
  LEFT JOIN person s ON s.id = e.person
 WHERE e.orders = ?1 ORDER BY e.seq LIMIT 500;

-- The most particular row wins: category before urgency before the general one.
@order_limit
SELECT minutes, working FROM order_limit
 WHERE clock = ?1 AND category IN (0, ?2) AND urgency IN (-1, ?3)
 ORDER BY category DESC, urgency DESC LIMIT 1;

@order_holidays
SELECT day, working FROM holiday WHERE day >= ?1 ORDER BY day LIMIT 400;

@order_reveal
INSERT INTO reveal (at, actor, kind, subject, reason) VALUES (?1, ?2, 'order', ?3, ?4);

@order_staff_of
SELECT DISTINCT g.person AS id FROM grants g JOIN place gp ON gp.id = g.place
 WHERE g.role = ?1 AND ?2 >= gp.path AND ?2 < gp.path || '~' ORDER BY 1 LIMIT 50;

@category_list
SELECT k.id, k.word, k.label, k.corps, k.never_public, k.sort, t.name AS corps_name
  FROM category k LEFT JOIN team t ON t.id = k.corps ORDER BY k.sort, k.id LIMIT 200;

@category_by_word
SELECT k.id, k.word, k.label, k.corps, k.never_public, k.sort, t.name AS corps_name
  FROM category k LEFT JOIN team t ON t.id = k.corps WHERE k.word = ?1;

@order_villages
SELECT p.code, CASE WHEN p.kind = 2 THEN pp.label || ' ' || p.label ELSE p.label END AS label
  FROM place p LEFT JOIN place pp ON pp.id = p.parent
 WHERE p.kind IN (1, 2) AND p.state = 0 ORDER BY p.path LIMIT 2000;
