-- What only the commands and the jobs ask.

@app_places
SELECT COUNT(*) FROM place;

@app_root
SELECT id FROM place WHERE kind = 0 AND parent = 0 ORDER BY id LIMIT 1;

@app_corps_count
SELECT COUNT(*) FROM team WHERE kind = 1;

@app_corps
SELECT id FROM team WHERE kind = 1 AND name = ?1 ORDER BY id LIMIT 1;

@app_categories
SELECT COUNT(*) FROM category;

@app_category_add
INSERT INTO category (word, label, corps, never_public, sort) VALUES (?1, ?2, ?3, ?4, ?5);

@app_limits
SELECT COUNT(*) FROM order_limit;

@app_limit_add
INSERT INTO order_limit (clock, urgency, minutes) VALUES (?1, ?2, ?3);

-- 0: nobody has to run it now.
@app_job_due
SELECT CASE WHEN EXISTS (SELECT 1 FROM job WHERE name = ?1
    AND (next_at BETWEEN ?2 + 1 AND ?4 OR lease_until BETWEEN ?2 + 1 AND ?3))
  THEN 0 ELSE 1 END;

@app_outbox_due
SELECT 1 FROM outbox WHERE state = 0 AND next_at <= ?1 AND lease_until <= ?1 LIMIT 1;

-- The doctor: every event of every order, a page at a time after ?1 order, ?2 seq.
@app_events
SELECT e.orders, e.seq, e.action, e.from_state, e.to_state, o.number, o.state, o.revision
FROM order_event e JOIN orders o ON o.id = e.orders
WHERE (e.orders, e.seq) > (?1, ?2) ORDER BY e.orders, e.seq LIMIT 5000;

-- What everybody may read, a page at a time after ?1.
@app_shown
SELECT o.id FROM orders o JOIN category k ON k.id = o.category
WHERE o.id > ?1 AND o.published > 0 AND o.public_title IS NOT NULL AND o.state BETWEEN 2 AND 10
  AND k.never_public = 0 ORDER BY o.id LIMIT 500;

-- What is searched by its place lies there, or is on its way (core/search_move.h): orders and their public texts,
-- teams, people.
@app_search_elsewhere
SELECT x.name FROM (
  SELECT o.number AS name, o.place, o.id AS doc FROM orders o
  UNION ALL SELECT o.number, o.place, o.id + 281474976710656 FROM orders o
  UNION ALL SELECT t.name, t.place, t.id + 562949953421312 FROM team t
  UNION ALL SELECT s.uid, s.home, s.id + 844424930131968 FROM person s) x
JOIN search_doc d ON d.id = x.doc LEFT JOIN place p ON p.id = x.place
WHERE d.path <> COALESCE(p.path, '')
  AND NOT EXISTS (SELECT 1 FROM search_moved m WHERE d.path LIKE '%/' || m.code || '/%')
LIMIT 1;

@app_order_without_event
SELECT number FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_event e WHERE e.orders = o.id)
ORDER BY id LIMIT 1;

-- Never both; one of them while somebody serves (5 to 7); none before. Offers wait in state 4 only,
-- and one of them always does.
@app_order_wrong_side
SELECT number FROM orders
WHERE (team <> 0 AND person <> 0) OR (state BETWEEN 5 AND 7 AND team = 0 AND person = 0)
   OR (state BETWEEN 0 AND 4 AND (team <> 0 OR person <> 0))
   OR (state = 4 AND NOT EXISTS (SELECT 1 FROM order_offer f WHERE f.orders = orders.id AND f.state = 0))
   OR (state <> 4 AND id IN (SELECT f.orders FROM order_offer f WHERE f.state = 0))
ORDER BY id LIMIT 1;

-- A person, with the records that were merged with his, who holds two of the duties 8 to 10.
@app_duties_meet
SELECT p.name FROM grants g JOIN person q ON q.id = g.person
JOIN person p ON p.id = CASE WHEN q.merged_into > 0 THEN q.merged_into ELSE q.id END
WHERE g.role BETWEEN 8 AND 10
GROUP BY p.id, p.name HAVING COUNT(DISTINCT g.role) > 1 ORDER BY p.id LIMIT 1;

-- The doctor: every seal, a page at a time after the row ?1 that it is bound to.
@app_seals_person
SELECT uid AS place, phone AS a, id_number AS b, address AS c, email AS d FROM person
WHERE uid > ?1 ORDER BY uid LIMIT 2000;

@app_seals_orders
SELECT uid AS place, detail AS a, phone AS b, address AS c, contact_name AS d FROM orders
WHERE uid > ?1 ORDER BY uid LIMIT 2000;

@app_seals_complaint
SELECT uid AS place, text AS a, answer AS b FROM complaint WHERE uid > ?1 ORDER BY uid LIMIT 2000;

@app_seals_qualification
SELECT uid AS place, number AS a FROM qualification WHERE uid > ?1 ORDER BY uid LIMIT 2000;

@app_seals_guardian
SELECT seal AS place, name AS a, phone AS b FROM guardian WHERE seal > ?1 ORDER BY seal LIMIT 2000;

@app_seals_operation
SELECT id AS place, location AS a, body AS b FROM operation WHERE id > ?1 ORDER BY id LIMIT 2000;

-- Whoever died or left and holds a role still.
@app_duties_gone
SELECT DISTINCT p.id AS n, p.name FROM grants g JOIN person p ON p.id = g.person WHERE p.ended > 0 ORDER BY n LIMIT 100;

@app_team_miscounted
SELECT t.name FROM team t WHERE t.kind = 2 AND t.members <>
  (SELECT COUNT(*) FROM member m WHERE m.team = t.id AND m.state = 2) ORDER BY t.id LIMIT 1;

-- Places taken on the menu that are not the orders which hold them.
@app_slot_miscounted
SELECT i.title FROM menu_slot s JOIN menu_item i ON i.id = s.item WHERE s.taken <>
  (SELECT COUNT(*) FROM orders o WHERE o.slot = s.id) ORDER BY s.id LIMIT 1;

@app_check [sqlite]
PRAGMA quick_check(1);
@app_check [postgres]
SELECT 'ok';

@app_counts
SELECT (SELECT COUNT(*) FROM place) AS places, (SELECT COUNT(*) FROM person) AS people,
  (SELECT COUNT(*) FROM team) AS teams, (SELECT COUNT(*) FROM orders) AS orders,
  (SELECT COUNT(*) FROM order_event) AS events;

-- Who is told of moves; nothing comes back when it is there already.
@app_webhook_add
INSERT INTO webhook (url, event) VALUES (?1, ?2) ON CONFLICT (url, event) DO NOTHING RETURNING id;

@app_webhooks
SELECT id, url, event FROM webhook ORDER BY id LIMIT 1000;

@app_webhook_remove
DELETE FROM webhook WHERE id = ?1;
