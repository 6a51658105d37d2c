-- When messages leave, by which way, in whose words.

ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT '';     -- word of a message kind; '': none
ALTER TABLE outbox ADD COLUMN urgent BOOL NOT NULL DEFAULT 0;    -- leaves in quiet hours too
ALTER TABLE outbox ADD COLUMN digest INT NOT NULL DEFAULT 0;     -- 1: waits for the digest, 2: is one
ALTER TABLE outbox ADD COLUMN orders INT NOT NULL DEFAULT 0;     -- orders.id it tells of; 0: none
ALTER TABLE outbox ADD COLUMN order_state INT NOT NULL DEFAULT 0; -- as it was when this was written
ALTER TABLE outbox ADD COLUMN order_revision INT NOT NULL DEFAULT 0;
CREATE INDEX outbox_by_person ON outbox (person, channel, state);

-- How somebody wants to be told; no row: SMS and e-mail, not from 21 to 8, at once.
CREATE TABLE channel_choice (
	person INT PRIMARY KEY,
	email BOOL NOT NULL,             -- SMS: person.no_sms
	quiet_from INT NOT NULL,         -- local hour; the same as quiet_to: never quiet
	quiet_to INT NOT NULL,
	digest BOOL NOT NULL             -- what is not pressing once a day, at 8
);

-- The words of a kind, where the county changed them.
CREATE TABLE template (
	kind TEXT PRIMARY KEY,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	who INT NOT NULL,                -- person
	at TIME NOT NULL
);
