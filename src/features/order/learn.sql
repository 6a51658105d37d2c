-- What past orders teach of words and categories (features/propose). Long counts: for a reader.
%include "features/order/order.h"
%include "features/propose/propose.h"

-- Where a character or a pair may begin; a title has at most 60 characters.
@@order_learn_at
WITH RECURSIVE spot(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM spot WHERE i < 60)

@@order_learn_widths
(SELECT 1 AS w UNION ALL SELECT 2) width

-- Reviewed orders: their category was looked at. The newest, so that the count stays short.
@@order_learnt
o.state BETWEEN {ORDER_OPEN} AND {ORDER_CLOSED} AND o.id > (SELECT coalesce(max(id), 0) - 20000 FROM orders)

-- What the titles say now and is kept otherwise; a count of 0 is to be dropped. The gram '' counts titles.
@order_drift() -> struct propose_gram[]
{order_learn_at}
SELECT g AS gram, k AS category, max(n) AS n FROM (
	SELECT g, k, count(*) AS n, 0 AS kept FROM (
		SELECT DISTINCT o.id, o.category AS k, substr(lower(o.title), spot.i, width.w) AS g
		  FROM orders o JOIN spot ON spot.i <= length(o.title) CROSS JOIN {order_learn_widths} WHERE {order_learnt}) t
	 GROUP BY g, k
	UNION ALL SELECT '', o.category, count(*), 0 FROM orders o WHERE {order_learnt} GROUP BY o.category
	UNION ALL SELECT gram, category, 0, n FROM propose_gram
	UNION ALL SELECT '', category, 0, docs FROM propose_class) u
 GROUP BY g, k HAVING max(n) <> max(kept) ORDER BY g, k LIMIT 10000;

-- The titles it learns from, oldest first.
@order_titles(int after) -> struct propose_title[]
SELECT o.id AS row, o.category, o.title FROM orders o
 WHERE o.id > :after AND {order_learnt} ORDER BY o.id LIMIT 5000;
