-- The tables a submission and a claim write, with their indexes, for pgbench. Search and the row that
-- counts the day's numbers are left out, to PostgreSQL's advantage.
DROP SCHEMA IF EXISTS b CASCADE;
CREATE SCHEMA b;
CREATE TABLE b.session (token_hash text PRIMARY KEY, person bigint NOT NULL);
CREATE TABLE b.orders (
	id bigserial PRIMARY KEY, uid text NOT NULL UNIQUE, number text NOT NULL UNIQUE,
	kind bigint NOT NULL, state bigint NOT NULL, revision bigint NOT NULL, title text NOT NULL,
	detail text NOT NULL, category bigint NOT NULL, place bigint NOT NULL, requester bigint NOT NULL,
	proxy bigint NOT NULL DEFAULT 0, team bigint NOT NULL DEFAULT 0, person bigint NOT NULL DEFAULT 0,
	phone_index text, deadline bigint NOT NULL DEFAULT 0, due bigint NOT NULL DEFAULT 0,
	created bigint NOT NULL, entered bigint NOT NULL);
CREATE INDEX ON b.orders (state, deadline);
CREATE INDEX ON b.orders (place, state);
CREATE INDEX ON b.orders (requester);
CREATE INDEX ON b.orders (proxy);
CREATE INDEX ON b.orders (team, state);
CREATE INDEX ON b.orders (person, state);
CREATE INDEX ON b.orders (phone_index);
CREATE TABLE b.event (
	id bigserial PRIMARY KEY, orders bigint NOT NULL, seq bigint NOT NULL, at bigint NOT NULL,
	actor bigint NOT NULL, action bigint NOT NULL, from_state bigint NOT NULL, to_state bigint NOT NULL,
	UNIQUE (orders, seq));
CREATE TABLE b.audit (
	seq bigserial PRIMARY KEY, at bigint NOT NULL, who text NOT NULL, action text NOT NULL,
	kind text NOT NULL, subject text NOT NULL, prev text NOT NULL, hash text NOT NULL);
CREATE INDEX ON b.audit (kind, subject);
CREATE INDEX ON b.audit (at);
CREATE TABLE b.inbox (
	id bigserial PRIMARY KEY, uid text NOT NULL UNIQUE, person bigint NOT NULL, at bigint NOT NULL,
	subject text NOT NULL, body text NOT NULL);
CREATE INDEX ON b.inbox (person, id);
CREATE TABLE b.outbox (
	id bigserial PRIMARY KEY, uid text NOT NULL UNIQUE, channel bigint NOT NULL, person bigint,
	subject text NOT NULL, body text NOT NULL, state bigint NOT NULL, next_at bigint NOT NULL);
CREATE INDEX ON b.outbox (state, next_at);
CREATE INDEX ON b.outbox (person, channel, state);
CREATE TABLE b.operation (
	id text PRIMARY KEY, content text NOT NULL, status bigint NOT NULL, body text, at bigint NOT NULL);
CREATE INDEX ON b.operation (at);
INSERT INTO b.session SELECT md5('s' || n), n FROM generate_series(0, 999) n;
INSERT INTO b.orders (uid, number, kind, state, revision, title, detail, category, place, requester,
	created, entered)
SELECT md5('o' || n), 'DD' || n, 0, 3, 2, 'a wish for the wall', repeat('x', 200), 1, n % 500, n, 0, 0
  FROM generate_series(1, 20000) n;
CREATE SEQUENCE b.turn MINVALUE 0;
VACUUM ANALYZE;
