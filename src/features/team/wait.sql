%include "core/reach.sql"
%include "features/team/team.h"

-- What waits, for the desk and the navigation (team_face.c): as many as :most at most.
-- Staff answers for others, not for himself.
@@team_join_from
FROM member m
  JOIN team t ON t.id = m.team
  JOIN person p ON p.id = m.person
 WHERE m.state = {MEMBER_ASKED} AND t.state <> {TEAM_DISSOLVED} AND m.person <> :me
   AND {reached t.place}

@team_wait_join(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one {team_join_from} LIMIT :most) w;
