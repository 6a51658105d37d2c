%include "features/place/place.h"

-- The place tree.
@@place_own[]
code, name, label, kind, parent, path, lon, lat, sample

@@place_columns
p.id, {place_own p.}, pp.code AS parent_code, p.state, p.into_place, pi.code AS into_code, p.revision

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

-- Below a path and after another.
@place_all(bool gone, text path, text after) -> struct place[]
SELECT {place_columns} FROM {place_from}
WHERE p.kind > {PLACE_COUNTY} AND p.path > :path AND p.path < :path || '~' AND (:gone = 1 OR p.state = {PLACE_OPEN})
  AND p.path > :after ORDER BY p.path LIMIT {PLACE_BATCH};

@place_title(int id) -> text
SELECT CASE WHEN p.kind = {PLACE_VILLAGE} THEN COALESCE(pp.label, '') || ' ' || p.label ELSE p.label END
FROM place p LEFT JOIN place pp ON pp.id = p.parent WHERE p.id = :id;

@place_root() -> text
SELECT code FROM place WHERE kind = {PLACE_COUNTY} AND parent = 0 ORDER BY id LIMIT 1;

@place_insert(struct place p) -> int
INSERT INTO place ({place_own}) VALUES ({place_own :p.}) RETURNING id;

@place_write(struct place p)
UPDATE place SET name = :p.name, label = :p.label, lon = :p.lon, lat = :p.lat, sample = :p.sample,
  state = :p.state, into_place = :p.into_place, revision = revision + 1
WHERE id = :p.id AND revision = :p.revision AND state = {PLACE_OPEN};

@place_open_below(int place) -> int
SELECT COUNT(*) FROM place WHERE parent = :place AND state = {PLACE_OPEN};
