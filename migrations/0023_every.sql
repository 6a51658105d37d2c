-- A message about a duty or a recovery goes to every address, also one that was switched off, and is asked so
-- again when it leaves.

ALTER TABLE outbox ADD COLUMN every BOOL NOT NULL DEFAULT 0;
