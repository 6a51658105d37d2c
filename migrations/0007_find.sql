-- Finding needs 寻单: entries of a round of visits, what the words of past orders tell, and what the
-- serving side says on its way.

-- One row per entry of a visit's page: the browser's own id makes it exactly one order, also when the
-- answer was lost and he signed in anew.
CREATE TABLE find_entry (
	id ID,
	person INT NOT NULL,             -- who entered it
	op TEXT NOT NULL,                -- made by the browser or by the form
	orders INT NOT NULL,             -- the order it became
	at TIME NOT NULL,
	UNIQUE (person, op)
);

-- "On our way" and "late": said while scheduled, no move of the order.
CREATE TABLE visit_note (
	id ID,
	orders INT NOT NULL,
	at TIME NOT NULL,
	actor INT NOT NULL,              -- person of the serving side
	kind INT NOT NULL,               -- enum visit_kind: on the way, late
	minutes INT NOT NULL DEFAULT 0   -- late: by so many
);
CREATE INDEX visit_note_by_order ON visit_note (orders, id);

-- How often a character or a pair of them stands in the titles of a category; made anew by a job.
CREATE TABLE propose_gram (
	gram TEXT NOT NULL,
	category INT NOT NULL,           -- category.id
	n INT NOT NULL,                  -- titles that hold it
	UNIQUE (gram, category)
);
CREATE TABLE propose_class (
	category INT NOT NULL UNIQUE,
	docs INT NOT NULL                -- titles learnt from
);
