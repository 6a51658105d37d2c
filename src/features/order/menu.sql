-- What the menu asks of orders (core/feature.h).
%include "core/feature.h"
%include "features/order/order.h"

@order_menu_uses(int after, int last) -> struct menu_use[]
SELECT i.id AS item, COUNT(*) AS uses,
       SUM(CASE WHEN o.state = {ORDER_CLOSED} AND o.score >= 4 THEN 1 ELSE 0 END) AS good,
       SUM(CASE WHEN o.state = {ORDER_CLOSED} AND o.score = 3 THEN 1 ELSE 0 END) AS fair,
       SUM(CASE WHEN o.state = {ORDER_CLOSED} AND o.score BETWEEN 1 AND 2 THEN 1 ELSE 0 END) AS bad
  FROM menu_item i JOIN orders o ON o.service = i.uid
 WHERE i.id > :after AND i.id <= :last AND o.service IS NOT NULL
   AND o.state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CLOSED}
 GROUP BY i.id ORDER BY i.id LIMIT {MENU_USES};

@order_menu_party(int order) -> struct menu_party
SELECT uid, requester, proxy FROM orders WHERE id = :order;
