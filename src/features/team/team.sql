-- Teams and who serves with them.
@@team_columns
t.id AS team_id, t.uid AS id, t.name, t.kind, t.corps AS corps_row, cc.uid AS corps, cc.name AS corps_name,
t.place AS place_row, p.code AS place, p.path AS place_path, p.label AS place_name, t.state, t.skills AS skills_kept,
t.about, t.mentor, t.members, t.founded, t.revision, t.sample

@@team_from
team t LEFT JOIN team cc ON cc.id = t.corps LEFT JOIN place p ON p.id = t.place

@@member_columns
m.id AS member_id, m.team AS team_row, m.person AS person_row, m.role, m.state, m.since,
p.uid AS person, p.name, t.uid AS team, t.name AS team_name

@@member_from
member m JOIN person p ON p.id = m.person JOIN team t ON t.id = m.team

@team_get
SELECT {team_columns} FROM {team_from} WHERE t.id = ?1;

@team_by_uid
SELECT {team_columns} FROM {team_from} WHERE t.uid = ?1;

-- ?1 path or '', ?2 uid of a corps or '', ?3 … ?7 struct search, ?8 last uid seen or '', ?9 rows.
@@team_found [sqlite]
(SELECT d.id - ?5 FROM search_gram g JOIN search_doc d ON d.id = g.rowid WHERE search_gram MATCH ?3
   AND g.rowid BETWEEN ?6 AND ?7 AND d.text LIKE ?4 ESCAPE '\')
@@team_found [postgres]
(SELECT d.id - ?5 FROM search_doc d WHERE d.grams @@ CAST(?3 AS tsquery) AND d.text LIKE ?4 ESCAPE '\'
   AND d.id + 0 BETWEEN ?6 AND ?7)

@team_list
SELECT {team_columns} FROM {team_from}
WHERE t.kind = 2 AND t.state <> 4
  AND (?1 = '' OR (p.path >= ?1 AND p.path < ?1 || '~'))
  AND (?2 = '' OR cc.uid = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR t.id IN {team_found})
  AND (?8 = '' OR (t.name, t.id) > (SELECT l.name, l.id FROM team l WHERE l.uid = ?8))
ORDER BY t.name, t.id LIMIT ?9;

@team_corps
SELECT {team_columns} FROM {team_from} WHERE t.kind = 1 AND t.state <> 4 ORDER BY t.id LIMIT 50;

@team_insert
INSERT INTO team (uid, name, kind, corps, place, state, skills, about, mentor, members, founded, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id;

@team_move
UPDATE team SET state = ?3, revision = revision + 1 WHERE id = ?1 AND revision = ?2 AND state <> ?3;

@team_name_taken
SELECT COUNT(*) FROM team WHERE name = ?1 AND state <> 4;

-- order_state 4 to 7: offered, accepted, scheduled, serving.
@team_orders_running
SELECT (SELECT COUNT(*) FROM orders WHERE team = ?1 AND state >= 5 AND state <= 7)
  + (SELECT COUNT(*) FROM order_offer WHERE team = ?1 AND state = 0);

@team_event_insert
INSERT INTO team_event (team, at, actor, action, person, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

@team_events
SELECT e.at, e.action, e.reason, a.name AS actor, m.name AS person
FROM team_event e LEFT JOIN person a ON a.id = e.actor LEFT JOIN person m ON m.id = e.person
WHERE e.team = ?1 ORDER BY e.id DESC LIMIT 50;

@team_leader_ids
SELECT m.person AS id FROM member m
WHERE m.team = ?1 AND m.state = 2 AND m.role > 0 ORDER BY m.role DESC, m.id LIMIT 50;

@team_recount
UPDATE team SET members = (SELECT COUNT(*) FROM member m WHERE m.team = team.id AND m.state = 2)
WHERE (?1 = 0 OR id = ?1);

@member_list
SELECT {member_columns} FROM {member_from}
WHERE m.team = ?1 AND m.state <> 3 ORDER BY m.state, m.role DESC, m.id LIMIT 500;

@member_of
SELECT {member_columns} FROM {member_from} WHERE m.team = ?1 AND m.person = ?2;

@member_active
SELECT COUNT(*) FROM member WHERE team = ?1 AND person = ?2 AND state = 2;

@member_leaders_active
SELECT COUNT(*) FROM member WHERE team = ?1 AND state = 2 AND role = 2;

@member_insert
INSERT INTO member (team, person, role, state, since) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (team, person) DO NOTHING;

-- ?1 row, ?2 the state it must have, ?3 new state, ?4 new role, ?5 now.
@member_move
UPDATE member SET state = ?3, role = ?4, since = ?5 WHERE id = ?1 AND state = ?2;
