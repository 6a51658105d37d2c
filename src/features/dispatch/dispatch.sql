-- SQLite goes by the state and sorts ten thousand rows unless it is told of the index that has them in order.
@@dispatch_verdicts [sqlite]
orders INDEXED BY orders_verdicts
@@dispatch_verdicts [postgres]
orders

-- What all sides have in hand and behind them, in four kinds of rows: 0 orders in hand, 1 offers that
-- wait, 2 verdicts of the past year, 3 offers of the past half year. ?1: now, ?2: 30 days ago, ?3: half
-- a year ago, ?4: a year ago.
@dispatch_sides
SELECT team, person, 0 AS kind, count(*) AS n, 0 AS sum, 0 AS last
  FROM orders WHERE state IN (5, 6, 7) GROUP BY team, person
UNION ALL
SELECT team, person, 1 AS kind, count(*) AS n, 0 AS sum, 0 AS last
  FROM order_offer WHERE state = 0 AND until > ?1 GROUP BY team, person
UNION ALL
SELECT team, person, 2 AS kind, count(*) AS n, sum(score) AS sum, 0 AS last
  FROM {dispatch_verdicts} WHERE state = 10 AND closed >= ?4 AND score > 0 GROUP BY team, person
UNION ALL
SELECT team, person, 3 AS kind, sum(CASE WHEN at >= ?2 THEN 1 ELSE 0 END) AS n, 0 AS sum, max(at) AS last
  FROM order_event WHERE action = 8 AND at >= ?3 GROUP BY team, person
LIMIT 10000;

-- What ties a side to order ?1, in kinds: 0 it declined, handed back, broke off, did not come or did not
-- answer in time; 1 its offer waits; 2 it served this person, with how many points in all; 3 it does the
-- menu item ?3; 4 nobody but the person served leads it. ?2: who is served, ?4: now.
@dispatch_ties
SELECT team, person, 0 AS kind, 1 AS n, 0 AS sum
  FROM order_event WHERE orders = ?1 AND (team > 0 OR person > 0)
   AND (action IN (13, 17, 20, 21) OR action = 26 AND from_state = 4)
UNION ALL
SELECT team, person, 1 AS kind, 1 AS n, 0 AS sum
  FROM order_offer WHERE orders = ?1 AND state = 0 AND until > ?4
UNION ALL
SELECT team, person, 2 AS kind, count(*) AS n, sum(score) AS sum
  FROM orders WHERE requester = ?2 AND state = 10 AND score > 0 AND id <> ?1 GROUP BY team, person
UNION ALL
SELECT mt.team, 0 AS person, 3 AS kind, 1 AS n, 0 AS sum
  FROM menu_item i JOIN menu_item_team mt ON mt.item = i.id WHERE i.uid = ?3
UNION ALL
SELECT m.team, 0 AS person, 4 AS kind, 1 AS n, 0 AS sum
  FROM member m WHERE m.person = ?2 AND m.state = 2 AND m.role > 0
   AND NOT EXISTS (SELECT 1 FROM member x WHERE x.team = m.team AND x.state = 2 AND x.role > 0
        AND x.person <> ?2)
LIMIT 10000;

-- Kind 5: a paper that category ?1 asks for, good on the day after ?2; a team has it by a member.
@dispatch_papers
SELECT 0 AS team, q.person, 5 AS kind, 1 AS n, 0 AS sum
  FROM category_gate g JOIN qualification q ON q.kind = g.kind
 WHERE g.category = ?1 AND q.state = 1 AND (q.expires = 0 OR q.expires > ?2)
UNION
SELECT m.team, 0 AS person, 5 AS kind, 1 AS n, 0 AS sum
  FROM category_gate g JOIN qualification q ON q.kind = g.kind
  JOIN member m ON m.person = q.person AND m.state = 2
 WHERE g.category = ?1 AND q.state = 1 AND (q.expires = 0 OR q.expires > ?2)
LIMIT 10000;

-- All teams. ?1: category word between blanks.
@dispatch_teams
SELECT t.id AS team, t.uid, t.name, t.state, t.members, p.label AS place, p.path, p.lon, p.lat,
       CASE WHEN t.skills LIKE '%' || ?1 || '%' THEN 1 ELSE 0 END AS skilled,
       (SELECT count(*) FROM member m WHERE m.team = t.id AND m.state = 2 AND m.role > 0) AS leaders
  FROM team t JOIN place p ON p.id = t.place
 WHERE t.kind = 2 ORDER BY t.id LIMIT 5000;

-- Volunteers who put the category down among their skills and live in the township with the path ?2, or
-- between ?3 … ?4 degrees east and ?5 … ?6 north (× 10^6; nothing when ?3 is above ?4). From the places to
-- their people, without their rows: CROSS JOIN and person_gone keep SQLite to that.
@dispatch_people
SELECT v.id AS person, v.uid, v.name, v.birth, v.hours, v.radius, p.label AS place, p.path, p.lon, p.lat,
       1 AS skilled
  FROM place p CROSS JOIN person v
 WHERE v.home = p.id AND v.volunteer = 1 AND v.merged_into = 0
   AND v.id NOT IN (SELECT g.id FROM person g WHERE g.ended > 0)
   AND (p.path >= ?2 AND p.path < ?2 || '~'
        OR p.lon BETWEEN ?3 AND ?4 AND p.lat BETWEEN ?5 AND ?6)
   AND v.skills LIKE '%' || ?1 || '%'
 LIMIT 10000;

-- Who is on a visit between ?1 and ?2.
@dispatch_visits
SELECT t.person, a.starts_at, a.ends_at
  FROM activity a JOIN attendance t ON t.activity = a.id
 WHERE a.state < 2 AND a.starts_at < ?2 AND a.starts_at > ?1 - 86400 AND a.ends_at > ?1
 ORDER BY t.person, a.starts_at LIMIT 10000;

-- Of eight teams the members who have said when they are free, and those who have not and are on a visit
-- between ?1 and ?2. SQLite goes to the wide rows unless it is told of the index that holds the hours.
@@dispatch_eight
m.state = 2 AND m.team IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

@@dispatch_away
SELECT m.team, m.person, v.hours
  FROM activity a CROSS JOIN attendance t CROSS JOIN member m CROSS JOIN person v
 WHERE a.state < 2 AND a.starts_at < ?2 AND a.starts_at > ?1 - 86400 AND a.ends_at > ?1
   AND t.activity = a.id AND m.person = t.person AND v.id = m.person
   AND {dispatch_eight} AND v.hours IS NULL

@dispatch_members [sqlite]
SELECT m.team, m.person, v.hours
  FROM member m JOIN person v INDEXED BY person_said ON v.id = m.person AND v.hours IS NOT NULL
 WHERE {dispatch_eight}
UNION
{dispatch_away}
LIMIT 10000;
@dispatch_members [postgres]
SELECT m.team, m.person, v.hours
  FROM member m JOIN person v ON v.id = m.person AND v.hours IS NOT NULL
 WHERE {dispatch_eight}
UNION
{dispatch_away}
LIMIT 10000;
