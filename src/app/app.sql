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
