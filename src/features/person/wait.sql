%include "core/reach.sql"
%include "features/person/qualification.h"

-- What waits, for the desk and the navigation (person_face.c): as many as :most at most.
@person_wait_paper(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM qualification q JOIN person p ON p.id = q.person
 WHERE q.state = {QUALIFICATION_WAITS} AND q.person <> :me AND {reached p.home} LIMIT :most) w;
