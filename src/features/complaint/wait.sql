%include "core/reach.sql"
%include "features/complaint/complaint.h"
%include "features/team/team.h"

-- What waits, for the desk and the navigation (complaint_face.c): as many as :most at most.
-- Never those about his own side.
@complaint_wait_complaint(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM complaint x JOIN orders o ON o.id = x.orders
 WHERE x.state = {COMPLAINT_OPEN} AND {reached o.place} AND x.person <> :me
   AND NOT EXISTS (SELECT 1 FROM member m WHERE m.team = x.team AND m.person = :me
                   AND m.state = {MEMBER_ACTIVE}) LIMIT :most) w;
