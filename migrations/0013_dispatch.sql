-- What the ranked lists of the dispatch desk read, so that none of it is read once per candidate.

-- Verdicts per side, grouped as they are counted.
CREATE INDEX orders_verdicts ON orders (team, person, state, closed, score) WHERE state = 10;
-- Who was asked when: action 8, offer.
CREATE INDEX order_event_asked ON order_event (team, person, action, at) WHERE action = 8;
-- Visits that are planned or under way.
CREATE INDEX activity_by_time ON activity (starts_at) WHERE state < 2;
-- Volunteers of a village by what they can do, and when members have time: rows of person are wide, and
-- thousands are looked at, so these hold all that is read.
CREATE INDEX person_serves ON person (home, skills, volunteer, merged_into, birth, radius, uid, name, hours)
	WHERE volunteer = 1 AND merged_into = 0;
CREATE INDEX person_said ON person (id, hours) WHERE hours IS NOT NULL;
-- Who is in a team, and who speaks for it.
CREATE INDEX member_active ON member (team, person) WHERE state = 2;
CREATE INDEX member_leads ON member (team, person) WHERE state = 2 AND role > 0;
