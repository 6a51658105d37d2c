-- Who is asked, and what came of it: enum offer_state.

@@offer_columns
SELECT f.id AS row, f.orders, f.team AS team_row, f.person AS person_row, f.at, f.until, f.state,
       f.answered, f.reason, t.uid AS team, t.name AS team_name, s.uid AS person,
       s.name AS person_name, a.name AS by_name

@@offer_from
FROM order_offer f
  LEFT JOIN team t ON t.id = f.team
  LEFT JOIN person s ON s.id = f.person
  LEFT JOIN person a ON a.id = f.actor

-- Of the offers that wait for {who} or for a team he leads, {what}.
@@offer_for(what, who)
(SELECT {what} FROM order_offer w WHERE w.state = {OFFER_WAITING} AND w.person = {who} AND w.until > :now
  UNION SELECT {what} FROM order_offer w
         WHERE w.state = {OFFER_WAITING} AND w.team IN {led who} AND w.until > :now)

-- Its event keeps why this side was asked.
@offer_list(int order) -> struct order_offer[]
{offer_columns}, (SELECT e.reason FROM order_event e
              WHERE e.orders = f.orders AND e.action = {ACT_OFFER} AND e.at = f.at
                AND e.team = f.team AND e.person = f.person LIMIT 1) AS why
  {offer_from} WHERE f.orders = :order ORDER BY f.id LIMIT 200;

-- Of the orders of the list. His own comes before those of his teams.
@offer_mine(text list) -> struct order_offer[]
{offer_columns} {offer_from}
 WHERE f.id IN {offer_for w.id :me} AND f.orders {order_given}
 ORDER BY f.team, f.id LIMIT 2000;

@offer_mine_last(int order) -> struct order_offer
{offer_columns} {offer_from}
 WHERE f.orders = :order AND (f.person = :me OR f.team IN {led :me})
 ORDER BY f.id DESC LIMIT 1;

@offer_over(int order) -> struct order_offer[]
{offer_columns} {offer_from}
 WHERE f.orders = :order AND f.state = {OFFER_WAITING} AND f.until <= :now ORDER BY f.id LIMIT 50;

-- Those that another side's move ended, the one that led to this revision.
@offer_ended_by(struct order n) -> struct order_offer[]
{offer_columns} {offer_from}
 WHERE f.orders = :n.row AND f.seq = :n.revision AND f.state IN ({OFFER_RECALLED}, {OFFER_OVERTAKEN})
 ORDER BY f.id LIMIT 50;

@offer_waiting(int order) -> int
SELECT count(*) FROM order_offer WHERE orders = :order AND state = {OFFER_WAITING} AND until > :now;

@offer_until(int order) -> int
SELECT coalesce(max(until), 0) FROM order_offer WHERE orders = :order AND state = {OFFER_WAITING};

@offer_add
INSERT INTO order_offer (orders, team, person, actor, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- ?6 is the present second where an answer must still be in time, else 0.
@offer_end
UPDATE order_offer SET state = ?2, answered = ?3, seq = ?4, reason = ?5
 WHERE id = ?1 AND state = 0 AND (CAST(?6 AS BIGINT) = 0 OR until > ?6);

@offer_end_all
UPDATE order_offer SET state = ?2, answered = ?3, seq = ?4, reason = ?5
 WHERE orders = ?1 AND state = 0;
