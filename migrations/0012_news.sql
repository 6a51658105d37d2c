-- News 资讯: what stations, townships and the centre write for everybody; and the search that finds it.

CREATE TABLE news (
	id ID,
	uid TEXT NOT NULL UNIQUE,        -- public id
	kind INT NOT NULL,               -- enum news_kind
	title TEXT NOT NULL,
	body TEXT NOT NULL,              -- paragraphs, one per line
	place INT NOT NULL,              -- place.id: whose news it is
	author INT NOT NULL,             -- person
	editor INT NOT NULL,             -- person who wrote the present text
	state INT NOT NULL,              -- enum news_state
	revision INT NOT NULL DEFAULT 0, -- guards every change
	created TIME NOT NULL,
	entered TIME NOT NULL,           -- when the present state was entered: published since
	reason TEXT,                     -- of the last return or withdrawal
	sample BOOL NOT NULL DEFAULT 0
);
CREATE INDEX news_by_state ON news (state, entered);

-- Every text an article ever had; the audit chain holds the digest of each.
CREATE TABLE news_version (
	id ID,
	news INT NOT NULL,
	revision INT NOT NULL,           -- of the article, after the change
	at TIME NOT NULL,
	actor INT NOT NULL,              -- person
	title TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX news_version_by_news ON news_version (news, id);

-- Search: one row per thing that can be found. Its id is kind * 2^48 + row of the thing, so that what is
-- newest in a kind lies last; its tokens (core/search.c) are pairs of neighbouring characters of the text,
-- runs of four in ASCII, and the codes of the places below the county that it lies in.
ALTER TABLE search_doc RENAME TO search_before;
CREATE TABLE search_doc (
	id INT PRIMARY KEY,
	path TEXT NOT NULL,              -- of its place; '': none
	text TEXT NOT NULL               -- folded
);

-- Persons are found by their volunteer numbers, too; teams that were dissolved no longer.
[sqlite]
INSERT INTO search_doc (id, path, text)
SELECT s.kind * 281474976710656 + s.item, COALESCE(p.path, ''),
  s.text || COALESCE(char(10) || lower(n.number), '')
FROM search_before s
LEFT JOIN orders o ON o.id = s.item AND s.kind IN (0, 1)
LEFT JOIN team t ON t.id = s.item AND s.kind = 2
LEFT JOIN person n ON n.id = s.item AND s.kind = 3
LEFT JOIN place p ON p.id = COALESCE(o.place, t.place, n.home)
WHERE t.state IS NULL OR t.state <> 4;
DROP TABLE search_before;
DROP TABLE search_gram;
CREATE VIRTUAL TABLE search_gram USING fts5 (grams, content = '', detail = none, columnsize = 0,
  prefix = '5', tokenize = 'ascii');
WITH RECURSIVE
chars (id, path, text, n) AS (
  SELECT id, path, text, 1 FROM search_doc
  UNION ALL SELECT id, path, text, n + 1 FROM chars WHERE n < length(text)),
pairs (id, n, a, b) AS (
  SELECT id, n, unicode(substr(text, n, 1)),
    CASE WHEN n = length(text) OR substr(text, n + 1, 1) = char(10) THEN 1114112
         ELSE unicode(substr(text, n + 1, 1)) END
  FROM chars WHERE substr(text, n, 1) <> char(10)),
tokens (id, n, token) AS (
  SELECT id, n,
    char(97 + a / 456976 % 26, 97 + a / 17576 % 26, 97 + a / 676 % 26, 97 + a / 26 % 26, 97 + a % 26,
         97 + b / 456976 % 26, 97 + b / 17576 % 26, 97 + b / 676 % 26, 97 + b / 26 % 26, 97 + b % 26)
  FROM pairs
  UNION ALL SELECT id, n, '4' ||
    char(97 + f / 11881376 % 26, 97 + f / 456976 % 26, 97 + f / 17576 % 26, 97 + f / 676 % 26,
         97 + f / 26 % 26, 97 + f % 26)
  FROM (SELECT id, n, ((unicode(four) * 128 + unicode(substr(four, 2))) * 128
      + unicode(substr(four, 3))) * 128 + unicode(substr(four, 4)) AS f
    FROM (SELECT id, n, substr(text, n, 4) AS four FROM chars)
    WHERE four GLOB '[!-~][!-~][!-~][!-~]')
  UNION ALL SELECT id, 1000000, replace(substr(path, 8), '/', ' ') FROM search_doc)
INSERT INTO search_gram (rowid, grams)
SELECT id, group_concat(token, ' ') FROM (SELECT id, token FROM tokens ORDER BY id, n) GROUP BY id;
[end]
[postgres]
ALTER TABLE search_doc ADD COLUMN grams tsvector NOT NULL DEFAULT '';
INSERT INTO search_doc (id, path, text)
SELECT s.kind * 281474976710656 + s.item, COALESCE(p.path, ''),
  s.text || COALESCE(chr(10) || lower(n.number), '')
FROM search_before s
LEFT JOIN orders o ON o.id = s.item AND s.kind IN (0, 1)
LEFT JOIN team t ON t.id = s.item AND s.kind = 2
LEFT JOIN person n ON n.id = s.item AND s.kind = 3
LEFT JOIN place p ON p.id = COALESCE(o.place, t.place, n.home)
WHERE t.state IS NULL OR t.state <> 4;
DROP TABLE search_before;
UPDATE search_doc SET grams = CAST(x.grams AS tsvector) FROM (
  SELECT id, string_agg(
    chr(97 + a / 456976 % 26) || chr(97 + a / 17576 % 26) || chr(97 + a / 676 % 26)
    || chr(97 + a / 26 % 26) || chr(97 + a % 26)
    || chr(97 + b / 456976 % 26) || chr(97 + b / 17576 % 26) || chr(97 + b / 676 % 26)
    || chr(97 + b / 26 % 26) || chr(97 + b % 26)
    || ' ' || chr(97 + a / 456976 % 26) || chr(97 + a / 17576 % 26) || chr(97 + a / 676 % 26)
    || chr(97 + a / 26 % 26) || chr(97 + a % 26), ' ')
    || ' ' || coalesce(string_agg('4' || chr(97 + f / 11881376 % 26) || chr(97 + f / 456976 % 26)
      || chr(97 + f / 17576 % 26) || chr(97 + f / 676 % 26) || chr(97 + f / 26 % 26) || chr(97 + f % 26), ' '), '')
    || ' ' || replace(substr(max(path), 8), '/', ' ') || ' k' || (id >> 48) || ' b' || (id >> 48) || 'b' || ((id & 281474976710655) >> 9)
    || ' c' || (id >> 48) || 'c' || ((id & 281474976710655) >> 13) AS grams
  FROM (SELECT d.id, d.path, ascii(substr(d.text, n, 1)) AS a,
          CASE WHEN n = length(d.text) OR substr(d.text, n + 1, 1) = chr(10) THEN 1114112
               ELSE ascii(substr(d.text, n + 1, 1)) END AS b,
          CASE WHEN substr(d.text, n, 4) ~ '^[!-~]{4}$' THEN ((ascii(substr(d.text, n, 1)) * 128
            + ascii(substr(d.text, n + 1, 1))) * 128 + ascii(substr(d.text, n + 2, 1))) * 128
            + ascii(substr(d.text, n + 3, 1)) END AS f
        FROM search_doc d CROSS JOIN LATERAL generate_series(1, length(d.text)) n) pairs
  WHERE a <> 10 GROUP BY id) x
WHERE search_doc.id = x.id;
-- Entries are merged at once: a list of pending ones would be read through by every search.
CREATE INDEX search_gram ON search_doc USING gin (grams) WITH (fastupdate = off);
[end]
