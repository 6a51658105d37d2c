%include "core/feature.h"

-- What goes along when two places or two persons become one (news_face.c).
@news_follow_place(int gone, int kept)
UPDATE news SET place = :kept, revision = revision + 1 WHERE place = :gone;

-- Nobody decides about his own, also when he was kept twice: who looks at it meanwhile looks again.
@news_follow_author(int gone, int kept) -> struct followed[]
UPDATE news SET author = :kept, revision = revision + 1 WHERE author = :gone RETURNING id;

@news_follow_editor(int gone, int kept) -> struct followed[]
UPDATE news SET editor = :kept, revision = revision + 1 WHERE editor = :gone RETURNING id;
