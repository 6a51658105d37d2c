-- Somebody dies or moves: recorded by the office, nothing of his hours and history goes. And which denied
-- looks stand in the log already.

ALTER TABLE person ADD COLUMN ended INT NOT NULL DEFAULT 0;   -- enum person_end: none, died, left the county
ALTER TABLE person ADD COLUMN ended_at TIME NOT NULL DEFAULT 0; -- when it was recorded
-- The few who are gone: long lists leave them out without reading everybody's row.
CREATE INDEX person_gone ON person (id) WHERE ended > 0;

CREATE TABLE depart (
	id ID,
	person INT NOT NULL,
	at TIME NOT NULL,                -- when it was recorded
	actor INT NOT NULL,              -- person who recorded it
	kind INT NOT NULL,               -- enum depart_kind: died, left, moved, returned
	day TIME NOT NULL DEFAULT 0,     -- local midnight of the day it happened; 0: not known
	told_by TEXT NOT NULL,           -- who said so, and how
	from_place INT NOT NULL,         -- home before
	to_place INT NOT NULL DEFAULT 0, -- moved: home after
	outcome TEXT NOT NULL            -- Chinese: what became of his orders, what is left to do
);
CREATE INDEX depart_by_person ON depart (person, id);

-- Who was denied what in which hour: the audit log has it once (core/audit.h). Kept for a day.
CREATE TABLE denied_look (
	id ID,
	who TEXT NOT NULL,               -- public id of the person
	hour INT NOT NULL,               -- hours since 1970 UTC
	object TEXT NOT NULL,            -- method, route and public id
	UNIQUE (who, hour, object)
);
