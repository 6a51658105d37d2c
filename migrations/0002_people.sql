-- Places, persons and teams: who lives where and who serves with whom.

-- The place tree 中心 → 所 → 站, from the statistics bureau's division codes.
CREATE TABLE place (
	id ID,
	code TEXT NOT NULL UNIQUE,       -- 6, 9 or 12 digits; never given to another place
	name TEXT NOT NULL,              -- the full name of the list
	label TEXT NOT NULL,             -- without the suffix, for pages
	kind INT NOT NULL,               -- enum place_kind
	parent INT NOT NULL,             -- place; 0: the county itself
	path TEXT NOT NULL,              -- codes from the root, each closed by '/'
	state INT NOT NULL DEFAULT 0,    -- enum place_state
	into_place INT NOT NULL DEFAULT 0, -- merged: its successor
	lon INT NOT NULL DEFAULT 0,      -- degrees × 10^6, 0: no point set
	lat INT NOT NULL DEFAULT 0,
	sample BOOL NOT NULL DEFAULT 0,  -- the point is invented 示例
	revision INT NOT NULL DEFAULT 0
);
CREATE INDEX place_by_path ON place (path);
CREATE INDEX place_by_parent ON place (parent, code);

-- Everybody the platform knows, with or without an account.
CREATE TABLE person (
	id ID,
	uid TEXT NOT NULL UNIQUE,        -- public id, also the row that seals are bound to
	name TEXT NOT NULL,
	phone TEXT,                      -- sealed
	phone_index TEXT,                -- blind index of the normalised number
	id_number TEXT,                  -- sealed, GB 11643
	id_index TEXT,                   -- blind index
	address TEXT,                    -- sealed: what stands below the village
	email TEXT,                      -- sealed
	no_sms BOOL NOT NULL DEFAULT 0,
	birth TIME NOT NULL DEFAULT 0,   -- local midnight of the birthday; 0: not known
	gender INT NOT NULL DEFAULT 0,   -- 0 not known, 1 male, 2 female
	home INT NOT NULL DEFAULT 0,     -- place
	volunteer BOOL NOT NULL DEFAULT 0,
	number TEXT UNIQUE,              -- volunteer number, not derived from the ID number
	skills TEXT NOT NULL DEFAULT '', -- category words, blank-separated, e.g. ' health repair '
	consent_by TEXT,                 -- who agreed to his data being kept, and how, and when
	consent_how TEXT,
	consent_at TIME NOT NULL DEFAULT 0,
	entered_by INT NOT NULL DEFAULT 0, -- person; 0: he himself
	created TIME NOT NULL,
	sample BOOL NOT NULL DEFAULT 0   -- invented 示例
);
CREATE INDEX person_by_phone ON person (phone_index);
CREATE UNIQUE INDEX person_by_id_number ON person (id_index);
CREATE INDEX person_by_home ON person (home, volunteer);

-- Brigade 总队 → corps 专业队 → teams.
CREATE TABLE team (
	id ID,
	uid TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	kind INT NOT NULL,               -- enum team_kind: brigade, corps, team
	corps INT NOT NULL DEFAULT 0,    -- team of kind corps; 0: none
	place INT NOT NULL,              -- where it belongs
	state INT NOT NULL,              -- enum team_state
	skills TEXT NOT NULL DEFAULT '', -- category words it serves, blank-separated
	about TEXT NOT NULL DEFAULT '',
	mentor INT NOT NULL DEFAULT 0,   -- person, while incubating
	members INT NOT NULL DEFAULT 0,  -- active members, kept by the moves of member
	founded TIME NOT NULL,
	revision INT NOT NULL DEFAULT 0,
	sample BOOL NOT NULL DEFAULT 0
);
CREATE INDEX team_by_place ON team (place);
CREATE INDEX team_by_corps ON team (corps);

-- Who serves with which team.
CREATE TABLE member (
	id ID,
	team INT NOT NULL,
	person INT NOT NULL,
	role INT NOT NULL,               -- enum member_role: member, deputy, leader
	state INT NOT NULL,              -- enum member_state: asked, invited, active, left
	since TIME NOT NULL,
	UNIQUE (team, person)
);
CREATE INDEX member_by_person ON member (person, state);

-- One row per move of a team or a membership.
CREATE TABLE team_event (
	id ID,
	team INT NOT NULL,
	at TIME NOT NULL,
	actor INT NOT NULL,
	action TEXT NOT NULL,
	person INT NOT NULL DEFAULT 0,   -- the member it is about
	reason TEXT
);
CREATE INDEX team_event_by_team ON team_event (team, id);
