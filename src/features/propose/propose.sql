%include "features/propose/propose.h"

-- Where a character or a pair may begin; a title has at most 60 characters.
@@propose_at
WITH RECURSIVE spot(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM spot WHERE i < 60)

@@propose_widths
(SELECT 1 AS w UNION ALL SELECT 2) width

@propose_gram_keep(struct propose_gram g)
INSERT INTO propose_gram (gram, category, n) VALUES (:g.gram, :g.category, :g.n)
    ON CONFLICT (gram, category) DO UPDATE SET n = excluded.n;

@propose_gram_drop(struct propose_gram g)
DELETE FROM propose_gram WHERE gram = :g.gram AND category = :g.category;

@propose_class_keep(struct propose_gram g)
INSERT INTO propose_class (category, docs) VALUES (:g.category, :g.n)
    ON CONFLICT (category) DO UPDATE SET docs = excluded.docs;

@propose_class_drop(struct propose_gram g)
DELETE FROM propose_class WHERE category = :g.category;

@propose_all_classes() -> struct propose_class[]
SELECT id, word, label FROM category WHERE word <> 'other' ORDER BY sort, id LIMIT 200;

@propose_classes() -> struct propose_class[]
SELECT k.id, k.word, k.label, c.docs AS learnt FROM propose_class c JOIN category k ON k.id = c.category
 ORDER BY k.id;

@propose_counts(text title) -> struct propose_gram[]
{propose_at}
SELECT DISTINCT g.gram, g.category, g.n
  FROM spot CROSS JOIN {propose_widths}
  JOIN propose_gram g ON g.gram = substr(CAST(:title AS TEXT), spot.i, width.w)
 WHERE spot.i <= length(CAST(:title AS TEXT));
