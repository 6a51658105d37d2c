-- Orders that may be the same as a new one.
%include "base/clock.h"
%include "core/reach.sql"
%include "features/order/order.h"
%include "features/order/order_like.h"
%include "features/place/place.h"

@order_phone_index(int order) -> text
SELECT phone_index FROM orders WHERE id = :order;

@@order_like_readable
({reach p.path}
 OR :s.own AND (o.requester = :s.person OR o.proxy = :s.person)
 OR :s.serving AND (o.person = :s.person OR o.team IN {led :s.person}))

@order_alike(scope s, struct order_like_ask a) -> struct order_like[]
SELECT o.uid, o.number, o.title, o.state, o.created,
       CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       CASE WHEN o.place = :a.place? THEN 1 ELSE 0 END AS here,
       CASE WHEN o.requester = :a.requester? OR o.phone_index = :a.phone_index? THEN 1 ELSE 0 END AS person
  FROM orders o
  JOIN place p ON p.id = o.place
  LEFT JOIN place pp ON pp.id = p.parent
 WHERE (o.place = :a.place? OR o.requester = :a.requester? OR o.phone_index = :a.phone_index?)
   AND o.state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CALLBACK_DUE} AND o.id <> :a.order
   AND o.created >= :now - {ORDER_LIKE_DAYS} * {DAY} AND {order_like_readable}
 ORDER BY o.id DESC LIMIT 200;
