/* person_web.h - the lists of staff and one person. */
#pragma once
#include "features/person/duplicate.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route person_routes[];
extern const struct view person_show_view; /* one person, masked */

/* Checkboxes over the table of categories (part `person_skills`). */
struct person_skills {
	const char *label;
	const struct skill *at;
	size_t count;
	const char *problem; /* NULL: none */
};

/* A list of teams (part `person_team_list`). */
struct person_teams {
	const struct team_of *at;
	size_t count;
};

struct people_page {
	struct list list; /* JSON: struct person_row */
	const struct person_row *rows;
	size_t count;
	const char *q, *more; /* path of the next page; NULL: none */
	bool volunteers, enter, vouch;
	struct place_picker *place;
};

/* One person: the JSON face is person_page_fields. */
struct person_page {
	const char *id, *name, *phone, *id_number, *number, *home, *home_name, *skill_names;
	const char *address_kept, *email_kept, *consent, *entered, *age;
	int64_t ended; /* enum person_end */
	const char
		*depart_url; /* where it is recorded that he died or moved; NULL: not his to do */
	bool volunteer, sample;
	const char *const *skills;
	const struct team_of *teams;
	size_t team_count;
	const struct form *reveal; /* NULL: not his to see */
	const char *what, *text;   /* just revealed; NULL: nothing was */
	bool minor;
	const struct guardian *guardians;
	const struct qualification *papers;
	const struct merge *merges;
	size_t guardian_count, paper_count, merge_count;
	const struct form *guardian; /* NULL: not his to record */
};
struct person_new_page {
	const struct form *form;
	struct place_picker *home;
};
struct reveal_page {
	const char *id, *name, *label, *what, *text, *back;
};
