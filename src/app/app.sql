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

-- Notes of the program itself, beside the settings people change.
@app_note_get
SELECT value FROM setting WHERE name = ?1;

@app_note_set
INSERT INTO setting (name, value, who, at) VALUES (?1, ?2, '', ?3)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at;

@app_note_drop
DELETE FROM setting WHERE name = ?1;

-- Who is told of moves; nothing comes back when it is there already.
@app_webhook_add
INSERT INTO webhook (url, event) VALUES (?1, ?2) ON CONFLICT (url, event) DO NOTHING RETURNING id;

@app_webhooks
SELECT id, url, event FROM webhook ORDER BY id LIMIT 1000;

@app_webhook_remove
DELETE FROM webhook WHERE id = ?1;

-- The model county.
@app_place_point
UPDATE place SET lon = ?2, lat = ?3, sample = 1 WHERE id = ?1;

-- ?1: a JSON list of [id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
-- home, number, skills, since]; the ids are the next ones.
@app_volunteers_add [sqlite]
INSERT INTO person (id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
  home, volunteer, number, skills, consent_by, consent_how, consent_at, created, sample)
SELECT v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, v ->> 8, v ->> 9,
  v ->> 10, 1, v ->> 11, v ->> 12, v ->> 2, '示例', v ->> 13, v ->> 13, 1
FROM (SELECT value AS v FROM json_each(?1)) r;
@app_volunteers_add [postgres]
INSERT INTO person (id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
  home, volunteer, number, skills, consent_by, consent_how, consent_at, created, sample)
SELECT CAST(v ->> 0 AS BIGINT), v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7,
  CAST(v ->> 8 AS BIGINT), CAST(v ->> 9 AS BIGINT), CAST(v ->> 10 AS BIGINT), 1, v ->> 11, v ->> 12,
  v ->> 2, '示例', CAST(v ->> 13 AS BIGINT), CAST(v ->> 13 AS BIGINT), 1
FROM jsonb_array_elements(CAST(?1 AS jsonb)) AS r(v);

@app_person_last
SELECT max(id) FROM person;

-- PostgreSQL counts on from the ids that were given by hand.
@app_person_count_on [sqlite]
SELECT 1;
@app_person_count_on [postgres]
SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person));

-- ?1: a JSON list of [team, person, role, since].
@app_members_add [sqlite]
INSERT INTO member (team, person, role, state, since)
SELECT v ->> 0, v ->> 1, v ->> 2, 2, v ->> 3 FROM (SELECT value AS v FROM json_each(?1)) r;
@app_members_add [postgres]
INSERT INTO member (team, person, role, state, since)
SELECT CAST(v ->> 0 AS BIGINT), CAST(v ->> 1 AS BIGINT), CAST(v ->> 2 AS BIGINT), 2,
  CAST(v ->> 3 AS BIGINT) FROM jsonb_array_elements(CAST(?1 AS jsonb)) AS r(v);

@app_team_members
UPDATE team SET members = ?2 WHERE id = ?1;

-- A grown-up member without an office.
@app_member_other
SELECT m.person FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 ORDER BY m.id LIMIT 1;

@app_audit_last
SELECT max(at) FROM audit;

-- Grown-up members without an office who have been in it for long. ?1 team, ?2 born before, ?3 since, ?4 how many
@app_member_mates
SELECT p.id AS id, p.uid AS uid FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 AND m.since < ?3 ORDER BY m.id LIMIT ?4;

@app_order_row
SELECT id FROM orders WHERE uid = ?1;

@app_order_now
SELECT state, deadline, level, starts_at, ends_at, activity, form, due, wanted_until FROM orders WHERE id = ?1;

@app_orders_sample
UPDATE orders SET sample = 1;

@app_persons_sample
UPDATE person SET sample = 1 WHERE sample = 0;

-- The last message before ?2, from ?1 on.
@app_inbox_upto
SELECT coalesce(max(id), 0) FROM inbox WHERE id > ?1 AND at < ?2;

@app_inbox_read
UPDATE inbox SET read_at = ?3 WHERE id > ?1 AND id <= ?2 AND read_at IS NULL;

@app_outbox_off
UPDATE outbox SET state = 3 WHERE state = 0;

@app_api_sessions_end
UPDATE session SET ended = ?2 WHERE person = ?1 AND kind = 1 AND ended IS NULL;

-- PostgreSQL plans by statistics, which a load inside one transaction has not made yet.
@app_analyze [sqlite]
SELECT 1;
@app_analyze [postgres]
ANALYZE;

@app_menu_titled
SELECT uid FROM menu_item WHERE title = ?1 AND state = 2 ORDER BY id LIMIT 1;

@app_menu_sample
UPDATE menu_item SET sample = 1;

@app_survey_sample
UPDATE survey SET sample = 1;
