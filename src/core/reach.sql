-- How far somebody sees, for statements with a parameter "scope s" (struct scope, core/access.h). What is
-- yes or no in it (:s.all :s.own :s.serving :s.below) is written into the text as TRUE or FALSE, one text
-- per combination, so nothing is planned for a reach he has not got.

-- A grant by its alias: it counts for what is asked.
@@counts(grant)
(CAST(:s.subtree AS BIGINT) >> CAST({grant}.role AS INTEGER)) & 1 = 1

-- The place whose path is {at} lies at or below one of his grants that count.
@@below(at)
(:s.below AND EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
  WHERE g.person = :s.person AND {counts g} AND {at} >= gp.path AND {at} < gp.path || '~'))

-- All, or below him: for what only staff see.
@@reach(at)
(:s.all OR {below at})

-- The same places as a set, for a statement that counts many rows: found once, by the grants.
@@held
SELECT h.id FROM grants g JOIN place gp ON gp.id = g.place
  JOIN place h ON h.path >= gp.path AND h.path < gp.path || '~'
 WHERE :s.below AND g.person = :s.person AND {counts g}

-- The teams that :who leads or deputises in.
@@led(who)
(SELECT m.team FROM member m WHERE m.person = {who} AND m.state = 2 AND m.role > 0)

-- Reach by that set: for counts. The + leaves the lead to another term.
@@reached(at)
(:s.all OR +{at} IN ({held}))

-- {who} is in one of the teams that the asker leads.
@@led_by_him(who)
EXISTS (SELECT 1 FROM member me WHERE me.person = {who} AND me.state = 2 AND me.team IN {led :s.person})
