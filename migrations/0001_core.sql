-- Who signs in, what was done, what leaves the house. Everything the program needs before it knows
-- any place, person or order. Times are seconds UTC, booleans 0/1.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,          -- a name of setting_table[] (core/setting.c)
  value TEXT NOT NULL,            -- overrides the default of the program
  who TEXT NOT NULL,              -- public id of the person who set it, '' for a command
  at TIME NOT NULL                -- when
);

CREATE TABLE account (
  person INT PRIMARY KEY,         -- person.id: at most one account each
  login TEXT NOT NULL UNIQUE,     -- blind index of the phone (crypto_index "phone")
  hash TEXT NOT NULL,             -- argon2id string
  staff BOOL NOT NULL,            -- short sessions
  locked BOOL NOT NULL DEFAULT 0, -- by an administrator; nobody else's doing
  failed INT NOT NULL DEFAULT 0,  -- wrong tries since the last success, shown to the owner
  seen TIME NOT NULL DEFAULT 0,   -- last success, 0: never
  created TIME NOT NULL           -- when it was made
);

CREATE TABLE signin (
  login TEXT NOT NULL,            -- blind index of the phone that was tried, also an unknown one
  network TEXT NOT NULL,          -- address the tries came from (IPv6: its /64)
  failed INT NOT NULL,            -- wrong tries in a row
  at TIME NOT NULL,               -- the last of them
  PRIMARY KEY (login, network)
);

CREATE TABLE session (
  id ID,
  token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the token, hex; the token itself is kept nowhere
  person INT NOT NULL,            -- person.id
  kind INT NOT NULL,              -- 0 browser, 1 api
  started TIME NOT NULL,          -- the latest end counts from here
  last_seen TIME NOT NULL,        -- the idle time counts from here; written once in 5 minutes
  ended TIME                      -- signed out, locked, password or role changed; NULL: not ended
);
CREATE INDEX session_person ON session (person);

CREATE TABLE token (
  id ID,
  hash TEXT NOT NULL UNIQUE,      -- SHA-256 of the code, hex
  purpose TEXT NOT NULL,          -- 'first-admin', 'invite', …: a code opens one kind of door
  subject TEXT,                   -- what it stands for, a public id
  created TIME NOT NULL,          -- when it was made
  expires TIME NOT NULL,          -- good until then
  used TIME                       -- spent; NULL: not yet
);

CREATE TABLE grants (
  id ID,
  person INT NOT NULL,            -- person.id: who holds it
  role INT NOT NULL,              -- enum role (core/access.h)
  place INT NOT NULL,             -- place.id: where it holds, with all below
  given_by INT NOT NULL,          -- person.id, 0: a command
  at TIME NOT NULL,               -- when
  UNIQUE (person, role, place)
);
CREATE INDEX grants_place ON grants (place);

CREATE TABLE audit (
  node TEXT NOT NULL,             -- whose chain: name of the process among several, '' when alone
  seq INT NOT NULL,               -- 1, 2, 3 … without a gap
  at TIME NOT NULL,               -- when; the order is that of seq, not of this
  who TEXT NOT NULL,              -- public id of the actor, '' for a guest, 'system' for the program
  roles TEXT NOT NULL,            -- his role words then, with commas
  request TEXT NOT NULL,          -- id of the request, '' for the program
  source TEXT NOT NULL,           -- network address, '' for the program
  action TEXT NOT NULL,           -- 'order.accept'
  kind TEXT NOT NULL,             -- 'order'
  subject TEXT NOT NULL,          -- public id of what was acted upon
  detail TEXT,                    -- words and numbers; no personal data
  prev TEXT NOT NULL,             -- hash of entry seq - 1, 64 zeros for the first
  hash TEXT NOT NULL,             -- SHA-256 over prev and all columns before it, hex
  PRIMARY KEY (node, seq)
);
CREATE INDEX audit_subject ON audit (kind, subject);
CREATE INDEX audit_at ON audit (at);

[sqlite]
CREATE TRIGGER audit_kept_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_kept_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
[end]
[postgres]
CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'audit entries are never changed'; END$$;
CREATE TRIGGER audit_kept_row BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_kept();
CREATE TRIGGER audit_kept_all BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();
[end]

CREATE TABLE operation (
  id TEXT PRIMARY KEY,            -- SHA-256 of scope and key, hex: neither is kept in clear
  content TEXT NOT NULL,          -- hash of method, path and fields
  status INT NOT NULL,            -- of the kept reply
  location TEXT,                  -- sealed
  body TEXT,                      -- sealed
  type TEXT,                      -- media type of the body, NULL: HTML
  at TIME NOT NULL                -- when; dropped after 7 days
);
CREATE INDEX operation_at ON operation (at);

CREATE TABLE inbox (
  id ID,
  uid TEXT NOT NULL UNIQUE,       -- public id
  person INT NOT NULL,            -- person.id: whose
  at TIME NOT NULL,               -- when it was written
  subject TEXT NOT NULL,          -- one line, Chinese
  body TEXT NOT NULL,             -- the true state at that time; no contact data
  link TEXT,                      -- local path
  read_at TIME                    -- NULL: not yet
);
CREATE INDEX inbox_person ON inbox (person, id);

CREATE TABLE webhook (
  id ID,
  url TEXT NOT NULL,              -- where it is posted
  event TEXT NOT NULL,            -- 'order.accepted', or '*' for all
  UNIQUE (url, event)
);

CREATE TABLE outbox (
  id ID,
  uid TEXT NOT NULL UNIQUE,       -- the receiver tells repeats by it
  channel INT NOT NULL,           -- enum channel: 1 SMS, 2 e-mail, 3 webhook
  person INT,                     -- person.id; the address is opened only when it leaves
  webhook INT,                    -- webhook.id
  subject TEXT NOT NULL,          -- one line; a webhook's event
  body TEXT NOT NULL,             -- text; a webhook's JSON
  link TEXT,                      -- local path
  created TIME NOT NULL,          -- when it was written
  state INT NOT NULL DEFAULT 0,   -- 0 waits, 1 sent, 2 given up, 3 its channel is off
  tries INT NOT NULL DEFAULT 0,   -- failures so far
  next_at TIME NOT NULL,          -- due then
  lease_until TIME NOT NULL DEFAULT 0, -- a node is sending it until then
  fault TEXT                      -- the last one, English
);
CREATE INDEX outbox_due ON outbox (state, next_at);

CREATE TABLE job (
  name TEXT PRIMARY KEY,          -- a name of jobs[] (app/jobs.c)
  next_at TIME NOT NULL,          -- due then
  lease_until TIME NOT NULL,      -- a node runs it until then
  node TEXT NOT NULL              -- which one
);
