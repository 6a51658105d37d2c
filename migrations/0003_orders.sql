-- The order 单: one object, one clock.

-- What an order is about. Rows are data; `word` is what the API says.
CREATE TABLE category (
	id ID,
	word TEXT NOT NULL UNIQUE,
	label TEXT NOT NULL,             -- Chinese
	corps INT NOT NULL DEFAULT 0,    -- the corps that answers for it
	never_public BOOL NOT NULL DEFAULT 0,
	sort INT NOT NULL
);

-- Minutes allowed per state, category and urgency; category 0 and urgency -1 stand for "any".
CREATE TABLE order_limit (
	id ID,
	clock INT NOT NULL,              -- enum order_clock
	category INT NOT NULL DEFAULT 0,
	urgency INT NOT NULL DEFAULT -1,
	minutes INT NOT NULL,
	working BOOL NOT NULL DEFAULT 0, -- counted in working hours by the table of holidays
	UNIQUE (clock, category, urgency)
);

-- Days that differ from Monday to Friday: holidays and make-up days.
CREATE TABLE holiday (
	day TEXT NOT NULL PRIMARY KEY,   -- 2026-10-01, local
	working BOOL NOT NULL,
	name TEXT NOT NULL
);

CREATE TABLE orders (
	id ID,
	uid TEXT NOT NULL UNIQUE,        -- public id
	number TEXT NOT NULL UNIQUE,     -- speaking number for the parties
	kind INT NOT NULL,               -- enum order_kind
	form INT NOT NULL,               -- enum order_form: service, goods
	source INT NOT NULL,             -- enum order_source: how it was found
	state INT NOT NULL,              -- enum order_state
	revision INT NOT NULL,           -- guards every move
	title TEXT NOT NULL,
	detail TEXT NOT NULL,            -- sealed
	public_title TEXT,               -- set by the reviewer; NULL: not published
	public_detail TEXT,
	public_ok BOOL NOT NULL DEFAULT 0, -- the requester agreed to publication
	published TIME NOT NULL DEFAULT 0, -- when it went to the wall; 0: parties only
	category INT NOT NULL,
	urgency INT NOT NULL DEFAULT 1,  -- enum order_urgency
	place INT NOT NULL,
	wanted_from TIME NOT NULL DEFAULT 0,
	wanted_until TIME NOT NULL DEFAULT 0,
	people INT NOT NULL DEFAULT 1,   -- helpers wanted
	service TEXT,                    -- menu item it was ordered from, public id
	requester INT NOT NULL,          -- person served
	proxy INT NOT NULL DEFAULT 0,    -- person who entered it for him; 0: he himself
	contact_name TEXT,               -- sealed; who is served, when entered by proxy
	phone TEXT,                      -- sealed
	phone_index TEXT,                -- blind index, to follow the order without an account
	address TEXT,                    -- sealed
	consent_by TEXT,
	consent_how TEXT,
	consent_at TIME NOT NULL DEFAULT 0,
	team INT NOT NULL DEFAULT 0,     -- the serving side: a team XOR
	person INT NOT NULL DEFAULT 0,   --   one person; offered: whom it is offered to
	leader INT NOT NULL DEFAULT 0,   -- person who leads the visit
	activity INT NOT NULL DEFAULT 0, -- made by schedule
	starts_at TIME NOT NULL DEFAULT 0,
	ends_at TIME NOT NULL DEFAULT 0,
	score INT NOT NULL DEFAULT 0,    -- the verdict, 1 to 5; 0: none yet
	comment TEXT,
	report TEXT,                     -- of the serving side
	merged_into INT NOT NULL DEFAULT 0,
	deadline TIME NOT NULL DEFAULT 0, -- of the present state; 0: no clock runs
	due TIME NOT NULL DEFAULT 0,     -- of the whole order
	level INT NOT NULL DEFAULT 0,    -- how far an overdue state has climbed: 0, village 1, township 2, centre 3
	created TIME NOT NULL,
	entered TIME NOT NULL,           -- when the present state was entered
	closed TIME NOT NULL DEFAULT 0,
	sample BOOL NOT NULL DEFAULT 0
);
CREATE INDEX orders_by_state ON orders (state, deadline);
CREATE INDEX orders_by_place ON orders (place, state);
CREATE INDEX orders_by_requester ON orders (requester);
CREATE INDEX orders_by_proxy ON orders (proxy);
CREATE INDEX orders_by_team ON orders (team, state);
CREATE INDEX orders_by_person ON orders (person, state);
CREATE INDEX orders_by_phone ON orders (phone_index);

-- One row per move, in the same transaction; timelines and logs are views of it.
CREATE TABLE order_event (
	id ID,
	orders INT NOT NULL,
	seq INT NOT NULL,                -- revision after the move
	at TIME NOT NULL,
	actor INT NOT NULL,              -- person; 0: the clock
	action INT NOT NULL,             -- enum order_action
	from_state INT NOT NULL,
	to_state INT NOT NULL,
	deadline TIME NOT NULL,          -- of the new state
	reason TEXT,
	team INT NOT NULL DEFAULT 0,     -- the side concerned: offered to, declined by, …
	person INT NOT NULL DEFAULT 0,
	UNIQUE (orders, seq)
);

CREATE INDEX order_event_by_team ON order_event (team, action, at) WHERE team > 0;
CREATE INDEX order_event_by_person ON order_event (person, action, at) WHERE person > 0;

-- Number series per local day: speaking numbers without gaps in a race.
CREATE TABLE order_serial (
	day TEXT NOT NULL PRIMARY KEY,
	last INT NOT NULL
);

-- Made by scheduling: the visit, its leader and its posts.
CREATE TABLE activity (
	id ID,
	uid TEXT NOT NULL UNIQUE,
	orders INT NOT NULL,             -- the order it serves
	team INT NOT NULL DEFAULT 0,
	leader INT NOT NULL,
	place INT NOT NULL,
	title TEXT NOT NULL,
	starts_at TIME NOT NULL,
	ends_at TIME NOT NULL,
	state INT NOT NULL               -- enum activity_state: planned, running, ended, cancelled
);
CREATE INDEX activity_by_order ON activity (orders);

-- The roster: who is to come, and when he came and went, ticked by the leader.
CREATE TABLE attendance (
	id ID,
	activity INT NOT NULL,
	person INT NOT NULL,
	in_at TIME NOT NULL DEFAULT 0,
	out_at TIME NOT NULL DEFAULT 0,
	in_by INT NOT NULL DEFAULT 0,    -- person who ticked
	out_by INT NOT NULL DEFAULT 0,
	evidence INT NOT NULL DEFAULT 0, -- enum evidence: B ticked by the leader on site
	UNIQUE (activity, person)
);
CREATE INDEX attendance_by_person ON attendance (person);

-- Each look at contact data, with its reason.
CREATE TABLE reveal (
	id ID,
	at TIME NOT NULL,
	actor INT NOT NULL,
	kind TEXT NOT NULL,              -- order, person
	subject TEXT NOT NULL,           -- public id
	reason TEXT NOT NULL
);

-- What the home page counts, counted anew each minute: one row.
CREATE TABLE order_total (
	id ID,
	at TIME NOT NULL,                -- when it was counted
	orders INT NOT NULL,
	open INT NOT NULL,
	closed INT NOT NULL,
	teams INT NOT NULL,
	volunteers INT NOT NULL,
	places INT NOT NULL
);
