%include "core/feature.h"

-- What goes along when two places or two persons become one (complaint_face.c).
@complaint_follow_author(int gone, int kept) -> struct followed[]
UPDATE complaint SET author = :kept WHERE author = :gone RETURNING id;

@complaint_follow_person(int gone, int kept) -> struct followed[]
UPDATE complaint SET person = :kept WHERE person = :gone RETURNING id;
