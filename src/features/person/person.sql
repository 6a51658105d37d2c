%include "features/person/person.h"

-- Everybody the platform knows.
@@person_columns
p.id AS person_id, p.uid AS id, p.name, p.phone, p.id_number, p.address, p.email, p.no_sms, p.birth,
p.gender, p.home, p.volunteer, p.number, p.skills, p.consent_by, p.consent_how, p.consent_at,
p.entered_by, p.created, p.sample, p.hours, p.radius, p.merged_into, p.ended, p.ended_at

-- ?1 all, ?2 own, ?3 serving, ?4 roles whose grants count, ?5 who asks; h is the home place.
@@person_scope
(?1 = 1 OR (?2 = 1 AND p.id = ?5)
 OR (?3 = 1 AND EXISTS (SELECT 1 FROM member me JOIN member ml ON ml.team = me.team
     WHERE me.person = p.id AND me.state = 2 AND ml.person = ?5 AND ml.state = 2 AND ml.role IN (1, 2)))
 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
     WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
       AND h.path >= gp.path AND h.path < gp.path || '~'))

@person_get
SELECT {person_columns} FROM person p WHERE p.id = ?1;

-- A person kept twice and merged answers as the one that was kept.
@person_by_uid
SELECT {person_columns} FROM person p
WHERE p.id = (SELECT CASE WHEN u.merged_into > 0 THEN u.merged_into ELSE u.id END FROM person u WHERE u.uid = ?1);

@person_by_phone
SELECT {person_columns} FROM person p WHERE p.phone_index = ?1 AND p.merged_into = 0 ORDER BY p.id LIMIT 1;

@person_by_number
SELECT {person_columns} FROM person p WHERE p.number = ?1;

@person_by_id_number
SELECT {person_columns} FROM person p WHERE p.id_index = ?1;

@person_by_name_and_phone
SELECT {person_columns} FROM person p WHERE p.phone_index = ?1 AND p.name = ?2 AND p.merged_into = 0 ORDER BY p.id LIMIT 1;

-- Dead, or merged into one that is; without a name: whoever had this phone.
@person_phone_of_dead(text index, text? name) -> int
SELECT COUNT(*) FROM person p JOIN person k ON k.id = CASE WHEN p.merged_into > 0 THEN p.merged_into ELSE p.id END
WHERE p.phone_index = :index AND k.ended = {PERSON_DIED} AND (CAST(:name AS TEXT) IS NULL OR p.name = :name);

-- A row that breaks the unique ID number is not written.
@person_insert
INSERT INTO person (uid, name, phone, phone_index, id_number, id_index, address, email, no_sms, birth,
  gender, home, volunteer, number, skills, consent_by, consent_how, consent_at, entered_by, created, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (id_index) DO NOTHING RETURNING id;

@person_edit
UPDATE person SET home = CASE WHEN ?2 <> 0 THEN ?2 ELSE home END, skills = COALESCE(?3, skills),
  email = CASE WHEN ?4 = 1 THEN ?5 ELSE email END, address = CASE WHEN ?6 = 1 THEN ?7 ELSE address END,
  no_sms = ?8
WHERE id = ?1;

@@person_list_columns
p.id AS person_id, p.uid AS id, p.name, p.number, p.skills AS skills_kept, p.home, p.birth, p.volunteer,
p.sample, p.phone, p.ended, h.label AS home_name

-- ?6 volunteers only; ?7 uid of the last row seen or NULL; ?8 rows.
@@person_list_filter
p.merged_into = 0 AND (?6 = 0 OR p.volunteer = 1)
AND (CAST(?7 AS TEXT) IS NULL OR p.id < (SELECT l.id FROM person l WHERE l.uid = ?7))

@person_list
SELECT {person_list_columns} FROM person p LEFT JOIN place h ON h.id = p.home
WHERE {person_list_filter} AND {person_scope}
ORDER BY p.id DESC LIMIT ?8;

-- At or under a place, path ?9: begins at the homes.
@person_list_at
SELECT {person_list_columns} FROM place h JOIN person p ON p.home = h.id
WHERE h.path >= ?9 AND h.path < ?9 || '~' AND {person_list_filter} AND {person_scope}
ORDER BY p.id DESC LIMIT ?8;

-- With one phone number: begins at the blind index ?9.
@person_list_phone
SELECT {person_list_columns} FROM person p LEFT JOIN place h ON h.id = p.home
WHERE p.phone_index = ?9 AND {person_list_filter} AND {person_scope}
ORDER BY p.id DESC LIMIT ?8;

@person_row
SELECT id FROM person WHERE uid = ?1;

-- By words, ?9 … ?13 struct search: begins at what is found. ?7 path or '', ?8 rows.
@@person_reached
p.merged_into = 0 AND (?6 = 0 OR p.volunteer = 1)
AND (?7 = '' OR h.path >= ?7 AND h.path < ?7 || '~') AND {person_scope} ORDER BY g.rowid DESC LIMIT ?8

@person_search [sqlite]
SELECT {person_list_columns}
FROM search_gram g CROSS JOIN search_doc d ON d.id = g.rowid CROSS JOIN person p ON p.id = g.rowid - ?11
LEFT JOIN place h ON h.id = p.home
WHERE search_gram MATCH ?9 AND g.rowid BETWEEN ?12 AND ?13 AND d.text LIKE ?10 ESCAPE '\' AND {person_reached};
@person_search [postgres]
WITH g AS MATERIALIZED (SELECT d.id AS rowid FROM search_doc d WHERE d.grams @@ CAST(?9 AS tsquery)
  AND d.text LIKE ?10 ESCAPE '\' AND d.id + 0 BETWEEN ?12 AND ?13)
SELECT {person_list_columns} FROM g JOIN person p ON p.id = g.rowid - ?11 LEFT JOIN place h ON h.id = p.home
WHERE {person_reached};

@person_visible
SELECT COUNT(*) FROM person p LEFT JOIN place h ON h.id = p.home WHERE {person_scope} AND p.id = ?6;

@person_reveal_insert
INSERT INTO reveal (at, actor, kind, subject, reason) VALUES (?1, ?2, 'person', ?3, ?4);

@person_reveals_since
SELECT COUNT(*) FROM reveal WHERE actor = ?1 AND at >= ?2;

@skill_list
SELECT word, label FROM category ORDER BY sort, id LIMIT 200;

-- The teams somebody belongs to, for his own page.
@person_teams
SELECT t.uid AS id, t.name, m.role, m.state FROM member m JOIN team t ON t.id = m.team
WHERE m.person = ?1 AND m.state <> 3 ORDER BY m.state DESC, t.name LIMIT 50;

@person_unread
SELECT COUNT(*) FROM inbox WHERE person = ?1 AND read_at IS NULL;

-- ?2 hours or NULL: stay; ?3 radius, below 0: stays.
@person_hours_set
UPDATE person SET hours = COALESCE(?2, hours), radius = CASE WHEN ?3 >= 0 THEN ?3 ELSE radius END
WHERE id = ?1;
