-- What the serving side says on its way; no move of the order.
%include "features/order/order_visit.h"

@visit_note_add(int order, struct visit_note n)
INSERT INTO visit_note (orders, at, actor, kind, minutes) VALUES (:order, :now, :by, :n.kind, :n.minutes);

-- Was that the last thing said, since :n.at?
@visit_note_since(int order, struct visit_note n) -> int
SELECT count(*) FROM (SELECT kind, minutes, at FROM visit_note WHERE orders = :order ORDER BY id DESC LIMIT 1) v
 WHERE v.kind = :n.kind AND v.minutes = :n.minutes AND v.at > :n.at;

@visit_notes_all(int order) -> int
SELECT count(*) FROM visit_note WHERE orders = :order;

-- The last hundred, oldest first.
@visit_notes(int order) -> struct visit_note[]
SELECT v.at, v.actor, v.kind, v.minutes, a.name AS actor_name
  FROM (SELECT * FROM visit_note n WHERE n.orders = :order ORDER BY n.id DESC LIMIT 100) v
  LEFT JOIN person a ON a.id = v.actor
 ORDER BY v.id;
