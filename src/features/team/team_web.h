/* team_web.h - the list of teams, one team, and what its leader and the staff do there. */
#pragma once
#include "features/person/person_web.h"
#include "features/place/place_web.h"
#include "features/team/team.h"
#include "features/team/team_event.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route team_routes[], member_routes[];
extern const struct view team_view;

struct teams_page {
	struct list list; /* JSON: struct team */
	const struct team *rows;
	size_t count;
	const char *q, *more;
	const struct choice *corps;
	const char *chosen; /* uid of the corps in the filter */
	struct place_picker *place;
	bool manage;
};
struct team_new_page {
	const struct form *form;
	struct place_picker *place;
	const struct choice *corps;
	struct person_skills skills;
};

/* One membership, and its forms: view team_one_member. */
struct member_line {
	const struct member *m;
	const struct form *form, *remove;
	const char *team;
	bool self;
};
struct roster_page {
	struct list list; /* JSON: struct member */
	const struct team *t;
	const struct member *members;
	size_t count;
	const char *q, *state; /* word of a state; "any" */
	int64_t me;            /* the asker, who manages himself elsewhere */
	const char *more;      /* path of the members after these; NULL: no more */
};
struct team_page {
	struct team
		t; /* first: the JSON face, with members below only for those who may see them */
	const char *place_title, *skill_names;
	const char *const *member_ids,
		*const *leader_ids; /* JSON; NULL when they are not his to see */
	struct roster_page roster;
	const struct member *mine; /* the asker's own membership; NULL: none */
	bool may_join, manage, staff;
	const struct life_move *buttons[TEAM_ACTIONS];
	size_t button_count;
	const struct team_event_row *events;
	size_t event_count;
	const char *earlier; /* path of the events before those; NULL: that was all */
	const struct form *form;
};

/* A page of them, for those who lead the team or manage it. */
struct roster_page team_roster(struct req *rq, const struct team *t, const struct member_seek *ask);
