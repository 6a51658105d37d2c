%include "core/access.h"
%include "core/cursor.h"
%include "core/reach.sql"
%include "features/find/find.h"
%include "features/order/order.h"
%include "features/person/person.h"
%include "features/place/place.h"

-- The order that this entry made before.
@find_entry_of(text op) -> text
SELECT o.uid FROM find_entry e JOIN orders o ON o.id = e.orders WHERE e.person = :me AND e.op = :op;

@find_entry_add(text op, text order)
INSERT INTO find_entry (person, op, orders, at) SELECT :by, :op, o.id, :now FROM orders o WHERE o.uid = :order;

@find_today(int since, struct cursor k) -> struct order[]
SELECT id AS row, created FROM orders WHERE proxy = :me AND proxy > 0 AND created >= :since
   AND (-created, -id) > (:k.a, :k.id)
 ORDER BY -created, -id LIMIT {FIND_PAGE} + 1;

@find_today_count(int since) -> int
SELECT count(*) FROM orders WHERE proxy = :me AND proxy > 0 AND created >= :since;

@find_places(scope s) -> struct find_place[]
SELECT p.code, CASE WHEN p.kind = {PLACE_VILLAGE} THEN pp.label || ' ' || p.label ELSE p.label END AS label
  FROM place p LEFT JOIN place pp ON pp.id = p.parent
 WHERE p.kind IN ({PLACE_TOWNSHIP}, {PLACE_VILLAGE}) AND p.state = {PLACE_OPEN} AND {reach p.path}
 ORDER BY p.path LIMIT 2000;

@find_villages(scope s) -> struct find_village[]
SELECT p.code AS place, p.label, t.code AS town, t.label AS town_label,
       coalesce((SELECT max(o.created) FROM orders o WHERE o.place = p.id AND o.state > {ORDER_DRAFT}), 0) AS last,
       (SELECT count(*) FROM person h WHERE h.home = p.id AND h.ended = {PERSON_HERE}) AS people,
       s.uid AS staff, s.name AS staff_name
  FROM place p
  JOIN place t ON t.id = p.parent
  LEFT JOIN person s ON s.id = coalesce(
       (SELECT min(g.person) FROM grants g WHERE g.place = p.id AND g.role = {ROLE_STATION}),
       (SELECT min(g.person) FROM grants g WHERE g.place = t.id AND g.role = {ROLE_TOWNSHIP}))
 WHERE p.kind = {PLACE_VILLAGE} AND p.state = {PLACE_OPEN} AND {reach p.path} ORDER BY p.path LIMIT 2000;
