%include "core/cursor.h"
%include "core/words.sql"
%include "core/search.h"
%include "features/person/person.h"
%include "features/team/team.h"
%include "features/team/team_event.h"

-- Teams and who serves with them.
@@team_own[]
uid, name, kind, corps, place, state, skills, about, mentor, members, founded, sample

@@team_columns
SELECT t.id, t.revision, {team_own t.}, cc.uid AS corps_uid, cc.name AS corps_name,
  p.code AS place_code, p.path AS place_path, p.label AS place_name
FROM team t LEFT JOIN team cc ON cc.id = t.corps LEFT JOIN place p ON p.id = t.place

@@member_columns
SELECT m.id, m.team, m.person, m.role, m.state, m.since,
  p.uid AS person_uid, p.name AS person_name, t.uid AS team_uid, t.name AS team_name
FROM member m JOIN person p ON p.id = m.person JOIN team t ON t.id = m.team

@team_get(int id) -> struct team
{team_columns} WHERE t.id = :id;

@team_by_uid(text uid) -> struct team
{team_columns} WHERE t.uid = :uid;

@@team_found [sqlite]
(SELECT d.id - :f.base FROM search_gram g JOIN search_doc d ON d.id = g.rowid WHERE search_gram MATCH :f.match?
   AND g.rowid BETWEEN :f.from AND :f.to AND {has_words d.text :f.like? :f.more?})
@@team_found [postgres]
(SELECT d.id - :f.base FROM search_doc d WHERE d.grams @@ CAST(:f.match? AS tsquery) AND {has_words d.text :f.like? :f.more?}
   AND d.id + 0 BETWEEN :f.from AND :f.to)

-- At or under a path, of a corps, after a team; '': not asked for.
@team_list(text path, text corps, text after, struct search f) -> struct team[]
{team_columns}
WHERE t.kind = {TEAM_TEAM} AND t.state <> {TEAM_DISSOLVED}
  AND (:path = '' OR (p.path >= :path AND p.path < :path || '~'))
  AND (:corps = '' OR cc.uid = :corps)
  AND (CAST(:f.match? AS TEXT) IS NULL OR t.id IN {team_found})
  AND (:after = '' OR (t.name, t.id) > (SELECT l.name, l.id FROM team l WHERE l.uid = :after))
ORDER BY t.name, t.id LIMIT {TEAM_PAGE};

@team_corps() -> struct team[]
{team_columns} WHERE t.kind = {TEAM_CORPS} AND t.state <> {TEAM_DISSOLVED} ORDER BY t.id LIMIT 50;

@team_insert(struct team t) -> int
INSERT INTO team ({team_own}) VALUES ({team_own :t.}) RETURNING id;

@team_write(struct team t)
UPDATE team SET state = :t.state, revision = revision + 1 WHERE id = :t.id AND revision = :t.revision;

@team_name_taken(text name) -> int
SELECT COUNT(*) FROM team WHERE name = :name AND state <> {TEAM_DISSOLVED};

@team_event_insert(int team, text action, int person, text? reason)
INSERT INTO team_event (team, at, actor, action, person, reason) VALUES (:team, :now, :by, :action, :person, :reason);

-- The newest first; one more than a page, so that the next one is known.
@team_events(int team, struct cursor k) -> struct team_event_row[]
SELECT e.id, e.at, e.action, e.reason, a.name AS actor, m.name AS person
FROM team_event e LEFT JOIN person a ON a.id = e.actor LEFT JOIN person m ON m.id = e.person
WHERE e.team = :team AND e.id < -CAST(:k.id AS BIGINT) ORDER BY e.id DESC LIMIT {TEAM_EVENTS} + 1;

@team_leaders(int team) -> struct someone[]
SELECT m.person AS id FROM member m
WHERE m.team = :team AND m.state = {MEMBER_ACTIVE} AND m.role > {MEMBER_PLAIN} ORDER BY m.role DESC, m.id LIMIT 50;

@team_recount(int team)
UPDATE team SET members = (SELECT COUNT(*) FROM member m WHERE m.team = team.id AND m.state = {MEMBER_ACTIVE})
WHERE (:team = 0 OR id = :team);

-- Who asks first, then who is in, leaders before the others.
@member_list(int team, struct cursor k) -> struct member[]
{member_columns}
WHERE m.team = :team AND m.state <> {MEMBER_LEFT} AND (m.state, -m.role, m.id) > (:k.a, :k.b, :k.id)
ORDER BY m.state, -m.role, m.id LIMIT {MEMBER_BATCH};

@member_of(int team, int person) -> struct member
{member_columns} WHERE m.team = :team AND m.person = :person;

-- Him and the team, also without a row of his; with what his moves ask about.
@member_pair(text team, int person) -> struct member
SELECT m.id, t.id AS team, p.id AS person, m.role, COALESCE(m.state, {MEMBER_NONE}) AS state, m.since,
  p.uid AS person_uid, p.name AS person_name, t.uid AS team_uid, t.name AS team_name,
  t.kind AS team_kind, t.state AS team_state, tp.path AS team_path, h.role AS asker_role
FROM team t JOIN person p ON p.id = :person
  LEFT JOIN place tp ON tp.id = t.place
  LEFT JOIN member m ON m.team = t.id AND m.person = p.id
  LEFT JOIN member h ON h.team = t.id AND h.person = :me AND h.state = {MEMBER_ACTIVE}
WHERE t.uid = :team;

@member_held(int person) -> struct member[]
SELECT m.id, m.team, m.person, m.role, m.state, t.uid AS team_uid, t.name AS team_name, t.state AS team_state
FROM member m JOIN team t ON t.id = m.team WHERE m.person = :person AND m.state <> {MEMBER_LEFT} ORDER BY m.id;

@member_active(int team, int person) -> int
SELECT COUNT(*) FROM member WHERE team = :team AND person = :person AND state = {MEMBER_ACTIVE};

@member_leaders(int team) -> int
SELECT COUNT(*) FROM member WHERE team = :team AND state = {MEMBER_ACTIVE} AND role = {MEMBER_LEADER};

@member_insert(int team, int person, int role, int state)
INSERT INTO member (team, person, role, state, since) VALUES (:team, :person, :role, :state, :now)
ON CONFLICT (team, person) DO NOTHING;

@member_write(struct member was, struct member k)
UPDATE member SET state = :k.state, role = :k.role, since = :now
WHERE id = :was.id AND state = :was.state AND role = :was.role;

-- The teams somebody belongs to, for his page.
@team_of_person(int person) -> struct team_of[]
SELECT t.uid AS id, t.name, m.role, m.state FROM member m JOIN team t ON t.id = m.team
WHERE m.person = :person AND m.state <> {MEMBER_LEFT} ORDER BY m.state DESC, t.name LIMIT 50;
