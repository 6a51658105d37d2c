%include "core/feature.h"
%include "features/menu/menu.h"

-- What goes along when two places or two persons become one (menu_face.c).
@menu_item_follow_area(int gone, int kept)
UPDATE menu_item SET area = :kept, revision = revision + 1 WHERE area = :gone;

-- Nobody decides about his own, also when he was kept twice: who looks at it meanwhile looks again.
@menu_item_follow_proposer(int gone, int kept) -> struct followed[]
UPDATE menu_item SET proposer = :kept, revision = revision + 1 WHERE proposer = :gone RETURNING id;

@menu_item_follow_editor(int gone, int kept) -> struct followed[]
UPDATE menu_item SET editor = :kept, revision = revision + 1 WHERE editor = :gone RETURNING id;

-- What is on the menu there, or about to be.
@menu_item_stands(int place) -> int
SELECT COUNT(*) FROM menu_item WHERE area = :place AND state IN ({MENU_SUBMITTED}, {MENU_OPEN});
