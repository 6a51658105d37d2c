/* place.h - the place tree: county 中心 → township 所 → village 站.
 *
 * Places are keyed by the statistics bureau's division code (names repeat, codes do not). A place is
 * never deleted: it is merged into another one, renamed or closed; old codes go on to be understood.
 * What may be done with an open one is a table, place_life: it needs PLACE_MANAGE over the place, is
 * guarded by the revision and audited. Grants at a
 * merged place do not follow it: a wider right is given by the security administrator only.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/life.h"

enum place_kind { PLACE_COUNTY, PLACE_TOWNSHIP, PLACE_VILLAGE };
enum place_state { PLACE_OPEN, PLACE_MERGED, PLACE_CLOSED };
extern const char *const place_kind_words[], *const place_kind_labels[];
extern const char *const place_state_words[], *const place_state_labels[];

struct place {
	int64_t id, kind, parent, state, into_place, lon, lat, revision;
	bool sample;
	const char *code, *name, *label, *path;
	const char *parent_code, *into_code; /* joined by the reads; NULL: none */
	int64_t villages; /* open places directly under it; set by place_tree() only */
};
extern const struct field place_fields[];

struct place *place_get(struct ctx *c, int64_t id);           /* NULL: no such place */
struct place *place_by_code(struct ctx *c, const char *code); /* as it is, merged or closed too */
/* The place that answers for `code` today: follows merges; NULL when unknown or closed. */
struct place *place_current(struct ctx *c, const char *code);
/* The place that a list asked with `code` looks under: follows merges, so that an old link still finds;
 * a closed one as it is; NULL when unknown. */
struct place *place_asked(struct ctx *c, const char *code);
/* The open places directly under it, by code. NULL parent: the county's children */
struct place *place_list(struct ctx *c, const char *parent_code, size_t *count);
/* The same with merged and closed ones, and with `villages` counted: the admin page and the API. */
struct place *place_tree(struct ctx *c, const char *parent_code, size_t *count);
enum { PLACE_PAGE = 80, PLACE_BATCH = 1000 }; /* of a list; read at a time */
struct place_seek {
	bool gone;          /* merged and closed ones too */
	const char *parent; /* code; NULL: the whole county */
	const char *q;      /* part of the name; NULL: all */
};
/* Townships and villages at any depth, in the order of the tree: a township, then its villages. */
struct place *place_all(struct ctx *c, const struct place_seek *k, size_t *count);
/* The same by pages; *next: of `after`, NULL: the end. */
struct place *place_page(struct ctx *c, const struct place_seek *k, const char *after,
                         size_t *count, const char **next);
const char *place_title(struct ctx *c, int64_t id); /* "西渡镇 盘龙村"; "" for 0 */
/* Tenths of a kilometre between two points in degrees × 10^6; -1: one is not known. */
int64_t place_tenths(int64_t lon, int64_t lat, int64_t to_lon, int64_t to_lat);
/* The code of the county at the root; "" before the county is loaded. */
const char *place_root(struct ctx *c);

/* Used by the loader of the county; path and parent follow from the code's length, the label from
 * the name unless it is given. 0: the code's parent is not there. No checks of rights. */
int64_t place_add(struct ctx *c, const struct place *p);
/* The same by an administrator: refuses a used code, a wrong length, a closed parent. */
enum err place_create(struct ctx *c, const char *code, const char *name);
/* What stands there: open places directly below it, and what the features declare (struct stand). */
struct place_load {
	int64_t children;
	const char *goes; /* "居民 3 人、队伍 1 支", along when it is merged */
	const char *holds; /* "0 个下级地区、1 支队伍": why it cannot be closed; NULL: it can */
	const char *log; /* "3 people, 1 teams" */
};
struct place_load place_load(struct ctx *c, const struct place *p);

enum place_action { PLACE_ADD, PLACE_RENAME, PLACE_MERGE, PLACE_CLOSE, PLACE_POINT };
extern const struct life place_life;
/* What a change is sent. */
struct place_act {
	const char *name;
	const char *into;      /* code of the successor */
	const char *lon, *lat; /* degrees, up to six decimals, as typed */
	int64_t revision;
};
/* Merging: orders, people, teams, menu items, surveys and news go to the successor, which is of the same
 * kind; so do its villages. Closing is refused while open places, running teams or running orders stand
 * there; a point outside the country's bounds. ask->in: struct place_act. ERR_MISSING: no such place. */
enum err place_move(struct ctx *c, const char *code, const struct life_ask *ask);

/* The name without its office suffix: "盘龙村委会" → "盘龙村", "春风社区居委会" → "春风社区". */
const char *place_label(struct arena *mem, const char *name);
/* Field check: 6, 9 or 12 digits, full-width ones taken. */
const char *place_check_code(struct arena *mem, const char **value);
/* Everybody reads it, and a place has no telephone: 107国道社区 is a name, a row of digits is none. */
const char *place_check_name(struct arena *mem, const char **value);

/* A row that another server was writing for a place while it was merged names it still: it follows by a job,
 * in the hour after. */
struct place_merged {
	int64_t gone, kept;
	const char *was, *code, *from, *path; /* codes and paths of both */
};
bool place_late_due(struct ctx *c);
bool place_late(struct ctx *c);
