%include "core/feature.h"

-- What goes along when two places or two persons become one (core_face.c).
@inbox_follow_person(int gone, int kept) -> struct followed[]
UPDATE inbox SET person = :kept WHERE person = :gone RETURNING id;

-- What waits leaves as he is told now (outbox.c).
@outbox_follow_person(int gone, int kept) -> struct followed[]
UPDATE outbox SET person = :kept WHERE person = :gone AND state = 0 RETURNING id;
