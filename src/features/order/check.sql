-- What the doctor asks of orders (order_check.c).
%include "core/feature.h"
%include "features/order/order.h"
%include "features/order/order_check.h"
%include "features/order/order_offer.h"

-- Every event of every order, a page at a time.
@order_check_events(int order, int seq) -> struct order_past[]
SELECT e.orders, e.seq, e.action, e.from_state, e.to_state, o.number, o.state, o.revision
FROM order_event e JOIN orders o ON o.id = e.orders
WHERE (e.orders, e.seq) > (:order, :seq) ORDER BY e.orders, e.seq LIMIT 5000;

-- What everybody may read, a page at a time.
@order_check_shown(int after) -> struct order_seen[]
SELECT o.id FROM orders o JOIN category k ON k.id = o.category
WHERE o.id > :after AND o.published > 0 AND o.public_title IS NOT NULL AND o.state BETWEEN {ORDER_OPEN} AND {ORDER_CLOSED}
  AND k.never_public = 0 ORDER BY o.id LIMIT 500;

@order_without_event() -> text
SELECT number FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_event e WHERE e.orders = o.id)
ORDER BY id LIMIT 1;

-- Never both; one of them while somebody serves; none before. Offers wait in one state only, and one of
-- them always does.
@order_wrong_side() -> text
SELECT number FROM orders
WHERE (team <> 0 AND person <> 0) OR (state BETWEEN {ORDER_ACCEPTED} AND {ORDER_SERVING} AND team = 0 AND person = 0)
   OR (state BETWEEN {ORDER_DRAFT} AND {ORDER_OFFERED} AND (team <> 0 OR person <> 0))
   OR (state = {ORDER_OFFERED} AND NOT EXISTS (SELECT 1 FROM order_offer f WHERE f.orders = orders.id AND f.state = {OFFER_WAITING}))
   OR (state <> {ORDER_OFFERED} AND id IN (SELECT f.orders FROM order_offer f WHERE f.state = {OFFER_WAITING}))
ORDER BY id LIMIT 1;

-- Places taken on the menu that are not the orders which hold them.
@order_slot_miscounted() -> text
SELECT i.title FROM menu_slot s JOIN menu_item i ON i.id = s.item WHERE s.taken <>
  (SELECT COUNT(*) FROM orders o WHERE o.slot = s.id) ORDER BY s.id LIMIT 1;

@order_seals(text after) -> struct seal_row[]
SELECT uid AS place, detail AS a, phone AS b, address AS c, contact_name AS d FROM orders
WHERE uid > :after ORDER BY uid LIMIT 2000;
