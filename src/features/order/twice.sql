-- What he asked for or entered since ?2 under the same title, and what did not come to nothing.
@order_lately
SELECT id AS row FROM orders
 WHERE (requester = ?1 OR proxy = ?1 AND proxy > 0) AND created > ?2 AND title = ?3 AND state < 11
 ORDER BY id DESC LIMIT 5;
