-- What can be ordered, how much of it, and who waits.
%include "core/cursor.h"
%include "core/words.sql"
%include "core/reach.sql"
%include "core/search.h"
%include "features/menu/menu.h"
%include "features/menu/menu_priv.h"
%include "features/place/place.h"
%include "features/team/team.h"

@@menu_own[]
title, about, category AS category_row, form, corps AS corps_row, area AS area_row, season_from, season_to,
period, capacity, minutes, people, editor

@@menu_columns
i.id, i.uid, {menu_own i.}, k.word AS category, k.label AS category_label, cc.uid AS corps, cc.name AS corps_name,
p.code AS area, p.path AS area_path,
CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS area_name,
i.state, i.proposer,
a.name AS proposer_name, i.reason, i.revision, i.created, i.entered, i.sample,
(SELECT COUNT(*) FROM menu_item_team mt WHERE mt.item = i.id) AS team_count

-- What a list is ordered by, without texts.
@@menu_lean_columns
i.id, i.uid, i.season_from, i.season_to, i.period, i.capacity, i.state

@@menu_from
menu_item i JOIN category k ON k.id = i.category JOIN place p ON p.id = i.area
LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN team cc ON cc.id = i.corps LEFT JOIN person a ON a.id = i.proposer

@menu_get(int id) -> struct menu_item
SELECT {menu_columns} FROM {menu_from} WHERE i.id = :id;

@menu_by_uid(text uid) -> struct menu_item
SELECT {menu_columns} FROM {menu_from} WHERE i.uid = :uid;

-- What taking a place needs, without counting orders.
@menu_lean(text uid) -> struct menu_item
SELECT i.id, i.uid, i.title, i.season_from, i.season_to, i.period, i.capacity, i.state
FROM menu_item i WHERE i.uid = :uid;

-- What somebody proposed, what the teams he leads do, and all in his reach.
@@menu_his
(i.proposer = :me OR {reach p.path} OR (:s.serving AND EXISTS (SELECT 1 FROM menu_item_team mt
   WHERE mt.item = i.id AND mt.team IN {led :me})))

@@menu_found [sqlite]
(SELECT d.id - :f.base FROM search_gram g JOIN search_doc d ON d.id = g.rowid
   WHERE search_gram MATCH :f.match? AND g.rowid BETWEEN :f.from AND :f.to AND {has_words d.text :f.like? :f.more?})
@@menu_found [postgres]
(SELECT d.id - :f.base FROM search_doc d WHERE d.grams @@ CAST(:f.match? AS tsquery)
   AND {has_words d.text :f.like? :f.more?} AND d.id + 0 BETWEEN :f.from AND :f.to)

-- A place filters both ways: what is offered there, and what is offered somewhere in it.
@@menu_page
(:q.state < 0 OR i.state = :q.state) AND (:q.form < 0 OR i.form = :q.form)
AND (CAST(:path AS TEXT) IS NULL OR (:path >= p.path AND :path < p.path || '~')
  OR (p.path >= :path AND p.path < :path || '~'))
AND (CAST(:q.corps? AS TEXT) IS NULL OR cc.uid = :q.corps?)
AND (CAST(:q.category? AS TEXT) IS NULL OR k.word = :q.category?)
AND (CAST(:f.match? AS TEXT) IS NULL OR i.id IN {menu_found})
AND i.id > :q.row
ORDER BY i.id LIMIT 2000

@menu_offered(struct menu_query q, struct search f, text? path) -> struct menu_item[]
SELECT {menu_lean_columns} FROM {menu_from} WHERE i.state = {MENU_OPEN} AND {menu_page};

@menu_desk(scope s, struct menu_query q, struct search f, text? path) -> struct menu_item[]
SELECT {menu_lean_columns} FROM {menu_from} WHERE {menu_his} AND {menu_page};

@menu_desk_sees(scope s, int item) -> int
SELECT COUNT(*) FROM menu_item i JOIN place p ON p.id = i.area WHERE i.id = :item AND {menu_his};

@menu_insert(struct menu_item m) -> int
INSERT INTO menu_item (uid, {menu_own}, state, proposer, created, entered, sample)
VALUES (:m.uid, {menu_own :m.}, :m.state, :m.proposer, :now, :now, :m.sample) RETURNING id;

-- An edit, and a move: neither writes back what the other changes.
@menu_rewrite(struct menu_item m, int revision)
UPDATE menu_item SET {menu_own = :m.}, revision = :m.revision
WHERE id = :m.id AND revision = :revision AND state = {MENU_DRAFT};

@menu_move(struct menu_item m, int revision, int state)
UPDATE menu_item SET state = :m.state, reason = :m.reason?, entered = :m.entered, capacity = :m.capacity,
  revision = :m.revision
WHERE id = :m.id AND revision = :revision AND state = :state;

@menu_category(text word) -> int
SELECT id FROM category WHERE word = :word AND word <> 'other';

@menu_category_corps(text word) -> int
SELECT corps FROM category WHERE word = :word;

@menu_teams(int item) -> struct menu_team[]
SELECT t.uid, t.name FROM menu_item_team mt JOIN team t ON t.id = mt.team
WHERE mt.item = :item ORDER BY t.name, t.id LIMIT 100;

@menu_team_add(int item, text team)
INSERT INTO menu_item_team (item, team) SELECT :item, t.id FROM team t WHERE t.uid = :team
ON CONFLICT (item, team) DO NOTHING;

@menu_teams_drop(int item)
DELETE FROM menu_item_team WHERE item = :item;

-- Teams that could do it still.
@menu_teams_serving(int item) -> int
SELECT COUNT(*) FROM menu_item_team mt JOIN team t ON t.id = mt.team
WHERE mt.item = :item AND t.state IN ({TEAM_INCUBATING}, {TEAM_REGISTERED});

-- Open items of the team that no team serves.
@menu_orphans(int team) -> struct menu_item[]
SELECT i.id FROM menu_item_team o JOIN menu_item i ON i.id = o.item
WHERE o.team = :team AND i.state = {MENU_OPEN} AND NOT EXISTS (SELECT 1 FROM menu_item_team mt JOIN team t ON t.id = mt.team
  WHERE mt.item = i.id AND t.state IN ({TEAM_INCUBATING}, {TEAM_REGISTERED})) ORDER BY i.id LIMIT 2000;

@menu_event_insert(int item, text action, text? reason)
INSERT INTO menu_event (item, at, actor, action, reason) VALUES (:item, :now, :by, :action, :reason);

-- The newest first; one more than a page, so that the next one is known.
@menu_events(int item, struct cursor k) -> struct menu_event[]
SELECT e.id, e.at, e.action, e.reason, a.name AS actor FROM menu_event e LEFT JOIN person a ON a.id = e.actor
WHERE e.item = :item AND e.id < -CAST(:k.id AS BIGINT) ORDER BY e.id DESC LIMIT {MENU_EVENTS} + 1;

-- ---- places ----

-- Places that are kept for others than :order.
@@menu_held
(SELECT COUNT(*) FROM menu_queue q
 WHERE q.item = :item AND q.period = :period AND q.told > :now - {MENU_HOLD} AND q.orders <> :order)

-- The one statement that takes a place. No row: the period is full, or the item not open.
@menu_take(int item, int period, int order) -> int
INSERT INTO menu_slot (item, period, taken)
SELECT i.id, CAST(:period AS BIGINT), 1 FROM menu_item i
WHERE i.id = :item AND i.state = {MENU_OPEN} AND (i.capacity = 0 OR {menu_held} < i.capacity)
ON CONFLICT (item, period) DO UPDATE SET taken = menu_slot.taken + 1
WHERE (SELECT i.capacity = 0 OR menu_slot.taken + {menu_held} < i.capacity FROM menu_item i WHERE i.id = :item)
RETURNING id;

@menu_free(int item, int period, int order) -> int
SELECT CASE WHEN i.capacity = 0 THEN 1000000 ELSE i.capacity - {menu_held}
  - COALESCE((SELECT s.taken FROM menu_slot s WHERE s.item = i.id AND s.period = :period), 0) END
FROM menu_item i WHERE i.id = :item;

@menu_release(int slot) -> struct menu_moment
UPDATE menu_slot SET taken = taken - 1 WHERE id = :slot AND taken > 0 RETURNING item, period;

@menu_slot_period(int slot) -> int
SELECT period FROM menu_slot WHERE id = :slot;

-- The periods of an item (0: of all items) from :since on that are full, after (:item_after, :period_after).
@menu_full(int item, int since, int item_after, int period_after) -> struct menu_moment[]
SELECT s.item, s.period FROM menu_slot s JOIN menu_item i ON i.id = s.item
WHERE (:item = 0 OR s.item = :item) AND s.period >= :since AND i.capacity > 0 AND i.state = {MENU_OPEN}
  AND s.taken + (SELECT COUNT(*) FROM menu_queue q
    WHERE q.item = s.item AND q.period = s.period AND q.told > :now - {MENU_HOLD}) >= i.capacity
  AND (s.item, s.period) > (:item_after, :period_after)
ORDER BY s.item, s.period LIMIT {MENU_FULL};

-- ---- the queue ----

@menu_queue_insert(int item, int period, int order)
INSERT INTO menu_queue (item, period, orders, at) VALUES (:item, :period, :order, :now);

@@menu_queue_columns
SELECT q.id, q.item, q.period, q.told, q.orders AS "order", i.title, i.period AS kind, i.state
FROM menu_queue q JOIN menu_item i ON i.id = q.item

@menu_queue_of(int order) -> struct menu_waiter
{menu_queue_columns} WHERE q.orders = :order;

@menu_queue_next(int item, int period) -> struct menu_waiter
{menu_queue_columns} WHERE q.item = :item AND q.period = :period AND q.told = 0 ORDER BY q.id LIMIT 1;

@menu_queue_before(int item, int period, int id) -> int
SELECT COUNT(*) FROM menu_queue WHERE item = :item AND period = :period AND id <= :id;

@menu_queue_told(int id)
UPDATE menu_queue SET told = :now WHERE id = :id AND told = 0;

@menu_queue_delete(int id)
DELETE FROM menu_queue WHERE id = :id;

-- Who came last of those a place is kept for.
@menu_queue_last_told(int item, int period) -> struct menu_waiter
{menu_queue_columns} WHERE q.item = :item AND q.period = :period AND q.told > :now - {MENU_HOLD}
ORDER BY q.id DESC LIMIT 1;

@menu_queue_untold(int id)
UPDATE menu_queue SET told = 0 WHERE id = :id;

@menu_queue_all(int item) -> struct menu_waiter[]
{menu_queue_columns} WHERE q.item = :item ORDER BY q.id LIMIT 100;

@@menu_begun
CASE i.period WHEN {MENU_MONTH} THEN CAST(:b.month AS BIGINT) WHEN {MENU_WEEK} THEN CAST(:b.week AS BIGINT)
  ELSE CAST(:b.day AS BIGINT) END

-- Holds that were not used, periods that are over, and what is off the menu.
@@menu_lapsed
(q.told > 0 AND q.told <= :now - {MENU_HOLD} OR q.period < {menu_begun} OR i.state <> {MENU_OPEN})

@menu_queue_lapsed(struct menu_begun b) -> struct menu_waiter[]
{menu_queue_columns} WHERE {menu_lapsed} ORDER BY q.id LIMIT 100;

@menu_queue_lapsed_any(struct menu_begun b) -> int
SELECT COUNT(*) FROM menu_queue q JOIN menu_item i ON i.id = q.item WHERE {menu_lapsed};

-- Periods with room somebody waits for.
@menu_queue_ready(struct menu_begun b) -> struct menu_moment[]
SELECT DISTINCT q.item, q.period FROM menu_queue q JOIN menu_item i ON i.id = q.item
WHERE q.told = 0 AND i.state = {MENU_OPEN} AND q.period >= {menu_begun} AND (i.capacity = 0 OR i.capacity >
  COALESCE((SELECT s.taken FROM menu_slot s WHERE s.item = q.item AND s.period = q.period), 0)
  + (SELECT COUNT(*) FROM menu_queue h WHERE h.item = q.item AND h.period = q.period AND h.told > :now - {MENU_HOLD}))
ORDER BY 1, 2 LIMIT 100;

-- One item has no more periods than days are looked ahead.
@menu_queue_periods(int item) -> struct menu_moment[]
SELECT DISTINCT q.item, q.period FROM menu_queue q WHERE q.item = :item ORDER BY q.period LIMIT 500;
