-- What the doctor asks of teams (team_face.c).
%include "features/team/team.h"

@team_miscounted() -> text
SELECT t.name FROM team t WHERE t.kind = {TEAM_TEAM} AND t.members <>
  (SELECT COUNT(*) FROM member m WHERE m.team = t.id AND m.state = {MEMBER_ACTIVE}) ORDER BY t.id LIMIT 1;
