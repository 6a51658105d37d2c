@@complaint_columns
SELECT x.id AS row, x.uid, x.orders, x.author, x.state, x.at, x.answered, x.text, x.answer,
       o.uid AS "order", o.number, o.title, o.requester, o.proxy, p.path,
       CASE WHEN w.id IS NULL THEN p.label ELSE w.label || ' ' || p.label END AS place,
       coalesce(t.name, s.name) AS team_name, a.name AS answerer_name
  FROM complaint x
  JOIN orders o ON o.id = x.orders
  JOIN place p ON p.id = o.place
  LEFT JOIN place w ON w.id = p.parent AND w.kind = 1
  LEFT JOIN team t ON t.id = x.team
  LEFT JOIN person s ON s.id = x.person
  LEFT JOIN person a ON a.id = x.answerer

@complaint_insert
INSERT INTO complaint (uid, orders, team, person, author, text, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

@complaint_open_of
SELECT count(*) FROM complaint WHERE orders = ?1 AND state = 0;

@complaint_of
{complaint_columns} WHERE x.orders = ?1 ORDER BY x.id DESC LIMIT 50;

-- ?1 all, ?2 subtree, ?3 person of struct scope; never those about his own side. ?4: one of them.
@complaint_list
{complaint_columns}
 WHERE (CAST(?4 AS TEXT) IS NULL OR x.uid = ?4)
   AND (?1 = 1 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
                WHERE g.person = ?3
                  AND (CAST(?2 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
                  AND p.path >= gp.path AND p.path < gp.path || '~'))
   AND x.person <> ?3
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = x.team AND m.person = ?3 AND m.state = 2)
 ORDER BY x.state, CASE WHEN x.state = 0 THEN x.at ELSE -x.at END LIMIT 200;

@complaint_answer
UPDATE complaint SET state = 1, answer = ?2, answerer = ?3, answered = ?4 WHERE id = ?1 AND state = 0;

-- Township (5), dispatcher (6) and reviewer (7) over ?1, outside team ?2 and person ?3, without ?4.
@complaint_staff
SELECT DISTINCT g.person AS id FROM grants g JOIN place gp ON gp.id = g.place
 WHERE g.role IN (5, 6, 7) AND ?1 >= gp.path AND ?1 < gp.path || '~'
   AND g.person <> ?3 AND g.person <> ?4
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = ?2 AND m.person = g.person AND m.state = 2)
 ORDER BY 1 LIMIT 50;
