-- News.
%include "core/words.sql"
%include "core/cursor.h"
%include "core/reach.sql"
%include "core/search.h"
%include "features/news/news.h"
%include "features/place/place.h"

-- What is written, the body apart: lists show its beginning.
@@news_own[]
kind, title, place AS place_row, editor

@@news_columns
n.id, n.uid, {news_own n.}, p.code AS place, p.path AS place_path,
  CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_name,
  n.author, a.name AS author_name, n.state, n.revision, n.created, n.entered, n.reason, n.sample

@@news_from
news n JOIN place p ON p.id = n.place LEFT JOIN place pp ON pp.id = p.parent
LEFT JOIN person a ON a.id = n.author

@news_by_uid(text uid) -> struct news
SELECT n.body, {news_columns} FROM {news_from} WHERE n.uid = :uid;

@@news_found [sqlite]
(SELECT d.id - :f.base FROM search_gram g JOIN search_doc d ON d.id = g.rowid
   WHERE search_gram MATCH :f.match? AND g.rowid BETWEEN :f.from AND :f.to AND {has_words d.text :f.like? :f.more?})
@@news_found [postgres]
(SELECT d.id - :f.base FROM search_doc d WHERE d.grams @@ CAST(:f.match? AS tsquery)
   AND {has_words d.text :f.like? :f.more?} AND d.id + 0 BETWEEN :f.from AND :f.to)

@@news_page
(:q.kind < 0 OR n.kind = :q.kind)
  AND (CAST(:path AS TEXT) IS NULL OR p.path >= :path AND p.path < :path || '~')
  AND (CAST(:f.match? AS TEXT) IS NULL OR n.id IN {news_found})
  AND (n.entered, n.id) < (-CAST(:k.a AS BIGINT), -CAST(:k.id AS BIGINT))
ORDER BY n.entered DESC, n.id DESC LIMIT :q.limit

@news_published(struct news_query q, struct search f, text? path, struct cursor k) -> struct news[]
SELECT substr(n.body, 1, 100) AS body, {news_columns} FROM {news_from}
WHERE n.state = {NEWS_PUBLISHED} AND {news_page};

@news_count() -> int
SELECT count(*) FROM news WHERE state = {NEWS_PUBLISHED};

-- What somebody wrote, and all in his reach.
@news_desk(scope s, struct news_query q, struct search f, text? path, struct cursor k) -> struct news[]
SELECT substr(n.body, 1, 100) AS body, {news_columns} FROM {news_from}
WHERE (n.author = :me OR {reach p.path}) AND (:q.state < 0 OR n.state = :q.state) AND {news_page};

@news_insert(struct news n) -> int
INSERT INTO news (uid, {news_own}, body, author, state, created, entered)
VALUES (:n.uid, {news_own :n.}, :n.body, :n.author, :n.state, :now, :now) RETURNING id;

-- An edit, and a move: neither writes back what the other changes.
@news_rewrite(struct news n, int revision)
UPDATE news SET {news_own = :n.}, body = :n.body, revision = :n.revision
WHERE id = :n.id AND revision = :revision AND state = {NEWS_DRAFT};

@news_move(struct news n, int revision, int state)
UPDATE news SET state = :n.state, reason = :n.reason?, entered = :n.entered, revision = :n.revision
WHERE id = :n.id AND revision = :revision AND state = :state;

@news_version_insert(struct news n)
INSERT INTO news_version (news, revision, at, actor, title, body)
VALUES (:n.id, :n.revision, :now, :by, :n.title, :n.body);

-- The newest first; one more than a page, so that the next one is known.
@news_versions(int news, struct cursor k) -> struct news_version[]
SELECT v.id, v.revision, v.at, a.name AS actor, v.title, v.body FROM news_version v
LEFT JOIN person a ON a.id = v.actor WHERE v.news = :news AND v.id < -CAST(:k.id AS BIGINT) ORDER BY v.id DESC LIMIT {NEWS_VERSIONS} + 1;
