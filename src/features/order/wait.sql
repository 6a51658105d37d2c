%include "core/reach.sql"
%include "features/order/order.h"

-- What waits, for the desk and the navigation (order_face.c): as many as :most at most.
@@order_running
o.state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CALLBACK_DUE}

-- The clock of its state has run out.
@@order_ended
o.deadline > 0 AND o.deadline <= :now

-- As the index orders_of_proxy says it.
@@order_of_proxy
o.proxy = :me AND o.state IN ({ORDER_DRAFT}, {ORDER_DONE})

@@order_verdict_due
{order_of_proxy} AND o.state = {ORDER_DONE} AND (o.deadline = 0 OR o.deadline > :now)

@order_wait_review(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state = {ORDER_SUBMITTED} AND {reached o.place} LIMIT :most) w;

@order_wait_dispatch(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state IN ({ORDER_OPEN}, {ORDER_WALL}, {ORDER_OFFERED}) AND (o.state = {ORDER_OPEN} OR {order_ended})
   AND {reached o.place} LIMIT :most) w;

@order_wait_callback(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE o.state IN ({ORDER_DONE}, {ORDER_CALLBACK_DUE}) AND (o.state = {ORDER_CALLBACK_DUE} OR {order_ended})
   AND {reached o.place} LIMIT :most) w;

-- As the list of overdue ones (features/clock): of the state, where no job ends it, or of the whole.
@order_wait_overdue(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE {order_running}
   AND (o.state NOT IN ({ORDER_WALL}, {ORDER_OFFERED}, {ORDER_DONE}) AND {order_ended}
        OR o.due > 0 AND o.due <= :now)
   AND {reached o.place} LIMIT :most) w;

@order_wait_draft(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o
 WHERE {order_of_proxy} AND o.state = {ORDER_DRAFT} LIMIT :most) w;

@order_wait_verdict(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM orders o WHERE {order_verdict_due} LIMIT :most) w;
