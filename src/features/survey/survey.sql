-- Surveys of what the villages need.
%include "core/cursor.h"
%include "core/reach.sql"
%include "features/place/place.h"
%include "features/survey/survey.h"

@@survey_own[]
title, about, area AS area_row, until_at AS until

@@survey_columns
SELECT s.id, s.uid, {survey_own s.}, p.code AS area, p.path AS area_path,
       p.label AS area_name, s.state, s.creator, s.created, s.sample,
       (SELECT COUNT(DISTINCT l.place) FROM survey_line l WHERE l.survey = s.id) AS sheets,
       (SELECT COALESCE(SUM(l.wanted), 0) FROM survey_line l WHERE l.survey = s.id) AS wanted,
       (SELECT COUNT(*) FROM survey_line l WHERE l.survey = s.id AND l.orders > 0) AS made
FROM survey s JOIN place p ON p.id = s.area

-- A survey concerns who works above, at or below its area.
@@survey_concerns
({reach p.path} OR (:s.below AND EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
  WHERE g.person = :s.person AND (CAST(:s.subtree AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
    AND gp.path >= p.path AND gp.path < p.path || '~')))

-- One more than a page, so that the next one is known.
@survey_list(scope s, struct cursor k) -> struct survey[]
{survey_columns} WHERE {survey_concerns} AND (s.state, -s.id) > (:k.a, :k.id)
ORDER BY s.state, s.id DESC LIMIT {SURVEY_PAGE} + 1;

@survey_by_uid(scope s, text uid) -> struct survey
{survey_columns} WHERE {survey_concerns} AND s.uid = :uid;

@survey_items(int survey) -> struct survey_item[]
SELECT i.id AS item, i.uid, i.title FROM survey_item x JOIN menu_item i ON i.id = x.item
WHERE x.survey = :survey ORDER BY x.id LIMIT 60;

@@survey_line_columns
SELECT l.id AS row, l.uid, l.item AS item_row, i.uid AS item, i.title, k.word AS category, l.place AS place_row, p.code AS place,
       p.path AS place_path, CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_name,
       l.wanted, l.note, l.person, a.name AS person_name, l.at, l.orders, o.uid AS order_uid, o.number AS order_number
FROM survey_line l JOIN menu_item i ON i.id = l.item JOIN category k ON k.id = i.category JOIN place p ON p.id = l.place
LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN person a ON a.id = l.person LEFT JOIN orders o ON o.id = l.orders
WHERE l.survey = :survey AND {reach p.path}

-- `place`: code of a village, or ''. After the line of a place (k.a) and an item (k.b).
@survey_lines(scope s, int survey, text place, struct cursor k) -> struct survey_line[]
{survey_line_columns} AND (:place = '' OR p.code = :place)
  AND (:k.a < 0 OR (p.path, i.id) > ((SELECT a.path FROM place a WHERE a.id = :k.a), :k.b))
ORDER BY p.path, i.id LIMIT {SURVEY_LINES} + 1;

@survey_line(scope s, int survey, text uid) -> struct survey_line
{survey_line_columns} AND l.uid = :uid;

-- By township; a line that stands at a township itself counts there.
@survey_sums(scope s, int survey) -> struct survey_sum[]
SELECT t.id AS place_row, t.label AS place_name, l.item, SUM(l.wanted) AS wanted,
       SUM(CASE WHEN l.orders > 0 THEN 1 ELSE 0 END) AS made
FROM survey_line l JOIN place p ON p.id = l.place
JOIN place t ON t.id = CASE WHEN p.kind = {PLACE_VILLAGE} THEN p.parent ELSE p.id END
WHERE l.survey = :survey AND {reach p.path}
GROUP BY t.id, t.label, t.path, l.item ORDER BY t.path, l.item LIMIT 2000;

@survey_insert(struct survey n) -> int
INSERT INTO survey (uid, {survey_own}, state, creator, created)
VALUES (:n.uid, {survey_own :n.}, {SURVEY_OPEN}, :by, :now) RETURNING id;

@survey_item_insert(int survey, int item)
INSERT INTO survey_item (survey, item) VALUES (:survey, :item) ON CONFLICT (survey, item) DO NOTHING;

@survey_write(struct survey n)
UPDATE survey SET state = :n.state WHERE id = :n.id AND state = {SURVEY_OPEN};

-- A line that became an order is left alone.
@survey_line_put(int survey, struct survey_line l)
INSERT INTO survey_line (uid, survey, item, place, wanted, note, person, at)
VALUES (:l.uid, :survey, :l.item_row, :l.place_row, :l.wanted, :l.note?, :by, :now)
ON CONFLICT (survey, item, place) DO UPDATE SET wanted = :l.wanted, note = :l.note?, person = :by, at = :now
WHERE survey_line.orders = 0;

@survey_line_drop(int survey, int item, int place)
DELETE FROM survey_line WHERE survey = :survey AND item = :item AND place = :place AND orders = 0;

@survey_line_made(int row, int order)
UPDATE survey_line SET orders = :order WHERE id = :row AND orders = 0;

@survey_order_row(text uid) -> int
SELECT id FROM orders WHERE uid = :uid;
