-- Of a team or a person: claims that are not served yet, and claims since.
@@turn_claims
FROM order_event e WHERE e.action = {ACT_CLAIM}

@order_turn(int team, int person, int since) -> struct order_turn
SELECT (SELECT count(*) FROM orders o
         WHERE o.team = :team AND o.person = :person AND o.state IN ({ORDER_ACCEPTED}, {ORDER_SCHEDULED})
           AND EXISTS (SELECT 1 {turn_claims}
                AND e.orders = o.id AND e.team = o.team AND e.person = o.person)) AS unserved,
       (SELECT count(*) {turn_claims} AND e.team = :team AND e.team > 0 AND e.at >= :since)
       + (SELECT count(*) {turn_claims} AND e.person = :person AND e.person > 0 AND e.at >= :since) AS claims;
