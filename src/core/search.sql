@search_old
SELECT id FROM search_doc WHERE kind = ?1 AND item = ?2;

@search_old_text
SELECT text FROM search_doc WHERE id = ?1;

@search_insert
INSERT INTO search_doc (kind, item, text) VALUES (?1, ?2, ?3) RETURNING id;

@search_update
UPDATE search_doc SET text = ?2 WHERE id = ?1;

@search_delete
DELETE FROM search_doc WHERE id = ?1;

@search_grams_add [sqlite]
INSERT INTO search_gram (rowid, grams) VALUES (?1, ?2);
@search_grams_add [postgres]
UPDATE search_doc SET grams = CAST(?2 AS tsvector) WHERE id = ?1;

-- A table without content is told what to forget.
@search_grams_drop [sqlite]
INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', ?1, ?2);
@search_grams_drop [postgres]
UPDATE search_doc SET grams = '' WHERE id = ?1 AND ?2 <> '';

-- Many at once: ?2 is a JSON list of [item, text, grams]; ?3 is the last id before it, so that SQLite
-- adds the grams of new rows only.
@search_last
SELECT max(id) FROM search_doc;

@search_insert_rows [sqlite]
INSERT INTO search_doc (kind, item, text)
SELECT ?1, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]') FROM json_each(?2) r
WHERE true ON CONFLICT (kind, item) DO NOTHING;
@search_insert_rows [postgres]
INSERT INTO search_doc (kind, item, text, grams)
SELECT ?1, CAST(r.value ->> 0 AS BIGINT), r.value ->> 1, CAST(r.value ->> 2 AS tsvector)
FROM jsonb_array_elements(CAST(?2 AS jsonb)) r ON CONFLICT (kind, item) DO NOTHING;

@search_grams_add_rows [sqlite]
INSERT INTO search_gram (rowid, grams)
SELECT d.id, json_extract(r.value, '$[2]') FROM json_each(?2) r
CROSS JOIN search_doc d ON d.kind = ?1 AND d.item = json_extract(r.value, '$[0]') AND +d.id > ?3;
@search_grams_add_rows [postgres]
SELECT ?1 + length(?2) + ?3;
