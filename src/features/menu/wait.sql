%include "core/reach.sql"
%include "features/menu/menu.h"

-- What waits, for the desk and the navigation (menu_face.c): as many as :most at most.
@menu_wait_menu(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM menu_item i
 WHERE i.state = {MENU_SUBMITTED} AND {reached i.area} LIMIT :most) w;
