-- A person dies or moves.

@depart_end
UPDATE person SET ended = ?2, ended_at = ?3 WHERE id = ?1 AND ended <> ?2;

-- What stood below the old village is no longer true.
@depart_home
UPDATE person SET home = ?2, address = NULL WHERE id = ?1;

@depart_add
INSERT INTO depart (person, at, actor, kind, day, told_by, from_place, to_place, outcome)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

@depart_list
SELECT d.at, d.kind, d.day, a.name AS actor, d.told_by, f.label AS from_name, t.label AS to_name, d.outcome
  FROM depart d LEFT JOIN person a ON a.id = d.actor LEFT JOIN place f ON f.id = d.from_place
  LEFT JOIN place t ON t.id = d.to_place
 WHERE d.person = ?1 ORDER BY d.id DESC LIMIT 20;

-- Orders for him that are not at their end.
@depart_asked
SELECT id AS row, state, proxy, team, person FROM orders WHERE requester = ?1 AND state < 10
 ORDER BY id LIMIT 500;

-- Orders he serves alone.
@depart_served
SELECT id AS row, state, proxy, team, person FROM orders WHERE person = ?1 AND state BETWEEN 5 AND 7
 ORDER BY id LIMIT 500;

@depart_offered
SELECT f.orders AS row, 4 AS state, 0 AS proxy, 0 AS team, f.person FROM order_offer f
 WHERE f.person = ?1 AND f.state = 0 ORDER BY f.id LIMIT 500;

-- Visits of a team that he leads.
@depart_led
SELECT id AS row, state, proxy, team, person FROM orders
 WHERE leader = ?1 AND team > 0 AND state IN (6, 7) ORDER BY id LIMIT 500;

@depart_counts
SELECT (SELECT count(*) FROM orders WHERE requester = ?1 AND state < 5) AS early,
       (SELECT count(*) FROM orders WHERE requester = ?1 AND state IN (5, 6)) AS agreed,
       (SELECT count(*) FROM orders WHERE requester = ?1 AND state IN (7, 8, 9)) AS running,
       (SELECT count(*) FROM orders WHERE person = ?1 AND state BETWEEN 5 AND 7)
       + (SELECT count(*) FROM order_offer WHERE person = ?1 AND state = 0) AS serves,
       (SELECT count(*) FROM orders WHERE leader = ?1 AND team > 0 AND state IN (6, 7)) AS leads,
       (SELECT count(*) FROM member WHERE person = ?1 AND state = 2) AS teams;

@depart_members
UPDATE member SET state = 3, role = 0, since = ?2 WHERE person = ?1 AND state <> 3 RETURNING team;

@depart_leaders_left
SELECT count(*) FROM member WHERE team = ?1 AND state = 2 AND role = 2;

-- Visits to come go on without him; activity_state 0: planned.
@depart_roster
DELETE FROM attendance WHERE person = ?1 AND in_at = 0
   AND activity IN (SELECT v.id FROM activity v WHERE v.state = 0 AND v.leader <> ?1);
