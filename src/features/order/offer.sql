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
@@offer_told
{offer_columns}, (SELECT e.reason FROM order_event e
              WHERE e.orders = f.orders AND e.action = {ACT_OFFER} AND e.at = f.at
                AND e.team = f.team AND e.person = f.person LIMIT 1) AS why
  {offer_from}

-- Of very many the last: who waits is among them.
@offer_list(int order) -> struct order_offer[]
{offer_told} WHERE f.orders = :order
   AND f.id IN (SELECT l.id FROM order_offer l WHERE l.orders = :order ORDER BY l.id DESC LIMIT {OFFERS_LAST})
 ORDER BY f.id;

@offer_page(int order, int after) -> struct order_offer[]
{offer_told} WHERE f.orders = :order AND f.id > :after ORDER BY f.id LIMIT {OFFERS_LAST} + 1;

@offer_count(int order) -> int
SELECT count(*) FROM order_offer WHERE orders = :order;

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

@offer_of_team(int team) -> struct order_offer[]
{offer_columns} {offer_from} WHERE f.team = :team AND f.state = {OFFER_WAITING} ORDER BY f.id LIMIT 2000;

@offer_waiting(int order) -> int
SELECT count(*) FROM order_offer WHERE orders = :order AND state = {OFFER_WAITING} AND until > :now;

@offer_until(int order) -> int
SELECT coalesce(max(until), 0) FROM order_offer WHERE orders = :order AND state = {OFFER_WAITING};

@offer_add(struct order n, int until) -> int
INSERT INTO order_offer (orders, team, person, actor, at, until)
VALUES (:n.row, :n.team_row, :n.person_row, :by, :now, :until) RETURNING id;

-- `seq`: the revision of the order that its end leads to. `in_time`: the answer must still be in time.
@offer_end(struct order n, int fate, text? reason, bool in_time)
UPDATE order_offer SET state = :fate, answered = :now, seq = CAST(:n.revision AS BIGINT) + 1, reason = :reason?
 WHERE id = :n.offer AND state = {OFFER_WAITING} AND (CAST(:in_time AS INTEGER) = 0 OR until > :now);

@offer_end_all(struct order n, int fate, text? reason)
UPDATE order_offer SET state = :fate, answered = :now, seq = CAST(:n.revision AS BIGINT) + 1, reason = :reason?
 WHERE orders = :n.row AND state = {OFFER_WAITING};
