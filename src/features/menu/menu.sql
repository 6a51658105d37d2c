-- What can be ordered, how much of it, and who waits.

-- order_state 1 to 10: submitted to closed.
@@menu_columns
i.id AS item_id, i.uid AS id, i.title, i.about, i.category AS category_row, k.word AS category,
k.label AS category_label, i.form, i.corps AS corps_row, cc.uid AS corps, cc.name AS corps_name,
i.area AS area_row, p.code AS area, p.path AS area_path,
CASE WHEN pp.kind = 1 THEN pp.label || ' ' || p.label ELSE p.label END AS area_name,
i.season_from, i.season_to, i.period, i.capacity, i.minutes, i.people, i.state, i.proposer,
a.name AS proposer_name, i.reason, i.revision, i.created, i.entered, i.sample,
(SELECT COUNT(*) FROM orders o WHERE o.service = i.uid AND o.state BETWEEN 1 AND 10) AS uses,
(SELECT COUNT(*) FROM orders o WHERE o.service = i.uid AND o.state = 10 AND o.score >= 4) AS good,
(SELECT COUNT(*) FROM orders o WHERE o.service = i.uid AND o.state = 10 AND o.score = 3) AS fair,
(SELECT COUNT(*) FROM orders o WHERE o.service = i.uid AND o.state = 10 AND o.score BETWEEN 1 AND 2) AS bad,
(SELECT COUNT(*) FROM menu_item_team mt WHERE mt.item = i.id) AS team_count

@@menu_from
menu_item i JOIN category k ON k.id = i.category JOIN place p ON p.id = i.area
LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN team cc ON cc.id = i.corps LEFT JOIN person a ON a.id = i.proposer

@menu_get
SELECT {menu_columns} FROM {menu_from} WHERE i.id = ?1;

@menu_by_uid
SELECT {menu_columns} FROM {menu_from} WHERE i.uid = ?1;

-- What taking a place needs, without counting orders.
@menu_lean
SELECT i.id AS item_id, i.uid AS id, i.title, i.season_from, i.season_to, i.period, i.capacity, i.state
FROM menu_item i WHERE i.uid = ?1;

-- ?1 … ?5 struct scope; ?6 1: the desk's, 0: the open menu. A team's leader sees what it does.
@@menu_scope
(?6 = 0 AND i.state = 2
 OR ?6 = 1 AND (?1 = 1 OR i.proposer = ?5
   OR ?3 = 1 AND EXISTS (SELECT 1 FROM menu_item_team mt JOIN member m ON m.team = mt.team
        WHERE mt.item = i.id AND m.person = ?5 AND m.state = 2 AND m.role > 0)
   OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
        WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
          AND p.path >= gp.path AND p.path < gp.path || '~')))

-- A place filters both ways: what is offered there, and what is offered somewhere in it.
@@menu_filter
(?7 < 0 OR i.state = ?7) AND (?8 < 0 OR i.form = ?8)
AND (?9 = '' OR (?9 >= p.path AND ?9 < p.path || '~') OR (p.path >= ?9 AND p.path < ?9 || '~'))
AND (?10 = '' OR cc.uid = ?10) AND (?11 = '' OR k.word = ?11)

-- What a search finds, ?12 … ?16 struct search.
@@menu_found [sqlite]
(SELECT d.id - ?14 FROM search_gram g JOIN search_doc d ON d.id = g.rowid WHERE search_gram MATCH ?12
   AND g.rowid BETWEEN ?15 AND ?16 AND d.text LIKE ?13 ESCAPE '\')
@@menu_found [postgres]
(SELECT d.id - ?14 FROM search_doc d WHERE d.grams @@ CAST(?12 AS tsquery) AND d.text LIKE ?13 ESCAPE '\'
   AND d.id + 0 BETWEEN ?15 AND ?16)

@menu_list
SELECT {menu_columns} FROM {menu_from} WHERE ?2 >= 0 AND {menu_scope} AND {menu_filter}
AND (CAST(?12 AS TEXT) IS NULL OR i.id IN {menu_found})
ORDER BY i.id LIMIT 2000;

@menu_desk_sees
SELECT COUNT(*) FROM menu_item i JOIN place p ON p.id = i.area WHERE i.id = ?7 AND ?2 >= 0 AND {menu_scope};

@menu_insert
INSERT INTO menu_item (uid, title, about, category, form, corps, area, season_from, season_to, period,
  capacity, minutes, people, state, proposer, created, entered, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, ?17) RETURNING id;

@menu_rewrite
UPDATE menu_item SET title = ?3, about = ?4, category = ?5, form = ?6, corps = ?7, area = ?8,
  season_from = ?9, season_to = ?10, period = ?11, capacity = ?12, minutes = ?13, people = ?14,
  revision = revision + 1
WHERE id = ?1 AND revision = ?2 AND state = 0;

@menu_move
UPDATE menu_item SET state = ?4, reason = ?5, entered = ?6, capacity = ?7, revision = revision + 1
WHERE id = ?1 AND revision = ?2 AND state = ?3;

@menu_category
SELECT id FROM category WHERE word = ?1;

@menu_category_corps
SELECT corps FROM category WHERE word = ?1;

@menu_teams
SELECT t.uid, t.name FROM menu_item_team mt JOIN team t ON t.id = mt.team
WHERE mt.item = ?1 ORDER BY t.name, t.id LIMIT 100;

@menu_team_add
INSERT INTO menu_item_team (item, team) VALUES (?1, ?2) ON CONFLICT (item, team) DO NOTHING;

@menu_teams_drop
DELETE FROM menu_item_team WHERE item = ?1;

-- Teams that could do it still: registered or incubating.
@menu_teams_serving
SELECT COUNT(*) FROM menu_item_team mt JOIN team t ON t.id = mt.team WHERE mt.item = ?1 AND t.state IN (1, 2);

@menu_event_insert
INSERT INTO menu_event (item, at, actor, action, reason) VALUES (?1, ?2, ?3, ?4, ?5);

@menu_events
SELECT e.at, e.action, e.reason, a.name AS actor FROM menu_event e LEFT JOIN person a ON a.id = e.actor
WHERE e.item = ?1 ORDER BY e.id DESC LIMIT 100;

-- ---- places ----

-- ?1 item, ?2 period, ?3 begin of the holds that still count, ?4 the order that asks: places kept for others.
@@menu_held
(SELECT COUNT(*) FROM menu_queue q WHERE q.item = ?1 AND q.period = ?2 AND q.told > ?3 AND q.orders <> ?4)

-- The one statement that takes a place. No row: the period is full, or the item not open.
@menu_take
INSERT INTO menu_slot (item, period, taken)
SELECT i.id, CAST(?2 AS BIGINT), 1 FROM menu_item i
WHERE i.id = ?1 AND i.state = 2 AND (i.capacity = 0 OR {menu_held} < i.capacity)
ON CONFLICT (item, period) DO UPDATE SET taken = menu_slot.taken + 1
WHERE (SELECT i.capacity = 0 OR menu_slot.taken + {menu_held} < i.capacity FROM menu_item i WHERE i.id = ?1)
RETURNING id;

@menu_free
SELECT CASE WHEN i.capacity = 0 THEN 1000000 ELSE i.capacity - {menu_held}
  - COALESCE((SELECT s.taken FROM menu_slot s WHERE s.item = i.id AND s.period = ?2), 0) END
FROM menu_item i WHERE i.id = ?1;

@menu_release
UPDATE menu_slot SET taken = taken - 1 WHERE id = ?1 AND taken > 0 RETURNING item, period;

@menu_slot_period
SELECT period FROM menu_slot WHERE id = ?1;

-- The periods of an item (0: of all items) from ?2 on that are full. ?3 begin of the holds.
@menu_full
SELECT s.item, s.period FROM menu_slot s JOIN menu_item i ON i.id = s.item
WHERE (?1 = 0 OR s.item = ?1) AND s.period >= ?2 AND i.capacity > 0 AND i.state = 2
  AND s.taken + (SELECT COUNT(*) FROM menu_queue q WHERE q.item = s.item AND q.period = s.period AND q.told > ?3)
      >= i.capacity
ORDER BY s.item, s.period LIMIT 10000;

-- ---- the queue ----

@menu_queue_insert
INSERT INTO menu_queue (item, period, orders, at) VALUES (?1, ?2, ?3, ?4);

@@menu_queue_columns
SELECT q.id, q.item, q.period, q.orders, q.told, o.uid AS order_uid, o.requester, o.proxy, i.title, i.uid AS item_uid,
       i.period AS kind
FROM menu_queue q JOIN menu_item i ON i.id = q.item JOIN orders o ON o.id = q.orders

@menu_queue_of
{menu_queue_columns} WHERE q.orders = ?1;

@menu_queue_next
{menu_queue_columns} WHERE q.item = ?1 AND q.period = ?2 AND q.told = 0 ORDER BY q.id LIMIT 1;

@menu_queue_before
SELECT COUNT(*) FROM menu_queue WHERE item = ?1 AND period = ?2 AND id <= ?3;

@menu_queue_told
UPDATE menu_queue SET told = ?2 WHERE id = ?1 AND told = 0;

@menu_queue_delete
DELETE FROM menu_queue WHERE id = ?1;

@menu_queue_lapsed
{menu_queue_columns} WHERE q.told > 0 AND q.told <= ?1 OR q.period < ?2 ORDER BY q.id LIMIT 100;

@menu_queue_lapsed_any
SELECT COUNT(*) FROM menu_queue WHERE told > 0 AND told <= ?1 OR period < ?2;

@menu_queue_periods
SELECT DISTINCT q.period FROM menu_queue q WHERE q.item = ?1 AND q.told = 0 ORDER BY q.period LIMIT 400;
