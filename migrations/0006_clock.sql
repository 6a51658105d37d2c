-- Complaints about orders, answered by the office and not by those who served.
CREATE TABLE complaint (
	id ID,
	uid TEXT NOT NULL UNIQUE,        -- public id
	orders INT NOT NULL,             -- orders.id
	team INT NOT NULL DEFAULT 0,     -- the serving side when it was made
	person INT NOT NULL DEFAULT 0,
	author INT NOT NULL DEFAULT 0,   -- person.id; 0: by number and phone, without an account
	text TEXT NOT NULL,              -- sealed
	state INT NOT NULL DEFAULT 0,    -- enum complaint_state: open, answered
	answer TEXT,                     -- sealed
	answerer INT NOT NULL DEFAULT 0, -- person.id
	at TIME NOT NULL,
	answered TIME NOT NULL DEFAULT 0
);
CREATE INDEX complaint_by_order ON complaint (orders, id);
CREATE INDEX complaint_by_state ON complaint (state, at);
