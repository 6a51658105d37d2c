-- What can be found by words. Search equals a case-folded substring match, from one character on.

-- One row per thing that can be found; `text` is folded (full-width to ASCII, ASCII to lower case).
CREATE TABLE search_doc (
	id ID,
	kind INT NOT NULL,               -- enum search_kind
	item INT NOT NULL,               -- row of the thing
	text TEXT NOT NULL,
	UNIQUE (kind, item)
);

-- The pairs of neighbouring characters of `text`, each as one token of ten letters (core/search.c).
[sqlite]
CREATE VIRTUAL TABLE search_gram USING fts5 (grams, content = '', detail = full, tokenize = 'ascii');
[end]
[postgres]
ALTER TABLE search_doc ADD COLUMN grams tsvector NOT NULL DEFAULT '';
CREATE INDEX search_gram ON search_doc USING gin (grams);
[end]
