%include "features/place/place.h"
%include "features/team/team.h"

-- The place tree.
@@place_columns
p.id, p.code, p.name, p.label, p.kind, p.parent, pp.code AS parent_code,
p.path, p.state, p.into_place, pi.code AS into_code, p.lon, p.lat, p.sample, p.revision

@@place_from
place p LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN place pi ON pi.id = p.into_place

@place_get(int id) -> struct place
SELECT {place_columns} FROM {place_from} WHERE p.id = :id;

@place_by_code(text code) -> struct place
SELECT {place_columns} FROM {place_from} WHERE p.code = :code;

@place_children(text parent) -> struct place[]
SELECT {place_columns} FROM {place_from}
WHERE pp.code = :parent AND p.state = {PLACE_OPEN} ORDER BY p.code LIMIT 1000;

@place_tree(text parent) -> struct place[]
SELECT {place_columns},
  (SELECT COUNT(*) FROM place v WHERE v.parent = p.id AND v.state = {PLACE_OPEN}) AS villages
FROM {place_from}
WHERE pp.code = :parent ORDER BY p.state, p.code LIMIT 1000;

-- Below a path; a folded part of the name, '': any.
@place_all(bool gone, text path, text part) -> struct place[]
SELECT {place_columns} FROM {place_from}
WHERE p.kind > {PLACE_COUNTY} AND p.path > :path AND p.path < :path || '~' AND (:gone = 1 OR p.state = {PLACE_OPEN})
  AND (:part = '' OR replace(lower(p.name), :part, '') <> lower(p.name))
ORDER BY p.path LIMIT 3000;

@place_title(int id) -> text
SELECT CASE WHEN p.kind = {PLACE_VILLAGE} THEN COALESCE(pp.label, '') || ' ' || p.label ELSE p.label END
FROM place p LEFT JOIN place pp ON pp.id = p.parent WHERE p.id = :id;

@place_root() -> text
SELECT code FROM place WHERE kind = {PLACE_COUNTY} AND parent = 0 ORDER BY id LIMIT 1;

@place_insert(struct place p) -> int
INSERT INTO place (code, name, label, kind, parent, path, lon, lat, sample)
VALUES (:p.code, :p.name, :p.label, :p.kind, :p.parent, :p.path, :p.lon, :p.lat, :p.sample) RETURNING id;

@place_write(struct place p)
UPDATE place SET name = :p.name, label = :p.label, lon = :p.lon, lat = :p.lat, sample = :p.sample,
  state = :p.state, into_place = :p.into_place, revision = revision + 1
WHERE id = :p.id AND revision = :p.revision AND state = {PLACE_OPEN};

-- ---- what follows a merge ----

-- Chains of merges stay one step long.
@place_forward(int place, int into)
UPDATE place SET into_place = :into WHERE into_place = :place;

-- Villages of a merged township, under the path of the new one.
@place_adopt(int place, int into, text path)
UPDATE place SET parent = :into, path = :path || code || '/', revision = revision + 1 WHERE parent = :place;

@place_move_people(int place, int into)
UPDATE person SET home = :into WHERE home = :place;

@place_move_teams(int place, int into)
UPDATE team SET place = :into, revision = revision + 1 WHERE place = :place;

@place_move_orders(int place, int into)
UPDATE orders SET place = :into WHERE place = :place;

@place_move_activities(int place, int into)
UPDATE activity SET place = :into WHERE place = :place;

@place_move_menu(int place, int into)
UPDATE menu_item SET area = :into, revision = revision + 1 WHERE area = :place;

@place_move_surveys(int place, int into)
UPDATE survey SET area = :into WHERE area = :place;

-- What the successor has answered itself stands, the other line stays under the old village.
@place_move_lines(int place, int into)
UPDATE survey_line SET place = :into WHERE place = :place AND NOT EXISTS (SELECT 1 FROM survey_line k
  WHERE k.survey = survey_line.survey AND k.item = survey_line.item AND k.place = :into);

@place_move_news(int place, int into)
UPDATE news SET place = :into, revision = revision + 1 WHERE place = :place;

-- What stands there; an order counts while its clock runs.
@place_load(int place) -> struct place_load
SELECT (SELECT COUNT(*) FROM place WHERE parent = :place AND state = {PLACE_OPEN}) AS children,
       (SELECT COUNT(*) FROM team WHERE place = :place AND state <> {TEAM_DISSOLVED}) AS teams,
       (SELECT COUNT(*) FROM orders WHERE place = :place AND deadline > 0) AS orders,
       (SELECT COUNT(*) FROM person WHERE home = :place) AS people;
