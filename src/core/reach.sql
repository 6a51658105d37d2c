-- How far somebody sees, for statements with a parameter "scope s" (struct scope, core/access.h). What is
-- yes or no in it (:s.all :s.own :s.serving :s.below) is written into the text as TRUE or FALSE, one text
-- per combination, so nothing is planned for a reach he has not got.

-- The place whose path is {at} lies at or below one of his grants that count.
@@below(at)
(:s.below AND EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
  WHERE g.person = :s.person AND (CAST(:s.subtree AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
    AND {at} >= gp.path AND {at} < gp.path || '~'))

-- All, or below him: for what only staff see.
@@reach(at)
(:s.all OR {below at})

-- The teams that :who leads or deputises in.
@@led(who)
(SELECT m.team FROM member m WHERE m.person = {who} AND m.state = 2 AND m.role > 0)
