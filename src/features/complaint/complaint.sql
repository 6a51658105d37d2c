%include "core/access.h"
%include "core/cursor.h"
%include "core/reach.sql"
%include "features/complaint/complaint.h"
%include "features/place/place.h"
%include "features/team/team.h"

@@complaint_columns
SELECT x.id AS row, x.uid, x.orders, x.author, x.state, x.at, x.answered, x.text, x.answer,
       o.uid AS "order", o.number, o.title, o.requester, o.proxy, p.path,
       CASE WHEN w.id IS NULL THEN p.label ELSE w.label || ' ' || p.label END AS place,
       coalesce(t.name, s.name) AS team_name, a.name AS answerer_name
  FROM complaint x
  JOIN orders o ON o.id = x.orders
  JOIN place p ON p.id = o.place
  LEFT JOIN place w ON w.id = p.parent AND w.kind = {PLACE_TOWNSHIP}
  LEFT JOIN team t ON t.id = x.team
  LEFT JOIN person s ON s.id = x.person
  LEFT JOIN person a ON a.id = x.answerer

-- Not while one is open, which another server may just have added.
@complaint_insert(text uid, struct order o, text sealed)
INSERT INTO complaint (uid, orders, team, person, author, text, at)
VALUES (:uid, :o.row, :o.team_row, :o.person_row, :by, :sealed, :now)
ON CONFLICT (orders, beside) WHERE state = {COMPLAINT_OPEN} DO NOTHING;

@complaint_open_of(int order) -> int
SELECT count(*) FROM complaint WHERE orders = :order AND state = {COMPLAINT_OPEN};

@complaint_of(int order) -> struct complaint[]
{complaint_columns} WHERE x.orders = :order ORDER BY x.id DESC LIMIT 50;

-- Never those about his own side.
@@complaint_seen
{reach p.path} AND x.person <> :me
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = x.team AND m.person = :me AND m.state = {MEMBER_ACTIVE})

-- As complaint_cursor() says it; one more than a page, so that the next one is known.
@@complaint_key
x.state, CASE WHEN x.state = {COMPLAINT_OPEN} THEN x.at ELSE -x.at END, x.id

@complaint_list(scope s, struct cursor k) -> struct complaint[]
{complaint_columns} WHERE {complaint_seen} AND ({complaint_key}) > (:k.a, :k.b, :k.id)
 ORDER BY {complaint_key} LIMIT {COMPLAINT_PAGE} + 1;

@complaint_waiting(scope s) -> int
SELECT count(*) FROM complaint x JOIN orders o ON o.id = x.orders JOIN place p ON p.id = o.place
 WHERE x.state = {COMPLAINT_OPEN} AND {complaint_seen};

-- About the orders he asked for, the newest first.
@complaint_own() -> struct complaint[]
{complaint_columns} WHERE o.requester = :me ORDER BY x.id DESC LIMIT 5;

@complaint_get(scope s, text uid) -> struct complaint
{complaint_columns} WHERE x.uid = :uid AND {complaint_seen};

-- Nor by whom a merge on another server has just made its author, its order's or the one it is about.
@complaint_write(struct complaint k, text sealed)
UPDATE complaint SET state = :k.state, answer = :sealed, answerer = :by, answered = :now
 WHERE id = :k.row AND state = {COMPLAINT_OPEN} AND author <> :by AND person <> :by
   AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = complaint.orders AND (o.requester = :by OR o.proxy = :by));

-- Township and centre over the order's place, but nobody of the side it is about, nor the author.
@complaint_office(struct order o) -> struct someone[]
SELECT DISTINCT g.person AS id FROM grants g JOIN place gp ON gp.id = g.place
 WHERE g.role IN ({ROLE_TOWNSHIP}, {ROLE_DISPATCHER}, {ROLE_REVIEWER})
   AND :o.place_path >= gp.path AND :o.place_path < gp.path || '~'
   AND g.person <> :o.person_row AND g.person <> :me
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = :o.team_row AND m.person = g.person
                   AND m.state = {MEMBER_ACTIVE})
 ORDER BY 1 LIMIT 50;
