%include "features/order/order.h"
%include "features/record/record.h"

@@record_closed
SELECT count(*) FROM orders o WHERE o.team = :team AND o.state = {ORDER_CLOSED}

@@record_events
SELECT count(*) FROM order_event e WHERE e.team = :team AND e.team > 0

@record_team(int team) -> struct record
SELECT ({record_closed}) AS closed,
       ({record_closed} AND o.score > 0) AS verdicts,
       ({record_closed} AND o.score > 0 AND o.verdict_how BETWEEN {VERDICT_PHONE} AND {VERDICT_ONLINE}) AS proxied,
       ({record_closed} AND o.score = 1) AS one,
       ({record_closed} AND o.score = 2) AS two,
       ({record_closed} AND o.score = 3) AS three,
       ({record_closed} AND o.score = 4) AS four,
       ({record_closed} AND o.score = 5) AS five,
       ({record_events} AND e.action = {ACT_OFFER}) AS offered,
       ({record_events} AND e.action = {ACT_DECLINE}) AS declined,
       ({record_events} AND e.action = {ACT_EXPIRE} AND e.from_state = {ORDER_OFFERED}) AS unanswered,
       ({record_events} AND e.action = {ACT_HAND_BACK}) AS handed_back,
       ({record_events} AND e.action = {ACT_ABORT}) AS aborted,
       ({record_events} AND e.action = {ACT_NOT_SERVED}) AS no_shows,
       ({record_events} AND e.action = {ACT_REOPEN}) AS reopened;

-- The move that led it to its call back.
@record_way(int order) -> int
SELECT e.action FROM order_event e
 WHERE e.orders = :order AND e.to_state = {ORDER_CALLBACK_DUE} AND e.from_state <> {ORDER_CALLBACK_DUE}
 ORDER BY e.seq DESC LIMIT 1;
