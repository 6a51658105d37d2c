-- Places that were merged while the search still names them: a job puts what lay there where it lies now.
CREATE TABLE search_moved (
	id ID,
	code TEXT NOT NULL UNIQUE, -- of the place that went, a token of what lay at or under it
	path TEXT NOT NULL         -- where that lies now
);
