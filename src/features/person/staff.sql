-- Qualifications, gates and guardians.
@@qualification_columns
q.uid AS id, q.person AS person_row, k.word AS kind, k.label AS kind_label, q.number, q.expires, 0 AS expired, q.state,
q.reason, q.decided, q.created, p.uid AS person, p.name, h.path

@@qualification_from
qualification q JOIN qualification_kind k ON k.id = q.kind JOIN person p ON p.id = q.person
LEFT JOIN place h ON h.id = p.home

@qualification_of
SELECT {qualification_columns} FROM {qualification_from} WHERE q.person = ?1 ORDER BY q.id DESC LIMIT 100;

@qualification_by_uid
SELECT {qualification_columns} FROM {qualification_from} WHERE q.uid = ?1;

-- ?1 all, ?2 roles whose grants count, ?3 who asks, whose own are left out.
@qualification_waiting
SELECT {qualification_columns} FROM {qualification_from}
WHERE q.state = 0 AND q.person <> ?3
  AND (?1 = 1 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
       WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
         AND h.path >= gp.path AND h.path < gp.path || '~'))
ORDER BY q.id LIMIT 50;

-- Confirmed, not told yet, and the last day lies in ?1 … ?2; ?3 rows.
@qualification_ending
SELECT {qualification_columns} FROM {qualification_from}
WHERE q.state = 1 AND q.reminded = 0 AND q.expires > ?1 AND q.expires <= ?2 ORDER BY q.expires LIMIT ?3;

@qualification_reminded
UPDATE qualification SET reminded = ?2 WHERE uid = ?1;

@qualification_kinds
SELECT word, label FROM qualification_kind ORDER BY sort, id LIMIT 100;

@qualification_kind
SELECT id FROM qualification_kind WHERE word = ?1;

@qualification_insert
INSERT INTO qualification (uid, person, kind, number, expires, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

@qualification_delete
DELETE FROM qualification WHERE uid = ?1;

@qualification_decide
UPDATE qualification SET state = ?3, reason = ?4, decided_by = ?5, decided = ?6 WHERE uid = ?1 AND state = ?2;

@gate_count
SELECT COUNT(*) FROM category_gate WHERE category = ?1;

-- ?3 a day before the visit: the last day counts whole.
@gate_passed
SELECT COUNT(*) FROM category_gate g JOIN qualification q ON q.kind = g.kind
WHERE g.category = ?1 AND q.person = ?2 AND q.state = 1 AND (q.expires = 0 OR q.expires > ?3);

@gate_kinds
SELECT k.word, k.label FROM category_gate g JOIN qualification_kind k ON k.id = g.kind
WHERE g.category = ?1 ORDER BY k.sort LIMIT 100;

@gate_list
SELECT c.word AS category, c.label AS category_label, k.word AS kind, k.label AS kind_label
FROM category_gate g JOIN category c ON c.id = g.category JOIN qualification_kind k ON k.id = g.kind
ORDER BY c.sort, c.id, k.sort LIMIT 500;

@gate_category
SELECT id FROM category WHERE word = ?1;

@gate_insert
INSERT INTO category_gate (category, kind) VALUES (?1, ?2) ON CONFLICT (category, kind) DO NOTHING;

@gate_delete
DELETE FROM category_gate WHERE category = ?1 AND kind = ?2;

@guardian_list
SELECT purpose, name, phone, how, at, seal FROM guardian WHERE person = ?1 ORDER BY id DESC LIMIT 50;

@guardian_insert
INSERT INTO guardian (person, purpose, name, phone, how, at, entered_by, seal)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- entered_by 0: typed at registering, heard by nobody.
@guardian_agreed
SELECT COUNT(*) FROM guardian WHERE person = ?1 AND purpose = ?2 AND entered_by > 0;

-- Kept in clear by older versions.
@guardian_clear
SELECT id AS person, consent_at AS at, consent_by AS by, consent_how AS how FROM person
WHERE consent_by LIKE '%（监护人）' ORDER BY id LIMIT 500;

@guardian_cleared
UPDATE person SET consent_by = ?2, consent_how = ?3 WHERE id = ?1;

-- ---- persons kept twice ----

-- ?1 all, ?2 roles whose grants count, ?3 who asks; both homes must be in reach.
@@duplicate_where
a.merged_into = 0 AND b.merged_into = 0 AND (a.id_index IS NULL OR b.id_index IS NULL)
AND NOT EXISTS (SELECT 1 FROM person_apart x WHERE x.low = a.id AND x.high = b.id)
AND (?1 = 1 OR (EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
       WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
         AND ha.path >= gp.path AND ha.path < gp.path || '~')
     AND EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
       WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
         AND hb.path >= gp.path AND hb.path < gp.path || '~')))

@@duplicate_homes
JOIN place ha ON ha.id = a.home JOIN place hb ON hb.id = b.home

@@duplicate_same_phone
CASE WHEN a.phone_index IS NOT NULL AND a.phone_index = b.phone_index THEN 1 ELSE 0 END AS same_phone,
CASE WHEN a.name = b.name THEN 1 ELSE 0 END AS same_name

@duplicate_list
SELECT a.id AS low, b.id AS high, {duplicate_same_phone}
FROM person a JOIN person b ON b.phone_index = a.phone_index AND b.id > a.id {duplicate_homes}
WHERE {duplicate_where}
UNION
SELECT a.id AS low, b.id AS high, {duplicate_same_phone}
FROM person a JOIN person b ON b.name = a.name AND b.birth = a.birth AND b.id > a.id {duplicate_homes}
WHERE a.birth <> 0 AND CASE WHEN ha.kind = 2 THEN ha.parent ELSE ha.id END
    = CASE WHEN hb.kind = 2 THEN hb.parent ELSE hb.id END AND {duplicate_where}
ORDER BY same_name DESC, low, high LIMIT 50;

@duplicate_apart
INSERT INTO person_apart (low, high, actor, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (low, high) DO NOTHING;

-- Orders under way in which one of the two is served and the other serves.
@duplicate_both_sides
SELECT COUNT(*) FROM orders o LEFT JOIN attendance t ON t.activity = o.activity AND o.activity > 0
WHERE o.state < 10 AND ((o.requester = ?1 AND (o.person = ?2 OR t.person = ?2
    OR EXISTS (SELECT 1 FROM order_offer f WHERE f.orders = o.id AND f.state = 0 AND f.person = ?2)))
  OR (o.requester = ?2 AND (o.person = ?1 OR t.person = ?1
    OR EXISTS (SELECT 1 FROM order_offer f WHERE f.orders = o.id AND f.state = 0 AND f.person = ?1))));

-- Each moves rows of ?1 to ?2 and names them.
@merge_requester
UPDATE orders SET requester = ?2 WHERE requester = ?1 RETURNING id;
@merge_proxy
UPDATE orders SET proxy = ?2 WHERE proxy = ?1 AND proxy > 0 RETURNING id;
@merge_served_by
UPDATE orders SET person = ?2 WHERE person = ?1 RETURNING id;
@merge_asked
UPDATE order_offer SET person = ?2 WHERE person = ?1
  AND NOT EXISTS (SELECT 1 FROM order_offer k WHERE k.orders = order_offer.orders AND k.person = ?2
    AND k.state = 0 AND order_offer.state = 0)
RETURNING id;
@merge_order_leader
UPDATE orders SET leader = ?2 WHERE leader = ?1 RETURNING id;
@merge_leader
UPDATE activity SET leader = ?2 WHERE leader = ?1 RETURNING id;
@merge_attendance
UPDATE attendance SET person = ?2 WHERE person = ?1
  AND NOT EXISTS (SELECT 1 FROM attendance k WHERE k.activity = attendance.activity AND k.person = ?2)
RETURNING id;
-- A row of somebody who left gives way to one that stands.
@merge_member_left
DELETE FROM member WHERE person = ?2 AND state = 3
  AND EXISTS (SELECT 1 FROM member g WHERE g.team = member.team AND g.person = ?1 AND g.state <> 3)
RETURNING id;
@merge_member
UPDATE member SET person = ?2 WHERE person = ?1
  AND NOT EXISTS (SELECT 1 FROM member k WHERE k.team = member.team AND k.person = ?2)
RETURNING id;
@merge_member_twice
UPDATE member SET state = 3 WHERE person = ?1 AND state <> 3 AND ?2 > 0 RETURNING id;
@merge_qualification
UPDATE qualification SET person = ?2 WHERE person = ?1 RETURNING id;
@merge_guardian
UPDATE guardian SET person = ?2 WHERE person = ?1 RETURNING id;
@merge_inbox
UPDATE inbox SET person = ?2 WHERE person = ?1 RETURNING id;
-- Nobody decides about his own, also when he was kept twice.
@merge_news_author
UPDATE news SET author = ?2 WHERE author = ?1 RETURNING id;
@merge_news_editor
UPDATE news SET editor = ?2 WHERE editor = ?1 RETURNING id;
@merge_proposer
UPDATE menu_item SET proposer = ?2 WHERE proposer = ?1 RETURNING id;
@merge_menu_editor
UPDATE menu_item SET editor = ?2 WHERE editor = ?1 RETURNING id;
@merge_complaint_author
UPDATE complaint SET author = ?2 WHERE author = ?1 RETURNING id;
@merge_complaint_about
UPDATE complaint SET person = ?2 WHERE person = ?1 RETURNING id;
-- What waits leaves as he is told now (core/outbox.c).
@merge_outbox
UPDATE outbox SET person = ?2 WHERE person = ?1 AND state = 0 RETURNING id;
@merge_depart
UPDATE depart SET person = ?2 WHERE person = ?1 RETURNING id;
@merge_grants
SELECT id FROM grants WHERE person = ?1 AND ?2 > 0 ORDER BY id LIMIT 100;

@merge_recount
UPDATE team SET members = (SELECT COUNT(*) FROM member m WHERE m.team = team.id AND m.state = 2)
WHERE id IN (SELECT m.team FROM member m WHERE m.person = ?1 OR m.person = ?2);

-- The one that goes: keeps its seals, loses what must be unique.
@merge_gone
UPDATE person SET merged_into = ?2, id_index = NULL, number = NULL WHERE id = ?1 AND merged_into = 0;
-- Those merged into it before follow.
@merge_chain
UPDATE person SET merged_into = ?2 WHERE merged_into = ?1;

@merge_kept
UPDATE person SET phone = ?2, phone_index = ?3, id_number = ?4, id_index = ?5, address = ?6, email = ?7,
  birth = ?8, gender = ?9, volunteer = ?10, number = ?11, skills = ?12, hours = ?13, radius = ?14,
  consent_by = ?15, consent_how = ?16, consent_at = ?17, no_sms = ?18, ended = ?19, ended_at = ?20
WHERE id = ?1 AND merged_into = 0;

-- E-mail when both have it, the digest when one has it, the longer of the quiet hours. No row: as usual.
@merge_channels
INSERT INTO channel_choice (person, email, quiet_from, quiet_to, digest)
SELECT ?2, (SELECT MIN(COALESCE(e.email, 1)) FROM person p LEFT JOIN channel_choice e ON e.person = p.id
            WHERE p.id IN (?1, ?2)),
       COALESCE(k.quiet_from, 21), COALESCE(k.quiet_to, 8),
       (SELECT MAX(d.digest) FROM channel_choice d WHERE d.person IN (?1, ?2))
FROM person p LEFT JOIN channel_choice k ON k.person = p.id
WHERE p.id IN (?1, ?2) AND EXISTS (SELECT 1 FROM channel_choice c WHERE c.person IN (?1, ?2))
ORDER BY (COALESCE(k.quiet_to, 8) - COALESCE(k.quiet_from, 21) + 24) % 24 DESC,
  CASE WHEN p.id = ?2 THEN 0 ELSE 1 END LIMIT 1
ON CONFLICT (person) DO UPDATE SET email = excluded.email, quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to, digest = excluded.digest;

@merge_insert
INSERT INTO person_merge (at, actor, kept, gone, note, moved) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

@merge_list
SELECT m.at, a.name AS actor, g.name AS gone, m.note, m.moved
FROM person_merge m LEFT JOIN person a ON a.id = m.actor LEFT JOIN person g ON g.id = m.gone
WHERE m.kept = ?1 ORDER BY m.id DESC LIMIT 20;
