-- The place tree.
@@place_columns
p.id AS place_id, p.code, p.name, p.label, p.kind, p.parent AS parent_id, pp.code AS parent,
p.path, p.state, p.into_place, pi.code AS into_code, p.lon, p.lat, p.sample, p.revision

@@place_from
place p LEFT JOIN place pp ON pp.id = p.parent LEFT JOIN place pi ON pi.id = p.into_place

@place_get
SELECT {place_columns} FROM {place_from} WHERE p.id = ?1;

@place_by_code
SELECT {place_columns} FROM {place_from} WHERE p.code = ?1;

@place_children
SELECT {place_columns} FROM {place_from}
WHERE pp.code = ?1 AND p.state = 0 ORDER BY p.code LIMIT 1000;

@place_tree
SELECT {place_columns},
  (SELECT COUNT(*) FROM place v WHERE v.parent = p.id AND v.state = 0) AS villages
FROM {place_from}
WHERE pp.code = ?1 ORDER BY p.state, p.code LIMIT 1000;

-- ?1 merged and closed ones too, ?2 folded part of the name or ''.
@place_all
SELECT {place_columns} FROM {place_from}
WHERE p.kind > 0 AND (?1 = 1 OR p.state = 0)
  AND (?2 = '' OR replace(lower(p.name), ?2, '') <> lower(p.name))
ORDER BY p.path LIMIT 3000;

@place_title
SELECT CASE WHEN p.kind = 2 THEN COALESCE(pp.label, '') || ' ' || p.label ELSE p.label END
FROM place p LEFT JOIN place pp ON pp.id = p.parent WHERE p.id = ?1;

@place_root
SELECT code FROM place WHERE kind = 0 AND parent = 0 ORDER BY id LIMIT 1;

@place_insert
INSERT INTO place (code, name, label, kind, parent, path, lon, lat, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id;

@place_rename
UPDATE place SET name = ?3, label = ?4, revision = revision + 1 WHERE id = ?1 AND revision = ?2;

@place_point
UPDATE place SET lon = ?3, lat = ?4, sample = 0, revision = revision + 1
WHERE id = ?1 AND revision = ?2;

-- state 1: merged into ?3; state 2: closed.
@place_end
UPDATE place SET state = ?3, into_place = ?4, revision = revision + 1
WHERE id = ?1 AND revision = ?2 AND state = 0;

-- Chains of merges stay one step long.
@place_forward
UPDATE place SET into_place = ?2 WHERE into_place = ?1;

-- Villages of a merged township: ?1 old parent, ?2 new parent, ?3 path of the new parent.
@place_adopt
UPDATE place SET parent = ?2, path = ?3 || code || '/', revision = revision + 1 WHERE parent = ?1;

@place_move_people
UPDATE person SET home = ?2 WHERE home = ?1;

@place_move_teams
UPDATE team SET place = ?2, revision = revision + 1 WHERE place = ?1;

@place_move_orders
UPDATE orders SET place = ?2 WHERE place = ?1;

@place_move_activities
UPDATE activity SET place = ?2 WHERE place = ?1;

@place_move_menu
UPDATE menu_item SET area = ?2, revision = revision + 1 WHERE area = ?1;

@place_move_surveys
UPDATE survey SET area = ?2 WHERE area = ?1;

-- What the successor has answered itself stands, the other line stays under the old village.
@place_move_lines
UPDATE survey_line SET place = ?2 WHERE place = ?1 AND NOT EXISTS (SELECT 1 FROM survey_line k
  WHERE k.survey = survey_line.survey AND k.item = survey_line.item AND k.place = ?2);

@place_move_news
UPDATE news SET place = ?2, revision = revision + 1 WHERE place = ?1;

-- What stands in place ?1: team_state 4 is dissolved; an order counts while its clock runs.
@place_load
SELECT (SELECT COUNT(*) FROM place WHERE parent = ?1 AND state = 0) AS children,
       (SELECT COUNT(*) FROM team WHERE place = ?1 AND state <> 4) AS teams,
       (SELECT COUNT(*) FROM orders WHERE place = ?1 AND deadline > 0) AS orders,
       (SELECT COUNT(*) FROM person WHERE home = ?1) AS people;
