-- The menu 供单: what teams offer, with a capacity per period, and the survey of what is needed.

CREATE TABLE menu_item (
	id ID,
	uid TEXT NOT NULL UNIQUE,        -- public id
	title TEXT NOT NULL,
	about TEXT NOT NULL,
	category INT NOT NULL,           -- category.id
	form INT NOT NULL,               -- 0 service, 1 goods: as order_form
	corps INT NOT NULL DEFAULT 0,    -- team.id of the professional corps; 0: none
	area INT NOT NULL,               -- place.id: offered there and below
	season_from INT NOT NULL DEFAULT 0, -- month * 100 + day; both 0: the whole year
	season_to INT NOT NULL DEFAULT 0,   -- before season_from: across the new year
	period INT NOT NULL,             -- enum menu_period: day, week, month
	capacity INT NOT NULL,           -- orders per period; 0: no limit
	minutes INT NOT NULL,            -- one visit takes about so long
	people INT NOT NULL,             -- helpers it needs
	state INT NOT NULL,              -- enum menu_state
	proposer INT NOT NULL,           -- person
	reason TEXT,                     -- of the last return or retirement
	revision INT NOT NULL DEFAULT 0, -- guards every change
	created TIME NOT NULL,
	entered TIME NOT NULL,           -- when the present state was entered
	sample BOOL NOT NULL DEFAULT 0
);
CREATE INDEX menu_item_by_state ON menu_item (state, corps);

-- The teams that do it.
CREATE TABLE menu_item_team (
	id ID,
	item INT NOT NULL,
	team INT NOT NULL,
	UNIQUE (item, team)
);
CREATE INDEX menu_item_team_by_team ON menu_item_team (team);

-- One row per change; what an item was is never forgotten.
CREATE TABLE menu_event (
	id ID,
	item INT NOT NULL,
	at TIME NOT NULL,
	actor INT NOT NULL,              -- person
	action TEXT NOT NULL,            -- propose, edit, or a word of menu_action_words
	reason TEXT
);
CREATE INDEX menu_event_by_item ON menu_event (item);

-- Places taken per period. The only writer is one conditional statement: taken < capacity.
CREATE TABLE menu_slot (
	id ID,
	item INT NOT NULL,
	period TIME NOT NULL,            -- when the period begins, local midnight
	taken INT NOT NULL,
	UNIQUE (item, period)
);

-- Drafts that wait for a place in a full period, first come first.
CREATE TABLE menu_queue (
	id ID,
	item INT NOT NULL,
	period TIME NOT NULL,
	orders INT NOT NULL UNIQUE,      -- the draft
	at TIME NOT NULL,
	told TIME NOT NULL DEFAULT 0     -- a place was offered then and is held for him; 0: he waits
);
CREATE INDEX menu_queue_by_period ON menu_queue (item, period, id);

-- The place an order holds; 0: none.
ALTER TABLE orders ADD COLUMN slot INT NOT NULL DEFAULT 0;
CREATE INDEX orders_by_slot ON orders (slot) WHERE slot > 0;
CREATE INDEX orders_by_service ON orders (service, state, score) WHERE service IS NOT NULL;

-- The survey 需求清单: which items are asked about, and how many each village needs.
CREATE TABLE survey (
	id ID,
	uid TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	about TEXT NOT NULL,
	area INT NOT NULL,               -- place.id: asked there and below
	until_at TIME NOT NULL,          -- sheets are taken until then
	state INT NOT NULL,              -- enum survey_state: open, closed
	creator INT NOT NULL,            -- person
	created TIME NOT NULL,
	sample BOOL NOT NULL DEFAULT 0
);
CREATE TABLE survey_item (
	id ID,
	survey INT NOT NULL,
	item INT NOT NULL,               -- menu_item.id
	UNIQUE (survey, item)
);
CREATE TABLE survey_line (
	id ID,
	uid TEXT NOT NULL UNIQUE,
	survey INT NOT NULL,
	item INT NOT NULL,
	place INT NOT NULL,              -- village
	wanted INT NOT NULL,             -- how many need it
	note TEXT,
	person INT NOT NULL,             -- who filled it: the contact
	at TIME NOT NULL,
	orders INT NOT NULL DEFAULT 0,   -- the order made from it; 0: none yet
	UNIQUE (survey, item, place)
);
