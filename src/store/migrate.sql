-- The book of applied migrations.

@migration_table [sqlite]
CREATE TABLE IF NOT EXISTS migration (
	number INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	checksum TEXT NOT NULL,
	applied_at INTEGER NOT NULL
);

@migration_table [postgres]
CREATE TABLE IF NOT EXISTS migration (
	number BIGINT PRIMARY KEY,
	name TEXT NOT NULL,
	checksum TEXT NOT NULL,
	applied_at BIGINT NOT NULL
);

-- 1 when the book exists.
@migration_known [sqlite]
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration';

@migration_known [postgres]
SELECT CASE WHEN to_regclass('migration') IS NULL THEN 0 ELSE 1 END;

-- Two nodes that start at once migrate one after the other.
@migration_lock [sqlite]
SELECT 1;

@migration_lock [postgres]
SELECT pg_advisory_xact_lock(7237410);

@migration_checksum
SELECT checksum FROM migration WHERE number = ?1;

@migration_highest
SELECT max(number) FROM migration;

@migration_add
INSERT INTO migration (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4);
