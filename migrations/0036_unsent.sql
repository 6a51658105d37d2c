-- Forms that were sent when their session had ended: they wait, sealed, until the same person has signed in.
CREATE TABLE unsent (
	id ID,
	uid TEXT NOT NULL UNIQUE, -- public id, in the address that brings it back
	person INT NOT NULL,      -- for whom the page was printed; nobody else is shown it
	path TEXT NOT NULL,       -- where it was sent
	body TEXT NOT NULL,       -- sealed: its fields
	at TIME NOT NULL
);
CREATE INDEX unsent_person ON unsent (person, at);
CREATE INDEX unsent_at ON unsent (at);
