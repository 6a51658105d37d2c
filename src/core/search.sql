%include "core/search_move.h"

@search_row(int id) -> struct search_row
SELECT id, path, text FROM search_doc WHERE id = :id;

-- ?4: the tokens, which SQLite keeps in a table of their own.
@search_put [sqlite]
INSERT INTO search_doc (id, path, text) SELECT ?1, ?2, ?3 WHERE ?4 <> ''
ON CONFLICT (id) DO UPDATE SET path = excluded.path, text = excluded.text;
@search_put [postgres]
INSERT INTO search_doc (id, path, text, grams) VALUES (?1, ?2, ?3, CAST(?4 AS tsvector))
ON CONFLICT (id) DO UPDATE SET path = excluded.path, text = excluded.text, grams = excluded.grams;

@search_delete
DELETE FROM search_doc WHERE id = ?1;

@search_grams_add [sqlite]
INSERT INTO search_gram (rowid, grams) VALUES (?1, ?2);
@search_grams_add [postgres]
SELECT ?1 + length(?2);

-- A table without content is told what to forget.
@search_grams_drop [sqlite]
INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', ?1, ?2);
@search_grams_drop [postgres]
SELECT ?1 + length(?2);

-- Many at once: ?1 is a JSON list of [id, path, text, grams]. SQLite adds the grams of new rows only,
-- so before the rows themselves.
@search_grams_add_rows [sqlite]
INSERT INTO search_gram (rowid, grams)
SELECT json_extract(r.value, '$[0]'), json_extract(r.value, '$[3]') FROM json_each(?1) r
WHERE NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.id = json_extract(r.value, '$[0]'));
@search_grams_add_rows [postgres]
SELECT length(?1);

@search_insert_rows [sqlite]
INSERT INTO search_doc (id, path, text)
SELECT json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'), json_extract(r.value, '$[2]')
FROM json_each(?1) r WHERE true ON CONFLICT (id) DO NOTHING;
@search_insert_rows [postgres]
INSERT INTO search_doc (id, path, text, grams)
SELECT CAST(r.value ->> 0 AS BIGINT), r.value ->> 1, r.value ->> 2, CAST(r.value ->> 3 AS tsvector)
FROM jsonb_array_elements(CAST(?1 AS jsonb)) r ON CONFLICT (id) DO NOTHING;

-- ---- places that were merged ----

-- It may be on its way already: what comes later goes along.
@search_moved_add(text code, text path)
INSERT INTO search_moved (code, path) VALUES (:code, :path) ON CONFLICT (code) DO NOTHING;

-- What had come to lie at or under `gone` goes along to `path`.
@search_moved_along(text gone, text path)
UPDATE search_moved SET path = :path || substr(path, length(:gone) + 1) WHERE path >= :gone AND path < :gone || '~';

-- The first to be done; in their order each finds its things where the one before put them.
@search_moved_first() -> struct search_moved
SELECT code, path FROM search_moved ORDER BY id LIMIT 1;

-- What lay elsewhere and counts as lying at or under the path.
@search_moved_to(text path) -> struct search_moved[]
SELECT code, path FROM search_moved WHERE path >= :path AND path < :path || '~' ORDER BY id;

@search_moved_done(text code)
DELETE FROM search_moved WHERE code = :code;

-- What lies at a place, by its token.
@search_at(text token, int most) -> struct search_row[] [sqlite]
SELECT g.rowid AS id FROM search_gram g WHERE search_gram MATCH :token LIMIT :most;
@search_at [postgres]
SELECT d.id FROM search_doc d WHERE d.grams @@ CAST(:token AS tsquery) LIMIT :most;

@search_newest
SELECT MAX(id) FROM search_doc WHERE id BETWEEN ?1 AND ?2;

-- ---- what an older version folded ----

@search_old() -> int
SELECT COALESCE(MAX(upto), 0) FROM search_old;

@search_old_rows(int upto, int most) -> struct search_row[]
SELECT id FROM search_doc WHERE id <= :upto ORDER BY id DESC LIMIT :most;

@search_old_upto(int upto)
UPDATE search_old SET upto = :upto;

@search_old_done()
DELETE FROM search_old;
