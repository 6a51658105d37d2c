-- Words of a question (core/search.h) in a text that is folded as they are.

-- The first by itself: most who search ask for one.
@@has_words(text like more) [sqlite]
({text} LIKE {like} ESCAPE '\'
  AND ({more} IS NULL OR NOT EXISTS (SELECT 1 FROM json_each({more}) asked WHERE {text} NOT LIKE asked.value ESCAPE '\')))
@@has_words [postgres]
({text} LIKE {like} ESCAPE '\'
  AND (CAST({more} AS TEXT) IS NULL OR {text} LIKE ALL (CAST(CAST({more} AS TEXT) AS TEXT[]))))
