-- Of team ?1 or person ?2: claims that are not served yet (states 5 accepted, 6 scheduled), and claims
-- (action 10) since ?3.
@order_turn
SELECT (SELECT count(*) FROM orders o
         WHERE o.team = ?1 AND o.person = ?2 AND o.state IN (5, 6)
           AND EXISTS (SELECT 1 FROM order_event e
                WHERE e.orders = o.id AND e.action = 10 AND e.team = o.team AND e.person = o.person)) AS unserved,
       (SELECT count(*) FROM order_event e
         WHERE e.team = ?1 AND e.team > 0 AND e.action = 10 AND e.at >= ?3)
       + (SELECT count(*) FROM order_event e
           WHERE e.person = ?2 AND e.person > 0 AND e.action = 10 AND e.at >= ?3) AS claims;
