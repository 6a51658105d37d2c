%include "features/depart/depart.h"
%include "features/order/order.h"
%include "features/order/order_offer.h"
%include "features/team/team.h"

-- A person dies or moves.

@depart_add(int person, struct depart_note n)
INSERT INTO depart (person, at, actor, kind, day, told_by, from_place, to_place, outcome)
VALUES (:person, :now, :by, :n.kind, :n.day, :n.told_by, :n.from_row, :n.to_row, :n.outcome);

@depart_list(int person) -> struct depart_note[]
SELECT d.at, d.kind, d.day, a.name AS actor, d.told_by, f.label AS "from", t.label AS "to", d.outcome
  FROM depart d LEFT JOIN person a ON a.id = d.actor LEFT JOIN place f ON f.id = d.from_place
  LEFT JOIN place t ON t.id = d.to_place
 WHERE d.person = :person ORDER BY d.id DESC LIMIT 20;

@@depart_concerned
SELECT id AS row, state, proxy, team, person FROM orders

-- Orders for him that are not at their end.
@depart_asked(int person) -> struct depart_row[]
{depart_concerned} WHERE requester = :person AND state < {ORDER_CLOSED} ORDER BY id LIMIT 500;

-- Orders he serves alone.
@@depart_serving
person = :person AND state BETWEEN {ORDER_ACCEPTED} AND {ORDER_SERVING}

@depart_served(int person) -> struct depart_row[]
{depart_concerned} WHERE {depart_serving} ORDER BY id LIMIT 500;

@@depart_offers
order_offer WHERE person = :person AND state = {OFFER_WAITING}

@depart_offered(int person) -> struct depart_row[]
SELECT orders AS row, {ORDER_OFFERED} AS state, 0 AS proxy, 0 AS team, person FROM {depart_offers} ORDER BY id LIMIT 500;

-- Visits of a team that he leads.
@@depart_leading
leader = :person AND team > 0 AND state IN ({ORDER_SCHEDULED}, {ORDER_SERVING})

@depart_led(int person) -> struct depart_row[]
{depart_concerned} WHERE {depart_leading} ORDER BY id LIMIT 500;

@depart_counts(int person) -> struct depart_open
SELECT (SELECT count(*) FROM orders WHERE requester = :person AND state < {ORDER_ACCEPTED}) AS early,
       (SELECT count(*) FROM orders WHERE requester = :person AND state IN ({ORDER_ACCEPTED}, {ORDER_SCHEDULED})) AS agreed,
       (SELECT count(*) FROM orders WHERE requester = :person
         AND state IN ({ORDER_SERVING}, {ORDER_DONE}, {ORDER_CALLBACK_DUE})) AS running,
       (SELECT count(*) FROM orders WHERE {depart_serving}) + (SELECT count(*) FROM {depart_offers}) AS serves,
       (SELECT count(*) FROM orders WHERE {depart_leading}) AS leads,
       (SELECT count(*) FROM member WHERE person = :person AND state = {MEMBER_ACTIVE}) AS teams;
