-- What was kept for the search before it folded traditional characters, dots of names and all of Latin,
-- Greek and Cyrillic: a job folds it anew, from the newest back.
CREATE TABLE search_old (
	id ID,
	upto INT NOT NULL -- rows of search_doc up to this one are still to be folded; no row: none
);
INSERT INTO search_old (upto) SELECT MAX(id) FROM search_doc HAVING COUNT(*) > 0;
