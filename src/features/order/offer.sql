-- Who is asked, and what came of it; states are enum offer_state, 0 waits.

@@offer_columns
SELECT f.id AS row, f.orders, f.team AS team_row, f.person AS person_row, f.at, f.until, f.state,
       f.answered, f.reason, t.uid AS team, t.name AS team_name, s.uid AS person,
       s.name AS person_name, a.name AS by_name
  FROM order_offer f
  LEFT JOIN team t ON t.id = f.team
  LEFT JOIN person s ON s.id = f.person
  LEFT JOIN person a ON a.id = f.actor

-- Those that wait for person ?1 or for a team he leads; ?2 is now.
@@offer_for_him
(SELECT w.id FROM order_offer w WHERE w.state = 0 AND w.person = ?1 AND w.until > ?2
 UNION SELECT w.id FROM member m JOIN order_offer w ON w.team = m.team AND w.state = 0
        WHERE m.person = ?1 AND m.state = 2 AND m.role > 0 AND w.until > ?2)

-- Action 8 is the offer, whose event keeps why this side was asked.
@offer_list
SELECT f.*, (SELECT e.reason FROM order_event e
              WHERE e.orders = f.orders AND e.action = 8 AND e.at = f.at
                AND e.team = f.team_row AND e.person = f.person_row LIMIT 1) AS why
  FROM ({offer_columns} WHERE f.orders = ?1) f ORDER BY f.row LIMIT 200;

-- ?3: of this order; 0: of any. His own comes before those of his teams.
@offer_mine
{offer_columns}
 WHERE f.id IN {offer_for_him} AND (CAST(?3 AS BIGINT) = 0 OR f.orders = ?3)
 ORDER BY f.team, f.id LIMIT 500;

@offer_mine_last
{offer_columns}
 WHERE f.orders = ?2 AND (f.person = ?1 OR f.team IN (SELECT m.team FROM member m
        WHERE m.person = ?1 AND m.state = 2 AND m.role > 0))
 ORDER BY f.id DESC LIMIT 1;

@offer_over
{offer_columns} WHERE f.orders = ?1 AND f.state = 0 AND f.until <= ?2 ORDER BY f.id LIMIT 50;

-- Those that another side's move ended: 4 recalled, 5 overtaken.
@offer_ended_by
{offer_columns} WHERE f.orders = ?1 AND f.seq = ?2 AND f.state IN (4, 5) ORDER BY f.id LIMIT 50;

@offer_waiting
SELECT count(*) FROM order_offer WHERE orders = ?1 AND state = 0 AND until > ?2;

@offer_until
SELECT coalesce(max(until), 0) FROM order_offer WHERE orders = ?1 AND state = 0;

@offer_add
INSERT INTO order_offer (orders, team, person, actor, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- ?6 is the present second where an answer must still be in time, else 0.
@offer_end
UPDATE order_offer SET state = ?2, answered = ?3, seq = ?4, reason = ?5
 WHERE id = ?1 AND state = 0 AND (CAST(?6 AS BIGINT) = 0 OR until > ?6);

@offer_end_all
UPDATE order_offer SET state = ?2, answered = ?3, seq = ?4, reason = ?5
 WHERE orders = ?1 AND state = 0;
