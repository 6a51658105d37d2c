%include "core/reach.sql"
%include "features/find/find.h"
%include "features/order/order.h"
%include "features/place/place.h"

-- The order that this entry made before.
@find_entry_of(text op) -> text
SELECT o.uid FROM find_entry e JOIN orders o ON o.id = e.orders WHERE e.person = :me AND e.op = :op;

@find_entry_add(text op, text order)
INSERT INTO find_entry (person, op, orders, at) SELECT :by, :op, o.id, :now FROM orders o WHERE o.uid = :order;

@find_today(int since) -> struct order[]
SELECT id AS row FROM orders WHERE proxy = :me AND proxy > 0 AND created >= :since
 ORDER BY created DESC, id DESC LIMIT 50;

@find_places(scope s) -> struct find_place[]
SELECT p.code, CASE WHEN p.kind = {PLACE_VILLAGE} THEN pp.label || ' ' || p.label ELSE p.label END AS label
  FROM place p LEFT JOIN place pp ON pp.id = p.parent
 WHERE p.kind IN ({PLACE_TOWNSHIP}, {PLACE_VILLAGE}) AND p.state = {PLACE_OPEN} AND {reach p.path}
 ORDER BY p.path LIMIT 2000;

-- Values ?1 … ?3: everything, the roles whose grants count, the person (struct scope).

@@find_reach
(?1 = 1 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
  WHERE g.person = ?3 AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
    AND p.path >= gp.path AND p.path < gp.path || '~'))

@find_villages
SELECT p.code AS place, p.label, t.code AS town, t.label AS town_label,
       coalesce((SELECT max(o.created) FROM orders o WHERE o.place = p.id AND o.state > 0), 0) AS last,
       (SELECT count(*) FROM person h WHERE h.home = p.id AND h.ended = 0) AS people,
       s.uid AS staff, s.name AS staff_name
  FROM place p
  JOIN place t ON t.id = p.parent
  LEFT JOIN person s ON s.id = coalesce(
       (SELECT min(g.person) FROM grants g WHERE g.place = p.id AND g.role = ?4),
       (SELECT min(g.person) FROM grants g WHERE g.place = t.id AND g.role = ?5))
 WHERE p.kind = 2 AND p.state = 0 AND {find_reach} ORDER BY p.path LIMIT 2000;
