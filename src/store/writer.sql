-- What the writer itself asks of the database.

@probe_write
INSERT INTO write_probe (id, filler) VALUES (1, ?1)
ON CONFLICT (id) DO UPDATE SET filler = excluded.filler;
