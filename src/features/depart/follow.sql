%include "core/feature.h"

-- What goes along when two places or two persons become one (depart_face.c).
@depart_follow_person(int gone, int kept) -> struct followed[]
UPDATE depart SET person = :kept WHERE person = :gone RETURNING id;
