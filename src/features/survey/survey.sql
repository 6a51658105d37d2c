-- Surveys of what the villages need.

@@survey_columns
SELECT s.id AS survey_id, s.uid AS id, s.title, s.about, s.area AS area_row, p.code AS area, p.path AS area_path,
       p.label AS area_name, s.until_at AS until, s.state, s.creator, s.created, s.sample,
       (SELECT COUNT(DISTINCT l.place) FROM survey_line l WHERE l.survey = s.id) AS sheets,
       (SELECT COALESCE(SUM(l.wanted), 0) FROM survey_line l WHERE l.survey = s.id) AS wanted,
       (SELECT COUNT(*) FROM survey_line l WHERE l.survey = s.id AND l.orders > 0) AS made
FROM survey s JOIN place p ON p.id = s.area

-- ?1 … ?5 struct scope. A survey concerns who works above, at or below its area.
@@survey_scope
(?1 = 1 AND ?2 >= 0 AND ?3 >= 0 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
  WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
    AND (p.path >= gp.path AND p.path < gp.path || '~' OR gp.path >= p.path AND gp.path < p.path || '~')))

@survey_list
{survey_columns} WHERE {survey_scope} ORDER BY s.state, s.id DESC LIMIT 100;

@survey_by_uid
{survey_columns} WHERE {survey_scope} AND s.uid = ?6;

@survey_items
SELECT i.id AS item, i.uid, i.title FROM survey_item x JOIN menu_item i ON i.id = x.item
WHERE x.survey = ?1 ORDER BY x.id LIMIT 60;

-- ?6 survey, ?7 code of a village or ''.
@survey_lines
SELECT l.id AS row, l.uid AS id, l.item AS item_row, i.uid AS item, i.title, k.word AS category, l.place AS place_row, p.code AS place,
       p.path AS place_path, CASE WHEN pp.kind = 1 THEN pp.label || ' ' || p.label ELSE p.label END AS place_name,
       l.wanted, l.note, l.person, a.name AS person_name, l.at, l.orders, o.uid AS "order", o.number AS order_number
FROM survey_line l JOIN menu_item i ON i.id = l.item JOIN category k ON k.id = i.category JOIN place p ON p.id = l.place
LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN person a ON a.id = l.person LEFT JOIN orders o ON o.id = l.orders
WHERE l.survey = ?6 AND (?7 = '' OR p.code = ?7)
  AND (?1 = 1 AND ?2 >= 0 AND ?3 >= 0 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
    WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
      AND p.path >= gp.path AND p.path < gp.path || '~'))
ORDER BY p.path, i.id LIMIT 2000;

-- By township; a line that stands at a township itself counts there.
@survey_sums
SELECT t.id AS place_row, t.label AS place_name, l.item, SUM(l.wanted) AS wanted,
       SUM(CASE WHEN l.orders > 0 THEN 1 ELSE 0 END) AS made
FROM survey_line l JOIN place p ON p.id = l.place JOIN place t ON t.id = CASE WHEN p.kind = 2 THEN p.parent ELSE p.id END
WHERE l.survey = ?6
  AND (?1 = 1 AND ?2 >= 0 AND ?3 >= 0 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
    WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
      AND p.path >= gp.path AND p.path < gp.path || '~'))
GROUP BY t.id, t.label, t.path, l.item ORDER BY t.path, l.item LIMIT 2000;

@survey_insert
INSERT INTO survey (uid, title, about, area, until_at, state, creator, created) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7)
RETURNING id;

@survey_item_insert
INSERT INTO survey_item (survey, item) VALUES (?1, ?2) ON CONFLICT (survey, item) DO NOTHING;

@survey_close
UPDATE survey SET state = 1 WHERE id = ?1 AND state = 0;

-- A line that became an order is left alone.
@survey_line_put
INSERT INTO survey_line (uid, survey, item, place, wanted, note, person, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (survey, item, place) DO UPDATE SET wanted = ?5, note = ?6, person = ?7, at = ?8 WHERE survey_line.orders = 0;

@survey_line_drop
DELETE FROM survey_line WHERE survey = ?1 AND item = ?2 AND place = ?3 AND orders = 0;

@survey_line_made
UPDATE survey_line SET orders = ?2 WHERE id = ?1 AND orders = 0;

@survey_order_row
SELECT id FROM orders WHERE uid = ?1;
