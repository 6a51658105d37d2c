-- ?1: team. Actions: 8 offer, 13 decline, 17 hand back, 20 abort, 21 nobody came, 24 reopen, 26 the
-- clock; 4 is the state of an offer.
@record_team
SELECT (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10) AS closed,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score > 0) AS verdicts,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score > 0
           AND o.verdict_how BETWEEN 1 AND 4) AS proxied,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score = 1) AS one,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score = 2) AS two,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score = 3) AS three,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score = 4) AS four,
       (SELECT count(*) FROM orders o WHERE o.team = ?1 AND o.state = 10 AND o.score = 5) AS five,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 8) AS offered,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 13) AS declined,
       (SELECT count(*) FROM order_event e
         WHERE e.team = ?1 AND e.team > 0 AND e.action = 26 AND e.from_state = 4) AS unanswered,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 17) AS handed_back,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 20) AS aborted,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 21) AS no_shows,
       (SELECT count(*) FROM order_event e WHERE e.team = ?1 AND e.team > 0 AND e.action = 24) AS reopened;

-- The move that led order ?1 to its call back.
@record_way
SELECT e.action FROM order_event e
 WHERE e.orders = ?1 AND e.to_state = 9 AND e.from_state <> 9 ORDER BY e.seq DESC LIMIT 1;
