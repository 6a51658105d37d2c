-- Every team that may be offered orders, with what the terms need. ?1: order, ?2: category word
-- between blanks, ?3: 30 days ago, ?4: the place's path, ?5: its township's path.
@dispatch_teams
SELECT t.id AS team, t.uid, t.name, p.label AS place, p.path,
       CASE WHEN t.skills LIKE '%' || ?2 || '%' THEN 1 ELSE 0 END AS skilled,
       (SELECT count(*) FROM orders o WHERE o.team = t.id AND o.state BETWEEN 4 AND 7) AS open_orders,
       (SELECT count(*) FROM orders o WHERE o.team = t.id AND o.state = 10) AS closed,
       (SELECT coalesce(sum(o.score), 0) FROM orders o WHERE o.team = t.id AND o.state = 10) AS score,
       (SELECT count(*) FROM order_event e WHERE e.team = t.id AND e.team > 0 AND e.action = 8 AND e.at >= ?3) AS asked,
       (SELECT coalesce(max(e.at), 0) FROM order_event e WHERE e.team = t.id AND e.team > 0 AND e.action = 8) AS last_asked,
       (SELECT count(*) FROM order_event e
         WHERE e.orders = ?1 AND e.team = t.id
           AND (e.action IN (13, 17, 20) OR e.action = 26 AND e.from_state = 4)) AS declined,
       t.members
  FROM team t JOIN place p ON p.id = t.place
 WHERE t.kind = 2 AND t.state IN (1, 2)
   AND (p.path = ?4 OR p.path = ?5 OR t.skills LIKE '%' || ?2 || '%'
        OR p.path >= ?5 AND p.path < ?5 || '~')
 ORDER BY t.id LIMIT 2000;

-- Volunteers of the order's township who put the category down among their skills. ?1: order,
-- ?2: category word between blanks, ?3: 30 days ago, ?4: the township's path, ?5, ?6: requester, proxy.
@dispatch_people
SELECT v.id AS person, v.uid, v.name, v.birth, p.label AS place, p.path, 1 AS skilled, 1 AS members,
       (SELECT count(*) FROM orders o WHERE o.person = v.id AND o.state BETWEEN 4 AND 7) AS open_orders,
       (SELECT count(*) FROM orders o WHERE o.person = v.id AND o.state = 10) AS closed,
       (SELECT coalesce(sum(o.score), 0) FROM orders o WHERE o.person = v.id AND o.state = 10) AS score,
       (SELECT count(*) FROM order_event e
         WHERE e.person = v.id AND e.person > 0 AND e.action = 8 AND e.at >= ?3) AS asked,
       (SELECT coalesce(max(e.at), 0) FROM order_event e
         WHERE e.person = v.id AND e.person > 0 AND e.action = 8) AS last_asked,
       (SELECT count(*) FROM order_event e
         WHERE e.orders = ?1 AND e.person = v.id
           AND (e.action IN (13, 17, 20) OR e.action = 26 AND e.from_state = 4)) AS declined
  FROM place p JOIN person v ON v.home = p.id AND v.volunteer = 1
 WHERE p.path >= ?4 AND p.path < ?4 || '~' AND v.skills LIKE '%' || ?2 || '%'
   AND v.id <> ?5 AND v.id <> ?6
 ORDER BY v.id LIMIT 2000;
