%include "core/eyes.h"

-- Whose grants with one of the roles in the bits of :roles reach the place, the nearest first. Not who has
-- died or left, was merged into another, or is locked out.
@eyes_reviewers(struct eyes e, int roles) -> struct eyes_reviewer[]
SELECT w.name, max(gp.label) AS place
FROM grants g JOIN place gp ON gp.id = g.place JOIN person w ON w.id = g.person
JOIN account a ON a.person = w.id AND a.locked = 0
WHERE (CAST(:roles AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
  AND :e.path >= gp.path AND :e.path < gp.path || '~'
  AND g.person <> :e.writer AND g.person <> :e.editor AND w.ended_at = 0 AND w.merged_into = 0
GROUP BY g.person, w.name ORDER BY max(length(gp.path)) DESC, g.person LIMIT 7;
