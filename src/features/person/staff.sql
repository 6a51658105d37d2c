%include "core/access.h"
%include "core/cursor.h"
%include "core/reach.sql"
%include "features/person/duplicate.h"
%include "features/person/guardian.h"
%include "features/person/person.h"
%include "features/person/qualification.h"
%include "features/place/place.h"

-- Qualifications, gates and guardians.
@@qualification_columns
q.id AS row, q.uid, q.person, k.word AS kind, k.label AS kind_label, q.number, q.expires, q.state, q.reason, q.decided,
q.created, p.uid AS person_uid, p.name AS person_name, h.path

@@qualification_from
qualification q JOIN qualification_kind k ON k.id = q.kind JOIN person p ON p.id = q.person
LEFT JOIN place h ON h.id = p.home

@qualification_of(int person) -> struct qualification[]
SELECT {qualification_columns} FROM {qualification_from} WHERE q.person = :person ORDER BY q.id DESC LIMIT 100;

@qualification_by_uid(text uid) -> struct qualification
SELECT {qualification_columns} FROM {qualification_from} WHERE q.uid = :uid;

-- Never his own. One more than a page, so that the next one is known.
@qualification_waiting(scope s, struct cursor k) -> struct qualification[]
SELECT {qualification_columns} FROM {qualification_from}
WHERE q.state = {QUALIFICATION_WAITS} AND q.person <> :me AND {reach h.path} AND q.id > :k.id
ORDER BY q.id LIMIT {QUALIFICATION_PAGE} + 1;

-- Confirmed, not told yet, and the last day lies between.
@qualification_ending(int after, int until, int many) -> struct qualification[]
SELECT {qualification_columns} FROM {qualification_from}
WHERE q.state = {QUALIFICATION_CONFIRMED} AND q.reminded = 0 AND q.expires > :after AND q.expires <= :until
ORDER BY q.expires LIMIT :many;

@qualification_reminded(text uid)
UPDATE qualification SET reminded = :now WHERE uid = :uid;

@qualification_kinds() -> struct qualification_kind[]
SELECT word, label FROM qualification_kind ORDER BY sort, id LIMIT 100;

@qualification_kind(text word) -> int
SELECT id FROM qualification_kind WHERE word = :word;

@qualification_insert(text uid, int kind, text sealed, int expires)
INSERT INTO qualification (uid, person, kind, number, expires, created)
VALUES (:uid, :by, :kind, :sealed, :expires, :now);

@qualification_delete(text uid)
DELETE FROM qualification WHERE uid = :uid;

-- Not when it has become somebody else's, perhaps his who decides.
@qualification_write(struct qualification q, int was)
UPDATE qualification SET state = :q.state, reason = :q.reason?, decided_by = :by, decided = :now
WHERE uid = :q.uid AND person = :q.person AND state = :was;

@gate_count(int category) -> int
SELECT COUNT(*) FROM category_gate WHERE category = :category;

-- `after`: a day before the visit, the last day counts whole.
@gate_passed(int category, int person, int after) -> int
SELECT COUNT(*) FROM category_gate g JOIN qualification q ON q.kind = g.kind
WHERE g.category = :category AND q.person = :person AND q.state = {QUALIFICATION_CONFIRMED}
  AND (q.expires = 0 OR q.expires > :after);

@gate_kinds(int category) -> struct qualification_kind[]
SELECT k.word, k.label FROM category_gate g JOIN qualification_kind k ON k.id = g.kind
WHERE g.category = :category ORDER BY k.sort LIMIT 100;

@gate_list() -> struct gate[]
SELECT c.word AS category, c.label AS category_label, k.word AS kind, k.label AS kind_label
FROM category_gate g JOIN category c ON c.id = g.category JOIN qualification_kind k ON k.id = g.kind
ORDER BY c.sort, c.id, k.sort LIMIT 500;

@gate_category(text word) -> int
SELECT id FROM category WHERE word = :word;

@gate_insert(int category, int kind)
INSERT INTO category_gate (category, kind) VALUES (:category, :kind) ON CONFLICT (category, kind) DO NOTHING;

@gate_delete(int category, int kind)
DELETE FROM category_gate WHERE category = :category AND kind = :kind;

@guardian_list(int person) -> struct guardian[]
SELECT purpose, name, phone, how, at, seal FROM guardian WHERE person = :person ORDER BY id DESC LIMIT 50;

@guardian_insert(struct guardian g, int person, int entered_by)
INSERT INTO guardian (person, purpose, name, phone, how, at, entered_by, seal)
VALUES (:person, :g.purpose, :g.name, :g.phone, :g.how, :g.at, :entered_by, :g.seal);

-- entered_by 0: typed at registering, heard by nobody.
@guardian_agreed(int person, int purpose) -> int
SELECT COUNT(*) FROM guardian WHERE person = :person AND purpose = :purpose AND entered_by > 0;

-- Kept in clear by older versions.
@guardian_clear() -> struct person[]
SELECT id, consent_at, consent_by, consent_how FROM person
WHERE consent_by LIKE '%（监护人）' ORDER BY id LIMIT 500;

@guardian_cleared(int id, text consent_by, text consent_how)
UPDATE person SET consent_by = :consent_by, consent_how = :consent_how WHERE id = :id;

-- ---- persons kept twice ----

-- Both homes must be in reach.
@@duplicate_where
a.merged_into = 0 AND b.merged_into = 0 AND (a.id_index IS NULL OR b.id_index IS NULL)
AND NOT EXISTS (SELECT 1 FROM person_apart x WHERE x.low = a.id AND x.high = b.id)
AND {reach ha.path} AND {reach hb.path}

@@duplicate_homes
JOIN place ha ON ha.id = a.home JOIN place hb ON hb.id = b.home

@@duplicate_same_phone
CASE WHEN a.phone_index IS NOT NULL AND a.phone_index = b.phone_index THEN 1 ELSE 0 END AS same_phone,
CASE WHEN a.name = b.name THEN 1 ELSE 0 END AS same_name

-- The likeliest first; one more than a page.
@duplicate_list(scope s, struct cursor k) -> struct duplicate[]
SELECT d.low, d.high, d.same_phone, d.same_name FROM (
SELECT a.id AS low, b.id AS high, {duplicate_same_phone}
FROM person a JOIN person b ON b.phone_index = a.phone_index AND b.id > a.id {duplicate_homes}
WHERE {duplicate_where}
UNION
SELECT a.id AS low, b.id AS high, {duplicate_same_phone}
FROM person a JOIN person b ON b.name = a.name AND b.birth = a.birth AND b.id > a.id {duplicate_homes}
WHERE a.birth <> 0 AND CASE WHEN ha.kind = {PLACE_VILLAGE} THEN ha.parent ELSE ha.id END
    = CASE WHEN hb.kind = {PLACE_VILLAGE} THEN hb.parent ELSE hb.id END AND {duplicate_where}) d
WHERE (-d.same_name, d.low, d.high) > (:k.a, :k.b, :k.id)
ORDER BY -d.same_name, d.low, d.high LIMIT {DUPLICATE_PAGE} + 1;

@duplicate_apart(int low, int high)
INSERT INTO person_apart (low, high, actor, at) VALUES (:low, :high, :by, :now) ON CONFLICT (low, high) DO NOTHING;

-- The one that goes: keeps its seals, loses what must be unique.
@merge_gone(int gone, int keep)
UPDATE person SET merged_into = :keep, id_index = NULL, number = NULL WHERE id = :gone AND merged_into = 0;
@merge_kept(struct person k, text? phone_index, text? id_index)
UPDATE person SET phone = :k.phone?, phone_index = :phone_index, id_number = :k.id_number?, id_index = :id_index,
  address = :k.address?, email = :k.email?, birth = :k.birth, gender = :k.gender, volunteer = :k.volunteer,
  number = :k.number?, skills = :k.skills, hours = :k.hours?, radius = :k.radius, consent_by = :k.consent_by?,
  consent_how = :k.consent_how?, consent_at = :k.consent_at, no_sms = :k.no_sms, ended = :k.ended,
  ended_at = :k.ended_at
WHERE id = :k.id AND merged_into = 0;

@merge_insert(int kept, int gone, text note, text moved)
INSERT INTO person_merge (at, actor, kept, gone, note, moved) VALUES (:now, :by, :kept, :gone, :note, :moved);

@merge_list(int kept) -> struct merge[]
SELECT m.at, a.name AS actor, g.name AS gone, m.note, m.moved
FROM person_merge m LEFT JOIN person a ON a.id = m.actor LEFT JOIN person g ON g.id = m.gone
WHERE m.kept = :kept ORDER BY m.id DESC LIMIT 20;

-- Of the last ones, by whom they are kept now.
@merge_since(int since, int until) -> struct merge_pair[]
SELECT m.gone, k.id AS kept, k.uid FROM person_merge m JOIN person g ON g.id = m.gone JOIN person k ON k.id = g.merged_into
WHERE m.id > (SELECT COALESCE(MAX(x.id), 0) - 500 FROM person_merge x) AND m.at BETWEEN :since AND :until ORDER BY m.id LIMIT 500;
