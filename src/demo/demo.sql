-- What only the model county asks.

@demo_holiday_add
INSERT INTO holiday (day, working, name) VALUES (?1, ?2, ?3) ON CONFLICT (day) DO NOTHING;

@demo_place_point
UPDATE place SET lon = ?2, lat = ?3, sample = 1 WHERE id = ?1;

-- ?1: a JSON list of [id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
-- home, number, skills, since]; the ids are the next ones.
@demo_volunteers_add [sqlite]
INSERT INTO person (id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
  home, volunteer, number, skills, consent_by, consent_how, consent_at, created, sample)
SELECT v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, v ->> 8, v ->> 9,
  v ->> 10, 1, v ->> 11, v ->> 12, v ->> 2, '示例', v ->> 13, v ->> 13, 1
FROM (SELECT value AS v FROM json_each(?1)) r;
@demo_volunteers_add [postgres]
INSERT INTO person (id, uid, name, phone, phone_index, id_number, id_index, address, birth, gender,
  home, volunteer, number, skills, consent_by, consent_how, consent_at, created, sample)
SELECT CAST(v ->> 0 AS BIGINT), v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7,
  CAST(v ->> 8 AS BIGINT), CAST(v ->> 9 AS BIGINT), CAST(v ->> 10 AS BIGINT), 1, v ->> 11, v ->> 12,
  v ->> 2, '示例', CAST(v ->> 13 AS BIGINT), CAST(v ->> 13 AS BIGINT), 1
FROM jsonb_array_elements(CAST(?1 AS jsonb)) AS r(v);

@demo_person_last
SELECT max(id) FROM person;

-- PostgreSQL counts on from the ids that were given by hand.
@demo_person_count_on [sqlite]
SELECT 1;
@demo_person_count_on [postgres]
SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person));

-- ?1: a JSON list of [team, person, role, since].
@demo_members_add [sqlite]
INSERT INTO member (team, person, role, state, since)
SELECT v ->> 0, v ->> 1, v ->> 2, 2, v ->> 3 FROM (SELECT value AS v FROM json_each(?1)) r;
@demo_members_add [postgres]
INSERT INTO member (team, person, role, state, since)
SELECT CAST(v ->> 0 AS BIGINT), CAST(v ->> 1 AS BIGINT), CAST(v ->> 2 AS BIGINT), 2,
  CAST(v ->> 3 AS BIGINT) FROM jsonb_array_elements(CAST(?1 AS jsonb)) AS r(v);

@demo_team_members
UPDATE team SET members = ?2 WHERE id = ?1;

-- A grown-up member without an office.
@demo_member_other
SELECT m.person FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 ORDER BY m.id LIMIT 1;

@demo_audit_last
SELECT max(at) FROM audit;

-- Grown-up members without an office who have been in it for long. ?1 team, ?2 born before, ?3 since, ?4 how many
@demo_member_mates
SELECT p.id AS id, p.uid AS uid FROM member m JOIN person p ON p.id = m.person
WHERE m.team = ?1 AND m.state = 2 AND m.role = 0 AND p.birth < ?2 AND m.since < ?3 ORDER BY m.id LIMIT ?4;

@demo_order_row
SELECT id FROM orders WHERE uid = ?1;

@demo_order_now
SELECT state, deadline, level, starts_at, ends_at, activity, form, due, wanted_until FROM orders WHERE id = ?1;

@demo_orders_sample
UPDATE orders SET sample = 1;

@demo_persons_sample
UPDATE person SET sample = 1 WHERE sample = 0;

-- The last message before ?2, from ?1 on.
@demo_inbox_upto
SELECT coalesce(max(id), 0) FROM inbox WHERE id > ?1 AND at < ?2;

@demo_inbox_read
UPDATE inbox SET read_at = ?3 WHERE id > ?1 AND id <= ?2 AND read_at IS NULL;

@demo_outbox_off
UPDATE outbox SET state = 3 WHERE state = 0;

@demo_api_sessions_end
UPDATE session SET ended = ?2 WHERE person = ?1 AND kind = 1 AND ended IS NULL;

-- PostgreSQL plans by statistics, which a load inside one transaction has not made yet.
@demo_analyze [sqlite]
SELECT 1;
@demo_analyze [postgres]
ANALYZE;

@demo_menu_titled
SELECT uid FROM menu_item WHERE title = ?1 AND state = 2 ORDER BY id LIMIT 1;

@demo_menu_sample
UPDATE menu_item SET sample = 1;

@demo_survey_sample
UPDATE survey SET sample = 1;
