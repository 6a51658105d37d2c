%include "core/reach.sql"
%include "features/place/place.h"
%include "features/survey/survey.h"

-- What waits, for the desk and the navigation (survey_face.c): as many as :most at most.
-- Open surveys for which no sheet has come from a village of his own.
@survey_wait_survey(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM survey v JOIN place a ON a.id = v.area
 WHERE v.state = {SURVEY_OPEN} AND v.until_at > :now
   AND EXISTS (SELECT 1 FROM grants g JOIN place p ON p.id = g.place
        WHERE g.person = :me AND {counts g}
          AND p.kind = {PLACE_VILLAGE} AND p.path >= a.path AND p.path < a.path || '~'
          AND NOT EXISTS (SELECT 1 FROM survey_line l WHERE l.survey = v.id AND l.place = p.id)) LIMIT :most) w;
