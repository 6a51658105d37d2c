-- What one person may not do alone: proposed by one, confirmed by another in his own session
-- (features/auth/proposal.h).

CREATE TABLE proposal (
	id ID,
	uid TEXT NOT NULL UNIQUE,          -- public id
	kind INT NOT NULL,                 -- enum proposal_kind: letter, lock, unlock, give, take
	person INT NOT NULL,               -- person.id: whose account or duty it is
	role INT NOT NULL DEFAULT 0,       -- enum role to give or take; 0: the matter has none
	held INT NOT NULL,                 -- bit per enum role: the duties he held when it was proposed
	reason TEXT NOT NULL,              -- the proposer's own words
	proposer INT NOT NULL,             -- person.id
	at TIME NOT NULL,                  -- when it was proposed
	until TIME NOT NULL,               -- may be confirmed before then
	state INT NOT NULL DEFAULT 0,      -- enum proposal_state: waits, confirmed, withdrawn, objected, expired
	decider INT NOT NULL DEFAULT 0,    -- person.id of who ended it, 0: nobody yet, or its time
	decided TIME NOT NULL DEFAULT 0    -- when; 0: it waits
);
-- The records that were merged with somebody's: their duties count as his.
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into > 0;
-- The same matter waits once.
CREATE UNIQUE INDEX proposal_waits ON proposal (person, kind, role) WHERE state = 0;
