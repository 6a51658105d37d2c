/* menu.h - the menu 供单: what teams offer, who may order it where and when, and how much of it.
 *
 * An item is proposed, reviewed by somebody who neither proposed nor last edited it, open, and at last
 * retired; retired ones keep their orders and history and may be opened again. A place in a period (day,
 * week, month) is taken by one conditional statement, so of two thousand who want the last one exactly
 * one gets it. A full period has a queue: when a place comes free the first in it is told and the place
 * is held for him for MENU_HOLD, not beyond the period. A queue ends with its period and with the item, a promise
 * with the place it was made of; whom that concerns is told, his draft stays.
 *
 * An order is known here by its row only. NULL: no such item, or not his to see.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/eyes.h"
#include "core/life.h"

enum menu_state { MENU_DRAFT, MENU_SUBMITTED, MENU_OPEN, MENU_RETIRED, MENU_STATES };
enum menu_period { MENU_DAY, MENU_WEEK, MENU_MONTH }; /* weeks begin on Monday, all local */
enum menu_form { MENU_SERVICE, MENU_GOODS };
extern const char *const menu_state_words[], *const menu_state_labels[];
extern const char *const menu_period_words[], *const menu_period_labels[];
extern const char *const menu_form_words[], *const menu_form_labels[];

enum { MENU_HOLD = 86400 }; /* seconds (a day) a freed place is kept for the first in the queue */

struct menu_item {
	int64_t id, form, season_from, season_to, period, capacity, minutes, people, state;
	int64_t category_row, corps_row, area_row, proposer, editor, revision, created, entered;
	int64_t uses, good, fair, bad; /* orders that came of it; verdicts 4–5, 3, 1–2 */
	int64_t team_count, next_free; /* seconds UTC; 0: none within a year, or not open */
	bool sample;
	const char *uid, *title, *about, *reason;
	const char *category, *category_label, *corps, *corps_name, *area, *area_path, *area_name;
	const char *proposer_name;
	const char *season;                           /* "3月1日至5月31日", "全年" */
	const char *const *teams, *const *team_names; /* of one item; NULL in lists */
};
extern const struct field menu_item_fields[]; /* the JSON face */

struct menu_item *menu_get(struct ctx *c, int64_t id);
struct menu_item *menu_by_uid(struct ctx *c, const char *uid);
/* May c->who see it: open and retired ones everybody, others the proposer and the desks in reach. */
bool menu_visible(struct ctx *c, const struct menu_item *m);

enum menu_sort { MENU_BY_USE, MENU_BY_VERDICT, MENU_BY_FREE, MENU_BY_NEW };
extern const char *const menu_sort_words[], *const menu_sort_labels[];
enum { MENU_PAGE = 24 };
struct menu_query {
	int64_t state, sort, form;                /* state, form -1: any */
	const char *place, *corps, *category, *q; /* place: code, offered there; NULL: any */
	const char *after;                        /* `next` of the page before */
	bool desk;   /* those c->who proposes, reviews or does, instead of the public menu */
	bool all;    /* no page: every one */
	int64_t row; /* left to menu_list() */
};
/* At most MENU_PAGE with next_free filled; *next: `after` of the following page, NULL: no more. */
struct menu_item *menu_list(struct ctx *c, const struct menu_query *q, size_t *count,
                            const char **next);

/* ---- life ---- */

struct menu_entry {
	int64_t form, period, capacity, minutes, people, revision;
	bool submit;
	const char *title, *about, *category, *corps, *area, *season_from, *season_to; /* "03-01" */
	const char *const *teams;                                                      /* uids */
};
extern const struct field menu_entry_fields[];
/* A leader proposes for teams he leads, staff for their places. *uid is set. */
enum err menu_propose(struct ctx *c, const struct menu_entry *in, const char **uid);
/* Drafts only. ERR_INVALID without the revision that was edited (< 0), ERR_LOST with an older one. */
enum err menu_edit(struct ctx *c, const char *uid, const struct menu_entry *in);
struct menu_entry *menu_entry_of(struct ctx *c, const struct menu_item *m);

enum menu_action {
	MENU_SUBMIT,
	MENU_APPROVE,
	MENU_RETURN,
	MENU_RETIRE,
	MENU_RESTORE,
	MENU_ADJUST, /* the capacity of an open item */
	MENU_ENTER,  /* by menu_propose() */
	MENU_EDIT,   /* by menu_edit() */
	MENU_ACTIONS
};
extern const struct life menu_life;
struct menu_act {
	int64_t capacity, revision; /* revision -1: not checked */
	const char *reason;
};
struct eyes menu_eyes(const struct menu_item *m); /* who wrote it, what letting it in needs */
enum err menu_move(struct ctx *c, const char *uid, enum menu_action a, const struct menu_act *in);

/* A team takes nothing any more: an open item that no other team serves is retired, and with it its queue. */
void menu_team_rests(struct ctx *c, int64_t team);

struct menu_event {
	int64_t id, at;
	const char *action, *actor, *reason; /* action: a word of menu_life */
};
/* The newest first, MENU_EVENTS after `after` (NULL: from the newest); *next: of the earlier ones, NULL: that was all. */
enum { MENU_EVENTS = 50 };
struct menu_event *menu_events(struct ctx *c, int64_t item, const char *after, size_t *count,
                               const char **next);
/* Loader: no checks of rights; fills m->id, and m->uid when it is empty; m->teams may be NULL. */
int64_t menu_add(struct ctx *c, struct menu_item *m);

/* ---- capacity ---- */

/* Takes a place for order row `order` in the period of `at` (0: the next free one) and leaves the
 * queue. ERR_INVALID on `service` (not open) or `wanted_from` (out of season, full: the sentence
 * names the season or the next free day), over. */
enum err menu_take(struct ctx *c, const char *item, int64_t at, int64_t order, int64_t *slot);
void menu_release(struct ctx *c, int64_t slot); /* 0 is fine; tells the first in the queue */
/* False: what menu_take() would refuse as full. */
bool menu_has_room(struct ctx *c, const char *item, int64_t at, int64_t order);
int64_t menu_slot_period(struct ctx *c, int64_t slot); /* when it begins; 0: no such slot */

/* The draft `order` waits for the period of `at`. Joining again is fine. */
enum err menu_queue_join(struct ctx *c, const char *item, int64_t at, int64_t order);
void menu_queue_leave(struct ctx *c, int64_t order);
struct menu_wait {
	int64_t place, until,
		period; /* place: 1 is the first, 0 not in a queue; until: held for him */
};
struct menu_wait menu_queue_place(struct ctx *c, int64_t order);
/* The clock: who let his hold lapse leaves the queue, and the next one is told; a period that is over has
 * no queue. */
bool menu_queue_due(struct ctx *c);
void menu_queue_tick(struct ctx *c);

/* ---- menu_rules.c: pure ---- */

int64_t menu_period_start(int64_t period, int64_t at);
int64_t menu_period_end(int64_t period, int64_t at);
bool menu_in_season(int64_t from, int64_t to, int64_t at);
/* Midnight of the next day in season, from `at` on; `at` itself when it is in season. */
int64_t menu_season_next(int64_t from, int64_t to, int64_t at);
const char *menu_season_text(struct arena *mem, int64_t from, int64_t to);
/* "12月1日", "12月1日那一周", "12月" */
const char *menu_period_text(struct arena *mem, int64_t period, int64_t at);
/* Field check: "3-1", "03-01", "3月1日" become "03-01". */
const char *menu_check_day(struct arena *mem, const char **value);
int64_t menu_day_of(const char *day); /* "03-01" → 301; 0 for NULL or "" */
