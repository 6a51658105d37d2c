%include "core/feature.h"
%include "features/team/team.h"

-- What goes along when two places or two persons become one (team_face.c).
@team_follow_place(int gone, int kept)
UPDATE team SET place = :kept, revision = revision + 1 WHERE place = :gone;

@team_follow_mentor(int gone, int kept) -> struct followed[]
UPDATE team SET mentor = :kept WHERE mentor = :gone RETURNING id;

-- A row of somebody who left gives way to one that stands.
@member_follow_left(int gone, int kept) -> struct followed[]
DELETE FROM member WHERE person = :kept AND state = {MEMBER_LEFT} AND EXISTS (SELECT 1 FROM member g
  WHERE g.team = member.team AND g.person = :gone AND g.state <> {MEMBER_LEFT}) RETURNING id;

@member_follow_person(int gone, int kept) -> struct followed[]
UPDATE member SET person = :kept WHERE person = :gone
  AND NOT EXISTS (SELECT 1 FROM member k WHERE k.team = member.team AND k.person = :kept) RETURNING id;

-- In a team that both belong to the one stays, the other has left.
@member_follow_twice(int gone, int kept) -> struct followed[]
UPDATE member SET state = {MEMBER_LEFT} WHERE person = :gone AND state <> {MEMBER_LEFT} AND :kept > 0 RETURNING id;

@team_recount_of(int one, int other)
UPDATE team SET members = (SELECT COUNT(*) FROM member m WHERE m.team = team.id AND m.state = {MEMBER_ACTIVE})
WHERE id IN (SELECT m.team FROM member m WHERE m.person = :one OR m.person = :other);

@team_stands(int place) -> int
SELECT COUNT(*) FROM team WHERE place = :place AND state <> {TEAM_DISSOLVED};
