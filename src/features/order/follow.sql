%include "core/feature.h"
%include "features/order/order.h"

-- What goes along when two places or two persons become one (order_face.c).
@orders_follow_place(int gone, int kept)
UPDATE orders SET place = :kept WHERE place = :gone;

@orders_follow_requester(int gone, int kept) -> struct followed[]
UPDATE orders SET requester = :kept WHERE requester = :gone RETURNING id;

@orders_follow_proxy(int gone, int kept) -> struct followed[]
UPDATE orders SET proxy = :kept WHERE proxy = :gone AND proxy > 0 RETURNING id;

@orders_follow_person(int gone, int kept) -> struct followed[]
UPDATE orders SET person = :kept WHERE person = :gone RETURNING id;

@orders_follow_leader(int gone, int kept) -> struct followed[]
UPDATE orders SET leader = :kept WHERE leader = :gone AND leader > 0 RETURNING id;

-- Both were asked to take one order: he is asked once, until the later end, by which the order waits.
@order_offer_follow_twice(int gone, int kept) -> struct followed[]
UPDATE order_offer SET state = {OFFER_RECALLED}, answered = :now, reason = '两份档案合并，只留一份派单'
 WHERE person IN (:gone, :kept) AND person > 0 AND state = {OFFER_WAITING}
   AND EXISTS (SELECT 1 FROM order_offer k WHERE k.orders = order_offer.orders AND k.person IN (:gone, :kept)
     AND k.person > 0 AND k.state = {OFFER_WAITING} AND (k.until, k.id) > (order_offer.until, order_offer.id))
RETURNING id;

@order_offer_follow_person(int gone, int kept) -> struct followed[]
UPDATE order_offer SET person = :kept WHERE person = :gone AND person > 0 RETURNING id;

-- The orders of which {who} is helped: those asked for him, and what they became part of.
@@order_helping(who)
(WITH RECURSIVE up(id, next) AS (
    SELECT s.id, s.merged_into FROM orders s WHERE s.requester = {who}
    UNION SELECT n.id, n.merged_into FROM up q JOIN orders n ON n.id = q.next WHERE q.next > 0)
  SELECT q.id FROM up q)

-- … which {who} serves, goes to, or is asked to.
@@order_served_by(who)
(o.person = {who} OR t.person = {who}
    OR EXISTS (SELECT 1 FROM order_offer f WHERE f.orders = o.id AND f.state = {OFFER_WAITING} AND f.person = {who}))

-- Orders under way in which one of the two is served and the other serves.
@order_both_sides(int one, int other) -> int
SELECT COUNT(*) FROM orders o LEFT JOIN attendance t ON t.activity = o.activity AND o.activity > 0
WHERE o.state < {ORDER_CLOSED} AND (o.id IN {order_helping :one} AND {order_served_by :other}
  OR o.id IN {order_helping :other} AND {order_served_by :one});

-- An order counts while its clock runs.
@order_stands(int place) -> int
SELECT COUNT(*) FROM orders WHERE place = :place AND deadline > 0;

-- What a team has in hand, or is asked for.
@order_team_runs(int team) -> int
SELECT (SELECT COUNT(*) FROM orders WHERE team = :team AND state >= {ORDER_ACCEPTED} AND state <= {ORDER_SERVING})
  + (SELECT COUNT(*) FROM order_offer WHERE team = :team AND state = {OFFER_WAITING});
