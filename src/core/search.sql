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
