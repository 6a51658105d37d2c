%include "core/feature.h"
%include "features/place/place.h"

-- What goes along when two places become one (place_face.c).
-- Chains of merges stay one step long.
@place_follow_into_place(int gone, int kept)
UPDATE place SET into_place = :kept WHERE into_place = :gone;

-- Villages of a merged township, under the path of the new one.
@place_follow_parent(int gone, int kept)
UPDATE place SET parent = :kept, path = (SELECT k.path FROM place k WHERE k.id = :kept) || code || '/',
  revision = revision + 1 WHERE parent = :gone;

@@place_merged_lately
p.into_place > 0 AND p.code IN (SELECT a.subject FROM audit a
  WHERE a.kind = 'place' AND a.action = 'place.merge' AND a.at BETWEEN :since AND :until)

@place_merged_any(int since, int until) -> int
SELECT COUNT(*) FROM place p WHERE {place_merged_lately};

@place_merged(int since, int until) -> struct place_merged[]
SELECT p.id AS gone, k.id AS kept, p.code AS was, k.code, p.path AS "from", k.path
FROM place p JOIN place k ON k.id = p.into_place WHERE {place_merged_lately} ORDER BY p.id LIMIT 1000;
