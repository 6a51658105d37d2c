-- What only the commands, the jobs and the model county ask.

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

@app_holiday_add
INSERT INTO holiday (day, working, name) VALUES (?1, ?2, ?3) ON CONFLICT (day) DO NOTHING;

-- 0: nobody has to run it now.
@app_job_due
SELECT CASE WHEN EXISTS (SELECT 1 FROM job WHERE name = ?1 AND (next_at > ?2 OR lease_until > ?2))
  THEN 0 ELSE 1 END;

@app_outbox_due
SELECT COUNT(*) FROM outbox WHERE state = 0 AND next_at <= ?1 AND lease_until <= ?1;

-- The doctor: every event of every order, a page at a time after ?1 order, ?2 seq.
@app_events
SELECT e.orders, e.seq, e.action, e.from_state, e.to_state, o.number, o.state, o.revision
FROM order_event e JOIN orders o ON o.id = e.orders
WHERE (e.orders, e.seq) > (?1, ?2) ORDER BY e.orders, e.seq LIMIT 5000;

@app_order_without_event
SELECT number FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_event e WHERE e.orders = o.id)
ORDER BY id LIMIT 1;

-- Never both; one of them while somebody is asked or serves (4 to 7); none before.
@app_order_wrong_side
SELECT number FROM orders
WHERE (team <> 0 AND person <> 0) OR (state BETWEEN 4 AND 7 AND team = 0 AND person = 0)
   OR (state BETWEEN 0 AND 3 AND (team <> 0 OR person <> 0))
ORDER BY id LIMIT 1;

@app_team_miscounted
SELECT t.name FROM team t WHERE t.kind = 2 AND t.members <>
  (SELECT COUNT(*) FROM member m WHERE m.team = t.id AND m.state = 2) ORDER BY t.id LIMIT 1;

@app_check [sqlite]
PRAGMA quick_check(1);
@app_check [postgres]
SELECT 'ok';

@app_counts
SELECT (SELECT COUNT(*) FROM place) AS places, (SELECT COUNT(*) FROM person) AS people,
  (SELECT COUNT(*) FROM team) AS teams, (SELECT COUNT(*) FROM orders) AS orders,
  (SELECT COUNT(*) FROM order_event) AS events;

-- Notes of the program itself, beside the settings people change.
@app_note_get
SELECT value FROM setting WHERE name = ?1;

@app_note_set
INSERT INTO setting (name, value, who, at) VALUES (?1, ?2, '', ?3)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at;

@app_note_drop
DELETE FROM setting WHERE name = ?1;

-- The model county.
@app_place_point
UPDATE place SET lon = ?2, lat = ?3, sample = 1 WHERE id = ?1;

@app_volunteer_add
INSERT INTO person (uid, name, phone, phone_index, id_number, id_index, address, birth, gender, home,
  volunteer, number, skills, consent_by, consent_how, consent_at, created, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, ?12, ?13, '示例', ?14, ?14, 1) RETURNING id;

@app_member_add
INSERT INTO member (team, person, role, state, since) VALUES (?1, ?2, ?3, 2, ?4);

@app_team_members
UPDATE team SET members = ?2 WHERE id = ?1;

-- A grown-up member without an office.
@app_member_other
SELECT m.person FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 ORDER BY m.id LIMIT 1;

@app_member_uids
SELECT p.uid AS uid FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 ORDER BY m.id LIMIT 40;

@app_orders_sample
UPDATE orders SET sample = 1;

@app_persons_sample
UPDATE person SET sample = 1 WHERE sample = 0;

@app_inbox_read
UPDATE inbox SET read_at = at WHERE at < ?1;

@app_outbox_off
UPDATE outbox SET state = 3 WHERE state = 0;

@app_api_sessions_end
UPDATE session SET ended = ?2 WHERE person = ?1 AND kind = 1 AND ended IS NULL;

-- PostgreSQL plans by statistics, which a load inside one transaction has not made yet.
@app_analyze [sqlite]
SELECT 1;
@app_analyze [postgres]
ANALYZE;
