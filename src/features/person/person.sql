%include "core/words.sql"
%include "base/limits.h"
%include "core/access.h"
%include "core/reach.sql"
%include "core/search.h"
%include "features/person/person.h"

-- Everybody the platform knows.
@@person_own[]
uid, name, phone?, id_number?, address?, email?, no_sms, birth, gender, home, volunteer, number?, skills,
consent_by?, consent_how?, consent_at, entered_by, created, sample

@@person_columns
p.id, {person_own p.}, p.hours, p.radius, p.merged_into, p.ended, p.ended_at

-- Everybody, himself, the members of teams he leads, or who lives below him; h is the home place.
@@person_seen
(:s.all OR (:s.own AND p.id = :s.person)
 OR (:s.serving AND {led_by_him p.id})
 OR {below h.path})

@person_get(int id) -> struct person
SELECT {person_columns} FROM person p WHERE p.id = :id;

-- A person kept twice and merged answers as the one that was kept.
@person_by_uid(text uid) -> struct person
SELECT {person_columns} FROM person p
WHERE p.id = (SELECT CASE WHEN u.merged_into > 0 THEN u.merged_into ELSE u.id END FROM person u WHERE u.uid = :uid);

@person_by_phone(text index) -> struct person
SELECT {person_columns} FROM person p WHERE p.phone_index = :index AND p.merged_into = 0 ORDER BY p.id LIMIT 1;

@person_by_number(text number) -> struct person
SELECT {person_columns} FROM person p WHERE p.number = :number;

@person_by_id_number(text index) -> struct person
SELECT {person_columns} FROM person p WHERE p.id_index = :index;

@person_by_name_and_phone(text index, text name) -> struct person
SELECT {person_columns} FROM person p
WHERE p.phone_index = :index AND p.name = :name AND p.merged_into = 0 ORDER BY p.id LIMIT 1;

-- Dead, or merged into one that is; without a name: whoever had this phone.
@person_phone_of_dead(text index, text? name) -> int
SELECT COUNT(*) FROM person p JOIN person k ON k.id = CASE WHEN p.merged_into > 0 THEN p.merged_into ELSE p.id END
WHERE p.phone_index = :index AND k.ended = {PERSON_DIED} AND (CAST(:name AS TEXT) IS NULL OR p.name = :name);

-- A row that breaks the unique ID number is not written.
@person_insert(struct person k, text? phone_index, text? id_index) -> int
INSERT INTO person ({person_own}, phone_index, id_index) VALUES ({person_own :k.}, :phone_index, :id_index)
ON CONFLICT (id_index) DO NOTHING RETURNING id;

-- What was not sent stays as it is by now.
@person_edit(struct person_edit e)
UPDATE person SET home = CASE WHEN :e.home <> 0 THEN :e.home ELSE home END, skills = COALESCE(:e.skills?, skills),
  email = NULLIF(COALESCE(:e.email?, email), ''), address = NULLIF(COALESCE(:e.address?, address), ''),
  no_sms = CASE WHEN :e.no_sms >= 0 THEN :e.no_sms ELSE no_sms END
WHERE id = :me AND merged_into = 0;

-- NULL and below 0: stays.
@person_hours_set(text? hours, int radius)
UPDATE person SET hours = COALESCE(:hours, hours), radius = CASE WHEN :radius >= 0 THEN :radius ELSE radius END
WHERE id = :me AND merged_into = 0;

@@person_list_columns
p.id, p.uid, p.name, p.number, p.skills, p.home, p.birth, p.volunteer, p.sample, p.phone, p.ended,
h.label AS home_name

@@person_list_filter
p.merged_into = 0 AND (:q.volunteers = 0 OR p.volunteer = 1)
AND p.id < CASE WHEN CAST(:q.after? AS TEXT) IS NULL THEN 9223372036854775807 ELSE (SELECT l.id FROM person l WHERE l.uid = :q.after?) END
AND {person_seen} ORDER BY p.id DESC LIMIT {LIMIT_PAGE} + 1

@person_list(scope s, struct person_query q) -> struct person_row[]
SELECT {person_list_columns} FROM person p LEFT JOIN place h ON h.id = p.home WHERE {person_list_filter};

-- At or under a place: begins at the homes.
@person_list_at(scope s, struct person_query q, text path) -> struct person_row[]
SELECT {person_list_columns} FROM place h JOIN person p ON p.home = h.id
WHERE h.path >= :path AND h.path < :path || '~' AND {person_list_filter};

-- With one phone number: begins at the blind index.
@person_list_phone(scope s, struct person_query q, text index) -> struct person_row[]
SELECT {person_list_columns} FROM person p LEFT JOIN place h ON h.id = p.home
WHERE p.phone_index = :index AND {person_list_filter};

@person_row(text uid) -> int
SELECT id FROM person WHERE uid = :uid;

@@person_found_filter
p.merged_into = 0 AND (:q.volunteers = 0 OR p.volunteer = 1)
AND (:path = '' OR h.path >= :path AND h.path < :path || '~') AND {person_seen} ORDER BY g.rowid DESC LIMIT :many

-- By words: begins at what is found. path '': anywhere.
@person_search(scope s, struct person_query q, struct search f, text path, int many) -> struct person_row[] [sqlite]
SELECT {person_list_columns}
FROM search_gram g CROSS JOIN search_doc d ON d.id = g.rowid CROSS JOIN person p ON p.id = g.rowid - :f.base
LEFT JOIN place h ON h.id = p.home
WHERE search_gram MATCH :f.match AND g.rowid BETWEEN :f.from AND :f.to AND {has_words d.text :f.like :f.more?}
  AND {person_found_filter};
@person_search [postgres]
WITH g AS MATERIALIZED (SELECT d.id AS rowid FROM search_doc d WHERE d.grams @@ CAST(:f.match AS tsquery)
  AND {has_words d.text :f.like :f.more?} AND d.id + 0 BETWEEN :f.from AND :f.to)
SELECT {person_list_columns} FROM g JOIN person p ON p.id = g.rowid - :f.base LEFT JOIN place h ON h.id = p.home
WHERE {person_found_filter};

@person_visible(scope s, int id) -> int
SELECT COUNT(*) FROM person p LEFT JOIN place h ON h.id = p.home WHERE {person_seen} AND p.id = :id;

@person_looked(text kind, text uid, text? reason)
INSERT INTO reveal (at, actor, kind, subject, reason) VALUES (:now, :by, :kind, :uid, :reason);

@person_reveals_since(int since) -> int
SELECT COUNT(*) FROM reveal WHERE actor = :me AND at >= :since;

@skill_list() -> struct skill[]
SELECT word, label FROM category WHERE word <> 'other' ORDER BY sort, id LIMIT 200;

@person_unread(int person) -> int
SELECT COUNT(*) FROM inbox WHERE person = :person AND read_at IS NULL;

-- ---- what features to the right have recorded ----

@person_sms_set(bool off)
UPDATE person SET no_sms = :off WHERE id = :me;

@person_end_set(int person, int ended)
UPDATE person SET ended = :ended, ended_at = :now WHERE id = :person AND ended <> :ended;

-- What stood below the old village is no longer true.
@person_home_set(int person, int home)
UPDATE person SET home = :home, address = NULL WHERE id = :person;
