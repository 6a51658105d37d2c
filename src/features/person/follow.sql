%include "core/feature.h"

-- What goes along when two places or two persons become one (person_face.c).
@person_follow_home(int gone, int kept)
UPDATE person SET home = :kept WHERE home = :gone;

@qualification_follow_person(int gone, int kept) -> struct followed[]
UPDATE qualification SET person = :kept WHERE person = :gone RETURNING id;

@guardian_follow_person(int gone, int kept) -> struct followed[]
UPDATE guardian SET person = :kept WHERE person = :gone RETURNING id;

@person_stands(int place) -> int
SELECT COUNT(*) FROM person WHERE home = :place;

-- Chains of merges stay one step long.
@person_follow_merged_into(int gone, int kept) -> struct followed[]
UPDATE person SET merged_into = :kept WHERE merged_into = :gone AND merged_into > 0 RETURNING id;
