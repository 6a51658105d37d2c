/* qualification_web.h - own papers, the list of staff, the gates; and guardians of minors. */
#pragma once
#include "features/person/guardian.h"
#include "features/person/person_web.h"
#include "features/person/qualification.h"

extern const struct route qualification_routes[];

struct papers_page {
	struct list list; /* JSON: struct qualification */
	const struct qualification *rows;
	size_t count;
	const struct choice *kinds;
	const struct form *form;
	bool staff;       /* of others, waiting for a decision */
	const char *more; /* the next page; NULL: none */
};
struct paper_line {
	const struct qualification *q;
	const struct form *form;
	bool staff;
};
struct gates_page {
	struct list list; /* JSON: struct gate */
	const struct gate *rows;
	size_t count;
	const struct choice *kinds, *categories;
	const struct form *form;
	bool change;
};

/* The part of one person's page: who agreed for him. Fields are guardian_entry_fields of the form. */
const struct form *qualification_guardian_form(struct req *rq);
