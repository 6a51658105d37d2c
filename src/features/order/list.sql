%include "core/cursor.h"
%include "core/words.sql"
-- The lists, and the searches in them. What a list asks for is a struct order_seek.

@order_row(text? uid) -> struct order_seek
SELECT id AS last, created FROM orders WHERE uid = :uid;

-- A list of rows, in the engine's own words.
@@order_given [sqlite]
IN (SELECT r.value FROM json_each(:list) r)
@@order_given [postgres]
= ANY (CAST(:list AS BIGINT[]))

@order_rows(text list) -> struct order[]
{order_columns} WHERE o.id {order_given} ORDER BY o.id DESC LIMIT 400;

-- ---- who sees what ----

-- A draft is its parties' own; everything later is also seen by staff in reach. Who is asked sees it as long
-- as his offer waits (an offered order has no side yet), who goes or went as long as he is on the roster.
@@order_scope
(:s.all AND (o.state <> {ORDER_DRAFT} OR o.requester = :s.person OR o.proxy = :s.person)
 OR :s.own AND (o.requester = :s.person OR o.proxy = :s.person)
 OR :s.serving AND (o.person = :s.person OR o.team IN {led :s.person}
                    OR o.state = {ORDER_OFFERED} AND o.id IN {offer_for w.orders :s.person})
 OR o.state <> {ORDER_DRAFT} AND {below p.path}
 OR :s.own AND o.activity IN (SELECT t.activity FROM attendance t WHERE t.person = :s.person))

@@order_on_wall
(o.published > 0 AND o.state = {ORDER_WALL} AND o.deadline > :now AND k.never_public = 0)

-- The clock has ended the state, whether its job has run or not.
@@order_over
(o.state IN ({ORDER_WALL}, {ORDER_OFFERED}, {ORDER_DONE}) AND o.deadline > 0 AND o.deadline <= :now)

-- Stands in that state, or has come there by its clock: wall and offered to open, done to callback.
@@order_stands
(o.state = :k.state AND NOT {order_over}
 OR :k.state = {ORDER_OPEN} AND o.state IN ({ORDER_WALL}, {ORDER_OFFERED})
    AND o.deadline > 0 AND o.deadline <= :now
 OR :k.state = {ORDER_CALLBACK_DUE} AND o.state = {ORDER_DONE} AND o.deadline > 0 AND o.deadline <= :now)

@@order_filed
(CAST(:k.path? AS TEXT) IS NULL OR p.path >= :k.path? AND p.path < :k.path? || '~')
   AND (CAST(:k.category? AS TEXT) IS NULL OR k.word = :k.category?)

@@order_filter
(:k.state = {ORDER_NOWHERE} OR {order_stands}) AND {order_filed} AND (0 > :k.urgency OR o.urgency = :k.urgency)

@order_list(scope s, struct order_seek k) -> struct order_hit[]
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
 WHERE ({order_scope} OR {order_on_wall}) AND {order_filter} AND o.id < :k.last
 ORDER BY o.id DESC LIMIT :k.most;

-- ---- few enough to be looked at one by one ----

-- What stands in the states from … to, at most three of them.
@@order_waits
SELECT n.id FROM orders n WHERE n.state < {ORDER_CLOSED} AND n.id < :k.last

@order_waiting(struct order_seek k) -> struct order_hit[]
{order_waits} AND n.state = :k.first_state
 UNION ALL {order_waits} AND n.state = :k.first_state + 1 AND :k.first_state < :k.last_state
 UNION ALL {order_waits} AND n.state = :k.last_state AND :k.last_state > :k.first_state + 1
 ORDER BY 1 DESC LIMIT :k.most;

-- … what is the asker's own, was offered to him, has him on its roster, or hangs on the wall. Of who sees all, only his drafts. What
-- lies in his reach is found otherwise, and in years of entering for others nearly all does.
@@order_beyond
(n.state = {ORDER_DRAFT} OR NOT :s.all AND n.place NOT IN ({held}))

@order_few(scope s, struct order_seek k) -> struct order_hit[]
SELECT w.id FROM (SELECT n.id FROM orders n
        WHERE NOT :s.all AND n.state = {ORDER_WALL} AND n.state < {ORDER_CLOSED} AND n.published > 0
 UNION SELECT n.id FROM orders n WHERE n.requester = :s.person AND {order_beyond}
 UNION SELECT n.id FROM orders n WHERE n.proxy = :s.person AND n.proxy > 0 AND {order_beyond}
 UNION SELECT n.id FROM orders n WHERE NOT :s.all AND n.person = :s.person
 UNION SELECT n.id FROM orders n WHERE NOT :s.all AND n.team IN {led :s.person}
 UNION SELECT v.orders AS id FROM attendance t JOIN activity v ON v.id = t.activity
        WHERE NOT :s.all AND t.person = :s.person
 UNION SELECT f.orders AS id FROM order_offer f
        WHERE NOT :s.all AND f.state = {OFFER_WAITING} AND f.person = :s.person
 UNION SELECT f.orders AS id FROM order_offer f
        WHERE NOT :s.all AND f.state = {OFFER_WAITING} AND f.team IN {led :s.person}) w
 WHERE w.id < :k.last ORDER BY w.id DESC LIMIT :k.most;

-- Of the list, what has the words in title and number, or in the public text (match NULL: all).
@order_near(scope s, struct order_seek k, text list, struct search title, struct search told) -> struct order_hit[]
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
  LEFT JOIN search_doc t ON t.id = o.id + :title.base LEFT JOIN search_doc w ON w.id = o.id + :told.base
 WHERE o.id {order_given} AND o.id < :k.last AND {order_filter}
   AND ((CAST(:title.like? AS TEXT) IS NULL OR {has_words t.text :title.like? :title.more?}) AND {order_scope}
     OR (CAST(:title.like? AS TEXT) IS NULL OR {has_words w.text :title.like? :title.more?})
        AND ({order_scope} OR {order_on_wall}))
 ORDER BY o.id DESC LIMIT :k.most;

-- ---- by the index ----

@@order_hits [sqlite]
SELECT o.id FROM search_gram g CROSS JOIN search_doc d ON d.id = g.rowid CROSS JOIN orders o ON o.id = g.rowid - :f.base
  JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
 WHERE search_gram MATCH :f.match? AND g.rowid BETWEEN :f.from AND :f.to AND {has_words d.text :f.like? :f.more?}
@@order_hits [postgres]
WITH g AS MATERIALIZED (SELECT d.id AS rowid FROM search_doc d WHERE d.grams @@ CAST(:f.match? AS tsquery)
    AND {has_words d.text :f.like? :f.more?} AND d.id + 0 BETWEEN :f.from AND :f.to)
SELECT o.id FROM g JOIN orders o ON o.id = g.rowid - :f.base JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category WHERE TRUE

-- The public text is also read by who passes the wall.
@order_found(scope s, struct order_seek k, struct search f) -> struct order_hit[]
{order_hits} AND {order_filter}
   AND ({order_scope} OR :f.kind = {SEARCH_ORDER_PUBLIC} AND {order_on_wall})
 ORDER BY g.rowid DESC LIMIT :k.most;

-- ---- the wall ----

-- What everybody sees of it.
@@order_told
o.published > 0 AND k.never_public = 0 AND {order_filed}

@@order_shown
{order_told} AND (o.state <> {ORDER_WALL} OR o.deadline > :now)

-- What hangs there, or is under way.
@@order_wall_of
SELECT o.id FROM orders o JOIN place p ON p.id = o.place JOIN category k ON k.id = o.category
  LEFT JOIN search_doc d ON d.id = o.id + :f.base
 WHERE {order_shown} AND o.id < :k.last AND (CAST(:f.like? AS TEXT) IS NULL OR {has_words d.text :f.like? :f.more?})
   AND o.state < {ORDER_CLOSED}
   AND (CAST(:k.beyond? AS TEXT) IS NULL OR p.path < :k.beyond? OR p.path >= :k.beyond? || '~')

@order_wall(struct order_seek k, struct search f) -> struct order_hit[]
{order_wall_of} AND o.state = {ORDER_WALL} ORDER BY o.id DESC LIMIT :k.most;

@order_wall_count() -> int
SELECT count(*) FROM orders o JOIN category k ON k.id = o.category WHERE o.state = {ORDER_WALL} AND {order_on_wall};

@order_wall_under_way(struct order_seek k, struct search f) -> struct order_hit[]
{order_wall_of} AND o.state BETWEEN {ORDER_OFFERED} AND {ORDER_CALLBACK_DUE} ORDER BY o.id DESC LIMIT :k.most;

-- What came true, from the newest back. SQLite would rather sort all that are closed.
@@order_came_true
place p ON p.id = o.place CROSS JOIN category k
 WHERE k.id = o.category AND o.state = {ORDER_CLOSED} AND {order_told} AND o.id < :k.last
 ORDER BY o.id DESC LIMIT :k.most

@order_wall_closed(struct order_seek k) -> struct order_hit[] [sqlite]
SELECT o.id FROM orders o INDEXED BY orders_come_true JOIN {order_came_true};
@order_wall_closed [postgres]
SELECT o.id FROM orders o JOIN {order_came_true};

@order_wall_found(struct order_seek k, struct search f) -> struct order_hit[]
{order_hits} AND o.state = {ORDER_CLOSED} AND {order_told}
 ORDER BY g.rowid DESC LIMIT :k.most;

-- ---- desks ----

-- By deadline, after where the page before ended; words in title and number, or in the name of the place.
@order_queue(scope s, struct order_seek k, struct search f) -> struct order[]
{order_columns} LEFT JOIN search_doc d ON d.id = o.id + :f.base
 WHERE o.state BETWEEN :k.first_state AND :k.last_state AND {order_scope} AND {order_filter}
   AND (o.deadline, o.id) > (:k.deadline, :k.last)
   AND (CAST(:f.like? AS TEXT) IS NULL OR {has_words (COALESCE(d.text,'')||'|'||lower(p.name)) :f.like? :f.more?})
 ORDER BY o.deadline, o.id LIMIT :k.most;

-- A clerk has entered thousands: the newest are found before they are read.
@order_mine(struct order_seek k) -> struct order[]
{order_columns}
 WHERE o.id IN (SELECT r.id FROM (SELECT n.id FROM orders n
                 WHERE n.requester = :me AND (n.created, n.id) < (:k.created, :k.last)
                 ORDER BY n.created DESC, n.id DESC LIMIT :k.most) r
       UNION SELECT y.id FROM (SELECT n.id FROM orders n
                 WHERE n.proxy = :me AND n.proxy > 0 AND (n.created, n.id) < (:k.created, :k.last)
                 ORDER BY n.created DESC, n.id DESC LIMIT :k.most) y)
 ORDER BY o.created DESC, o.id DESC LIMIT :k.most;

-- Where he is to go, the next visit first.
-- One more than a page, so that the next one is known.
@order_going(struct cursor k) -> struct order[]
{order_columns}
 WHERE o.id IN (SELECT v.orders FROM attendance t JOIN activity v ON v.id = t.activity
                 WHERE t.person = :me AND v.state < {ACTIVITY_ENDED})
   AND o.state IN ({ORDER_SCHEDULED}, {ORDER_SERVING})
   AND (o.starts_at, o.id) > (:k.a, :k.id)
 ORDER BY o.starts_at, o.id LIMIT {ORDER_GOING} + 1;

@order_serving(struct order_seek k) -> struct order[]
{order_columns}
 WHERE (o.state BETWEEN {ORDER_ACCEPTED} AND {ORDER_CALLBACK_DUE} AND (o.person = :me OR o.team IN {led :me})
    OR o.id IN {offer_for w.orders :me})
   AND (o.deadline, o.id) > (:k.deadline, :k.last)
 ORDER BY o.deadline, o.id LIMIT :k.most;

-- ---- the clock's ----

@order_expired() -> struct order[]
{order_columns}
 WHERE {order_over}
    OR o.id IN (SELECT f.orders FROM order_offer f WHERE f.state = {OFFER_WAITING} AND f.until <= :now)
 ORDER BY o.deadline LIMIT 100;

-- Climbs one level at the deadline and one more each day after it: village, township, centre.
@order_overdue() -> struct order[]
{order_columns}
 WHERE o.state IN ({ORDER_SUBMITTED}, {ORDER_OPEN}, {ORDER_ACCEPTED}, {ORDER_SCHEDULED}, {ORDER_SERVING},
                   {ORDER_CALLBACK_DUE}) AND o.deadline > 0
   AND o.deadline + o.level * 86400 <= :now AND o.level < 3
 ORDER BY o.deadline LIMIT 100;
