-- News.
@@news_columns
n.id AS news_id, n.uid AS id, n.kind, n.title, n.place AS place_row, p.code AS place,
  p.path AS place_path, CASE WHEN pp.kind = 1 THEN pp.label || ' ' || p.label ELSE p.label END AS place_name,
  n.author, a.name AS author_name, n.editor, n.state, n.revision, n.created, n.entered, n.reason, n.sample

@@news_from
news n JOIN place p ON p.id = n.place LEFT JOIN place pp ON pp.id = p.parent
LEFT JOIN person a ON a.id = n.author

@news_by_uid
SELECT n.body, {news_columns} FROM {news_from} WHERE n.uid = ?1;

-- ?1 … ?5 struct scope of who writes; ?6 1: the desk's, 0: what is published.
@@news_scope
(?6 = 0 AND n.state = 2
 OR ?6 = 1 AND (?1 = 1 OR n.author = ?5 OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place
   WHERE g.person = ?5 AND (CAST(?4 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1
     AND p.path >= gp.path AND p.path < gp.path || '~')))

-- ?10 … ?14 struct search.
@@news_found [sqlite]
(SELECT d.id - ?12 FROM search_gram g JOIN search_doc d ON d.id = g.rowid WHERE search_gram MATCH ?10
   AND g.rowid BETWEEN ?13 AND ?14 AND d.text LIKE ?11 ESCAPE '\')
@@news_found [postgres]
(SELECT d.id - ?12 FROM search_doc d WHERE d.grams @@ CAST(?10 AS tsquery) AND d.text LIKE ?11 ESCAPE '\'
   AND d.id + 0 BETWEEN ?13 AND ?14)

-- ?7 state, ?8 kind, ?9 path or '', ?15 the last uid seen or '', ?16 rows.
@news_list
SELECT substr(n.body, 1, 100) AS body, {news_columns} FROM {news_from}
WHERE ?2 >= 0 AND ?3 >= 0 AND {news_scope} AND (?7 < 0 OR n.state = ?7) AND (?8 < 0 OR n.kind = ?8)
  AND (?9 = '' OR p.path >= ?9 AND p.path < ?9 || '~')
  AND (CAST(?10 AS TEXT) IS NULL OR n.id IN {news_found})
  AND (?15 = '' OR (n.entered, n.id) < (SELECT l.entered, l.id FROM news l WHERE l.uid = ?15))
ORDER BY n.entered DESC, n.id DESC LIMIT ?16;

@news_insert
INSERT INTO news (uid, kind, title, body, place, author, editor, state, created, entered)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, ?7, ?7) RETURNING id;

@news_rewrite
UPDATE news SET kind = ?3, title = ?4, body = ?5, place = ?6, editor = ?7, revision = revision + 1
WHERE id = ?1 AND revision = ?2 AND state = 0;

@news_move
UPDATE news SET state = ?4, reason = ?5, entered = ?6, revision = revision + 1
WHERE id = ?1 AND revision = ?2 AND state = ?3;

@news_version_insert
INSERT INTO news_version (news, revision, at, actor, title, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

@news_versions
SELECT v.revision, v.at, a.name AS actor, v.title, v.body FROM news_version v
LEFT JOIN person a ON a.id = v.actor WHERE v.news = ?1 ORDER BY v.id DESC LIMIT 50;
