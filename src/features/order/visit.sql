-- What the serving side says on its way; no move of the order.

@visit_note_add
INSERT INTO visit_note (orders, at, actor, kind, minutes) VALUES (?1, ?2, ?3, ?4, ?5);

@visit_note_since
SELECT count(*) FROM visit_note WHERE orders = ?1 AND kind = ?2 AND minutes = ?3 AND at > ?4;

@visit_notes
SELECT v.at, v.actor, v.kind, v.minutes, a.name AS actor_name
  FROM visit_note v LEFT JOIN person a ON a.id = v.actor
 WHERE v.orders = ?1 ORDER BY v.id LIMIT 100;
