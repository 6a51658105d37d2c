/* me_web.h - everybody's own page: GET /me, and GET /api/v1/me. */
#pragma once
#include "core/feature.h"
#include "features/person/person_web.h"

extern const struct route me_routes[];

struct me_page {
	const char *id, *name, *phone, *number, *home, *home_name, *email, *address, *skill_names;
	const char *const *roles, *const *teams, *const *team_names, *const *leads;
	const char *role_names;
	int64_t unread;
	bool volunteer, no_sms;
	const struct team_of *team;
	size_t team_count;
	const struct aside *asides; /* what other features say to him */
	size_t aside_count;
	bool serves; /* has a page of what he serves */
	const struct form *edit;
	struct place_picker *place;
	struct person_skills skills;
};
