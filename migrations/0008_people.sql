-- When somebody has time, what he may do, who agreed for a minor, and persons kept twice.

ALTER TABLE person ADD COLUMN hours TEXT;                       -- the week in 42 hex digits; NULL: not said
ALTER TABLE person ADD COLUMN radius INT NOT NULL DEFAULT 0;    -- km from home; 0: not said
ALTER TABLE person ADD COLUMN merged_into INT NOT NULL DEFAULT 0; -- person; 0: stands for himself
CREATE INDEX person_by_name ON person (name, birth);

-- Kinds of qualification. Rows are data.
CREATE TABLE qualification_kind (
	id ID,
	word TEXT NOT NULL UNIQUE,
	label TEXT NOT NULL,
	sort INT NOT NULL
);
INSERT INTO qualification_kind (word, label, sort) VALUES
	('doctor', '执业医师', 1), ('nurse', '护士执业', 2), ('lawyer', '律师执业', 3),
	('teacher', '教师资格', 4), ('psychologist', '心理咨询', 5), ('electrician', '低压电工', 6),
	('driver', '机动车驾驶', 7), ('firstaid', '急救培训', 8), ('rescue', '应急救援', 9);

-- A category that only somebody with one of these kinds may serve; no row: everybody may.
CREATE TABLE category_gate (
	id ID,
	category INT NOT NULL,
	kind INT NOT NULL,               -- qualification_kind
	UNIQUE (category, kind)
);

CREATE TABLE qualification (
	id ID,
	uid TEXT NOT NULL UNIQUE,
	person INT NOT NULL,
	kind INT NOT NULL,               -- qualification_kind
	number TEXT NOT NULL,            -- sealed
	expires TIME NOT NULL DEFAULT 0, -- local midnight of the last day; 0: never
	state INT NOT NULL DEFAULT 0,    -- enum qualification_state
	reason TEXT,                     -- of a refusal
	decided_by INT NOT NULL DEFAULT 0, -- person, never himself
	decided TIME NOT NULL DEFAULT 0,
	created TIME NOT NULL,
	reminded TIME NOT NULL DEFAULT 0 -- when he was told that it ends soon
);
CREATE INDEX qualification_by_person ON qualification (person, state);
CREATE INDEX qualification_by_state ON qualification (state, expires);

-- What a guardian agreed to for a minor. The newest row of a purpose holds.
CREATE TABLE guardian (
	id ID,
	person INT NOT NULL,             -- the minor
	purpose INT NOT NULL,            -- enum guardian_purpose
	name TEXT NOT NULL,              -- sealed
	phone TEXT NOT NULL,             -- sealed
	how TEXT NOT NULL,
	at TIME NOT NULL,                -- when it was given
	entered_by INT NOT NULL,         -- person
	seal TEXT NOT NULL               -- what the seals are bound to
);
CREATE INDEX guardian_by_person ON guardian (person, purpose);

-- One row per merge, with the rows that were moved, so that it can be undone by hand.
CREATE TABLE person_merge (
	id ID,
	at TIME NOT NULL,
	actor INT NOT NULL,
	kept INT NOT NULL,
	gone INT NOT NULL,
	note TEXT NOT NULL,
	moved TEXT NOT NULL              -- "orders.requester 3,7; member.person 12"
);

-- Pairs that somebody looked at and found to be two people.
CREATE TABLE person_apart (
	id ID,
	low INT NOT NULL,
	high INT NOT NULL,
	actor INT NOT NULL,
	at TIME NOT NULL,
	UNIQUE (low, high)
);

CREATE INDEX activity_by_team ON activity (team, starts_at);
