-- Whether a commit works right now is found out by one (store/writer.c).

CREATE TABLE write_probe (
	id INT PRIMARY KEY,              -- 1: the only row
	filler TEXT NOT NULL             -- as much as was to be tried
);
