%include "core/feature.h"

-- What goes along when two places become one (place_face.c).
-- Chains of merges stay one step long.
@place_follow_into_place(int gone, int kept)
UPDATE place SET into_place = :kept WHERE into_place = :gone;

-- Villages of a merged township, under the path of the new one.
@place_follow_parent(int gone, int kept)
UPDATE place SET parent = :kept, path = (SELECT k.path FROM place k WHERE k.id = :kept) || code || '/',
  revision = revision + 1 WHERE parent = :gone;
