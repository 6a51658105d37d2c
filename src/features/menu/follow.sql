%include "core/feature.h"

-- What goes along when two places or two persons become one (menu_face.c).
@menu_item_follow_area(int gone, int kept)
UPDATE menu_item SET area = :kept, revision = revision + 1 WHERE area = :gone;

@menu_item_follow_proposer(int gone, int kept) -> struct followed[]
UPDATE menu_item SET proposer = :kept WHERE proposer = :gone RETURNING id;

@menu_item_follow_editor(int gone, int kept) -> struct followed[]
UPDATE menu_item SET editor = :kept WHERE editor = :gone RETURNING id;
