/* feature.h - what a feature declares of itself: its face.
 *
 * One struct feature per folder of src/features, in X_face.c; they stand in feature_all[] in the order of the
 * floors (app/features.c), core before them. Whoever has to ask them all is a loop over that list and knows
 * none of them by name. So a feature's statements write its own tables only, and read those to its left.
 *
 * A face includes nothing of web/: what belongs to the web side it names by pointer (FEATURE).
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"
#include "core/deed.h"

struct buf;
struct delivery;
struct job;
struct route;
struct team_of;

/* A column that names a place or a person, and what becomes of it when that one is merged into another.
 * Several rows for one column are done in their order. tests/house/follow_test.c demands a row for every
 * such column and tries it. */
enum follow_of { FOLLOW_PLACE, FOLLOW_PERSON };
struct follow {
	const char *table, *column; /* table NULL ends the list */
	enum follow_of of;
	const char *keep; /* it stays with the one that went, for this reason; NULL: it moves, by */
	int64_t (*place)(struct ctx *c, int64_t gone, int64_t kept); /* rows changed */
	/* The rows that moved, for the trail of the merge. */
	struct followed *(*person)(struct ctx *c, int64_t gone, int64_t kept, size_t *count);
	const char *as; /* what the trail calls them; NULL: table.column */
	bool once;      /* made of both, at the merge only: not for what comes in late */
};
struct followed {
	int64_t id;
};

/* What stands at a place: it goes along when the place is merged, and may keep it from being closed. */
struct stand {
	const char *word, *label, *unit; /* "teams" 队伍 支 */
	bool holds;                      /* while there is one, the place is not closed */
	int64_t (*count)(struct ctx *c, int64_t place);
};

/* What waits for whoever may deal with it: the workbench lists it, the navigation counts it. */
struct wait {
	const char *word, *label, *icon; /* word NULL ends the list */
	const char *url;                 /* where it is dealt with */
	const char *section;             /* its entry of the navigation; NULL: none */
	enum perm perm;
	int64_t (*count)(struct ctx *c, struct scope s, int64_t most); /* `most` at most */
	int seat;                                                      /* on the workbench */
	bool badge; /* counted on every page of the desk, beside the entry */
};

/* Those of all features that c->who may deal with, in the order of their seats. */
const struct wait **feature_waits(struct ctx *c, size_t *count);

/* A kind of thing that the one search looks for (features/lookup). Who may see a thing is decided here, by
 * the list that is asked. */
struct finding {
	const char *id, *title, *about,
		*url; /* url: path of its page; under /api/v1 of its record */
};
struct finder {
	const char *word, *label, *icon; /* word NULL ends the list */
	const char *url;                 /* of the whole list, which takes the words as `q` */
	const char *guest;               /* of the one a guest reads; NULL: the same */
	int seat;                        /* on the page */
	/* The first of them by the words `q` (not empty), `most` at most. */
	struct finding *(*find)(struct ctx *c, const char *q, size_t most, size_t *count);
};

/* What must hold of the rows here, for `wudan doctor`: the first that is otherwise, NULL: all is well. */
struct check {
	const char *what; /* NULL ends the list */
	const char *(*wrong)(struct ctx *c);
};

/* The columns of a table that hold seals; the doctor tries each. */
enum { SEALED_COLUMNS = 4 };
struct seal_row {
	const char *place;         /* what they are bound to */
	const char *a, *b, *c, *d; /* in the order of columns[] */
};
struct seals {
	const char *table; /* NULL ends the list */
	const char *columns[SEALED_COLUMNS + 1];
	struct seal_row *(*rows)(struct ctx *c, const char *after, size_t *count); /* by place */
};

struct led_visit {
	int64_t starts_at;
	const char *title;
};

/* What came of an item of the menu: orders, and their verdicts of 4 and 5, of 3, of 1 and 2. */
struct menu_use {
	int64_t item, uses, good, fair, bad;
};
enum { MENU_USES = 2000 };
/* Whose draft waits for a place. */
struct menu_party {
	int64_t requester, proxy;
	const char *uid; /* of the order */
};

/* What a feature says on another one's page, to whom it concerns. */
struct aside {
	const char *icon, *label, *text, *url; /* text: NULL: the label says it */
};

/* Each member may be left out: the feature has none. */
struct feature {
	const char *name;                  /* of its folder */
	const struct route *const *routes; /* its tables of routes, NULL at the end */
	const struct follow *follows;
	const struct stand *stands; /* one */
	const struct job *jobs;     /* core/job.h */
	const struct wait *waits;
	const struct check *checks;
	const struct seals *seals;
	const struct finder *finders;
	/* How the audit log speaks of what is done here (core/deed.h). */
	const struct deed *deeds;
	const struct deed_life *lives;
	const struct deed_name *named;
	/* What the doctor lists for people to look at, and judges nobody by: lines of "look  …", "ok    …". */
	void (*look)(struct ctx *c, struct buf *out);
	/* The teams somebody is in, for his page (features/person/person.h); one feature has them. */
	struct team_of *(*teams)(struct ctx *c, int64_t person, size_t *count);
	/* Somebody died or left the county: what is his here and still to come ends. What was done is added to
	 * `outcome`, in Chinese, with ； between; `how` is 去世 or 搬离本县. */
	void (*left)(struct ctx *c, int64_t person, const char *how, struct buf *outcome);
	/* Of the items with rows above `after` up to `last` those that were used, by row, MENU_USES at most;
	 * who stands behind a draft (NULL: no such order). One feature has orders. */
	struct menu_use *(*menu_uses)(struct ctx *c, int64_t after, int64_t last, size_t *count);
	struct menu_party *(*menu_party)(struct ctx *c, int64_t order);
	/* How much a team has in hand here: it is not dissolved meanwhile. */
	int64_t (*team_runs)(struct ctx *c, int64_t team);
	/* A visit, planned or under way, that he leads for the team: he does not leave it meanwhile. NULL: none. */
	struct led_visit *(*led)(struct ctx *c, int64_t team, int64_t person);
	/* May these two records become one? Refused with a sentence otherwise. */
	void (*may_merge)(struct ctx *c, int64_t keep, int64_t gone);
	/* They did: what follows from it, after all rows have moved. */
	enum err (*merged)(struct ctx *c, int64_t kept, int64_t gone, const char *note);
	/* Messages are about to leave: what they tell is told as it is now. */
	void (*mail)(struct ctx *c, struct delivery *d, size_t count);
	/* Somebody is not in the team any more: what is still to come there goes on without him. */
	void (*team_left)(struct ctx *c, int64_t team, int64_t person);
	/* To c->who: about an order, where it is his; about himself, on his page. */
	struct aside *(*of_order)(struct ctx *c, int64_t order, size_t *count);
	struct aside *(*of_me)(struct ctx *c, size_t *count);
	/* A team takes nothing any more (suspended, dissolved): what waited for it ends. */
	void (*team_rests)(struct ctx *c, int64_t team);
};
extern const struct feature *const feature_all[]; /* from left to right, NULL at the end */

/* What the files of one feature and the list say to each other:
 *   x_feature  its face (x_face.c)
 *   x_paths    its tables of routes (x_web.c)
 *   x_finders  what it finds, where it finds something (x_web.c) */
#define FEATURE(x)                                                                                 \
	extern const struct feature x##_feature;                                                   \
	extern const struct route *const x##_paths[];                                              \
	extern const struct finder x##_finders[]

/* What names place `gone` names `kept` from now on, as far as it follows; the number of rows. A row that
 * another server was writing meanwhile is not seen by the merge: `late` ones follow by a job. */
int64_t feature_follow_place(struct ctx *c, int64_t gone, int64_t kept);
/* The same of persons: the trail "orders.requester 3,7; member.person 12", "" when nothing moved. */
const char *feature_follow_person(struct ctx *c, int64_t gone, int64_t kept, bool late);
/* Seconds after a merge in which such rows are looked for: by then the other has committed or given up. */
enum { FEATURE_LATE_FROM = 60, FEATURE_LATE = 3600 };
/* Asks all; refusals are in c->problems. */
void feature_may_merge(struct ctx *c, int64_t keep, int64_t gone);
/* Tells all, until one refuses. */
enum err feature_merged(struct ctx *c, int64_t kept, int64_t gone, const char *note);

void feature_left(struct ctx *c, int64_t person, const char *how, struct buf *outcome);
void feature_mail(struct ctx *c, struct delivery *d, size_t count);
void feature_team_left(struct ctx *c, int64_t team, int64_t person);
int64_t feature_team_runs(struct ctx *c, int64_t team); /* of all */
struct led_visit *feature_led(struct ctx *c, int64_t team,
                              int64_t person); /* the first one found */
struct menu_use *feature_menu_uses(struct ctx *c, int64_t after, int64_t last, size_t *count);
struct aside *feature_of_order(struct ctx *c, int64_t order, size_t *count); /* of all */
struct aside *feature_of_me(struct ctx *c, size_t *count);
struct menu_party *feature_menu_party(struct ctx *c, int64_t order);
