-- What he asked for or entered lately under the same title, and what did not come to nothing.
@order_lately(text title, int since) -> struct order_hit[]
SELECT id FROM orders
 WHERE (requester = :me OR proxy = :me AND proxy > 0) AND created > :since AND title = :title
   AND state <= {ORDER_CLOSED}
 ORDER BY id DESC LIMIT 5;
