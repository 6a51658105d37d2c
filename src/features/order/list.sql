-- The lists, and the searches in them. ?1 … ?10 are scope, now and filter (order.sql).

@order_row
SELECT id FROM orders WHERE uid = ?1;

-- ?1: a list of rows, in the engine's own words.
@order_rows [sqlite]
{order_columns} WHERE o.id IN (SELECT r.value FROM json_each(?1) r) ORDER BY o.id DESC LIMIT 400;
@order_rows [postgres]
{order_columns} WHERE o.id = ANY (CAST(?1 AS BIGINT[])) ORDER BY o.id DESC LIMIT 400;

-- Rows before ?11, at most ?12.
@order_list
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
 WHERE ({order_scope} OR {order_on_wall}) AND {order_filter} AND o.id < ?11
 ORDER BY o.id DESC LIMIT ?12;

-- Few enough to be looked at one by one. What stands in the states ?1 … ?2, at most three of them: the newest
-- ?4 before ?3.
@order_waiting
SELECT n.id FROM orders n WHERE n.state = ?1 AND n.state < 10 AND n.id < ?3
 UNION ALL SELECT n.id FROM orders n WHERE n.state = ?1 + 1 AND n.state < 10 AND n.id < ?3 AND ?1 < ?2
 UNION ALL SELECT n.id FROM orders n WHERE n.state = ?2 AND n.state < 10 AND n.id < ?3 AND ?2 > ?1 + 1
 ORDER BY 1 DESC LIMIT ?4;

-- … what is the asker's (?1) own, was offered to him, or hangs on the wall. ?2 1: he sees all, so only his
-- drafts; ?5 the roles whose grants count: what lies in their reach is found otherwise, and in years of
-- entering for others nearly all does. The newest ?4 before ?3.
@@order_beyond
(n.state = 0 OR ?2 = 0 AND n.place NOT IN (SELECT p.id FROM grants g JOIN place gp ON gp.id = g.place
  JOIN place p ON p.path >= gp.path AND p.path < gp.path || '~'
 WHERE g.person = ?1 AND (CAST(?5 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1))

@order_few
SELECT w.id FROM (SELECT n.id FROM orders n WHERE ?2 = 0 AND n.state = 3 AND n.state < 10 AND n.published > 0
 UNION SELECT n.id FROM orders n WHERE n.requester = ?1 AND {order_beyond}
 UNION SELECT n.id FROM orders n WHERE n.proxy = ?1 AND n.proxy > 0 AND {order_beyond}
 UNION SELECT n.id FROM orders n WHERE ?2 = 0 AND n.person = ?1
 UNION SELECT n.id FROM member m JOIN orders n ON n.team = m.team
        WHERE ?2 = 0 AND m.person = ?1 AND m.state = 2 AND m.role > 0
 UNION SELECT f.orders AS id FROM order_offer f
        WHERE ?2 = 0 AND f.state = 0 AND f.person = ?1
 UNION SELECT f.orders AS id FROM member m JOIN order_offer f ON f.team = m.team AND f.state = 0
        WHERE ?2 = 0 AND m.person = ?1 AND m.state = 2 AND m.role > 0) w
 WHERE w.id < ?3 ORDER BY w.id DESC LIMIT ?4;

-- Of the list ?13, what has the words ?14 (NULL: all) in title and number, texts from ?15 on, or in the
-- public text, from ?16 on.
@@order_given [sqlite]
IN (SELECT r.value FROM json_each(?13) r)
@@order_given [postgres]
= ANY (CAST(?13 AS BIGINT[]))

@order_near
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
  LEFT JOIN search_doc t ON t.id = o.id + ?15 LEFT JOIN search_doc w ON w.id = o.id + ?16
 WHERE o.id {order_given} AND o.id < ?11 AND {order_filter}
   AND ((CAST(?14 AS TEXT) IS NULL OR t.text LIKE ?14 ESCAPE '\') AND {order_scope}
     OR (CAST(?14 AS TEXT) IS NULL OR w.text LIKE ?14 ESCAPE '\') AND ({order_scope} OR {order_on_wall}))
 ORDER BY o.id DESC LIMIT ?12;

-- By the index, ?13 … ?17 struct search; ?11 1: the public text, which is also read by who passes the wall.
@@order_reached
({order_scope} OR ?11 = 1 AND {order_on_wall}) AND {order_filter} ORDER BY g.rowid DESC LIMIT ?12

@order_found [sqlite]
SELECT o.id FROM search_gram g CROSS JOIN search_doc d ON d.id = g.rowid CROSS JOIN orders o ON o.id = g.rowid - ?15
  JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
 WHERE search_gram MATCH ?13 AND g.rowid BETWEEN ?16 AND ?17 AND d.text LIKE ?14 ESCAPE '\' AND {order_reached};
@order_found [postgres]
WITH g AS MATERIALIZED (SELECT d.id AS rowid FROM search_doc d WHERE d.grams @@ CAST(?13 AS tsquery)
    AND d.text LIKE ?14 ESCAPE '\' AND d.id + 0 BETWEEN ?16 AND ?17)
SELECT o.id FROM g JOIN orders o ON o.id = g.rowid - ?15 JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category WHERE {order_reached};

-- What everybody sees of the wall: places under ?2, category ?3; ?1 is now.
@@order_told
o.published > 0 AND k.never_public = 0
   AND (CAST(?2 AS TEXT) IS NULL OR p.path >= ?2 AND p.path < ?2 || '~')
   AND (CAST(?3 AS TEXT) IS NULL OR k.word = ?3)

@@order_shown
{order_told} AND (o.state <> 3 OR o.deadline > ?1)

-- What hangs there, or is under way: rows before ?4, at most ?5; words ?6 in the texts from ?7 on.
@@order_wall_of
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
  LEFT JOIN search_doc d ON d.id = o.id + ?7
 WHERE {order_shown} AND o.id < ?4 AND (CAST(?6 AS TEXT) IS NULL OR d.text LIKE ?6 ESCAPE '\') AND o.state < 10

@order_wall
{order_wall_of} AND o.state = 3 ORDER BY o.id DESC LIMIT ?5;

@order_wall_under_way
{order_wall_of} AND o.state BETWEEN 4 AND 9 ORDER BY o.id DESC LIMIT ?5;

-- What came true, from the newest back. SQLite would rather sort all that are closed.
@@order_came_true
place p ON p.id = o.place CROSS JOIN category k
 WHERE k.id = o.category AND o.state = 10 AND {order_told} AND o.id < ?4 AND ?1 > 0
 ORDER BY o.id DESC LIMIT ?5

@order_wall_closed [sqlite]
SELECT o.id FROM orders o INDEXED BY orders_come_true JOIN {order_came_true};
@order_wall_closed [postgres]
SELECT o.id FROM orders o JOIN {order_came_true};

-- … by words, ?5 … ?9 struct search; at most ?4.
@order_wall_found [sqlite]
SELECT o.id FROM search_gram g CROSS JOIN search_doc d ON d.id = g.rowid CROSS JOIN orders o ON o.id = g.rowid - ?7
  JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
 WHERE search_gram MATCH ?5 AND g.rowid BETWEEN ?8 AND ?9 AND d.text LIKE ?6 ESCAPE '\'
   AND o.state = 10 AND {order_shown} ORDER BY g.rowid DESC LIMIT ?4;
@order_wall_found [postgres]
WITH g AS MATERIALIZED (SELECT d.id AS rowid FROM search_doc d WHERE d.grams @@ CAST(?5 AS tsquery)
    AND d.text LIKE ?6 ESCAPE '\' AND d.id + 0 BETWEEN ?8 AND ?9)
SELECT o.id FROM g JOIN orders o ON o.id = g.rowid - ?7 JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
 WHERE o.state = 10 AND {order_shown} ORDER BY g.rowid DESC LIMIT ?4;

-- A desk's queue: states ?13 … ?14 by deadline, after (?15, ?11), at most ?12; words ?16 in the texts from
-- ?17 on, or in the name of the place.
@order_queue
{order_columns} LEFT JOIN search_doc d ON d.id = o.id + ?17
 WHERE o.state BETWEEN ?13 AND ?14 AND {order_scope} AND {order_filter}
   AND (o.deadline, o.id) > (?15, ?11)
   AND (CAST(?16 AS TEXT) IS NULL OR d.text LIKE ?16 ESCAPE '\' OR lower(p.name) LIKE ?16 ESCAPE '\')
 ORDER BY o.deadline, o.id LIMIT ?12;
