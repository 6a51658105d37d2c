/* world.h - a small county with one actor per role, and requests through serve() without sockets.
 *
 * Two townships 甲镇 and 乙镇 with a village each; team A of 甲镇 (leader, member), team B of 乙镇
 * (other leader). Every actor has an API token. A story is written once as
 * `static void NAME(struct world *w)` and made two tests by STORY(NAME), on SQLite and on PostgreSQL
 * (WUDAN_TEST_PG; skipped without it). All people are 示例.
 */
#pragma once
#include "groups.h"

#include "core/ctx.h"
#include "web/serve.h"

enum who {
	GUEST,
	RESIDENT,
	OTHER_RESIDENT,
	VOLUNTEER,
	MEMBER,
	LEADER,
	OTHER_LEADER,
	STATION,
	OTHER_STATION,
	TOWNSHIP,
	OTHER_TOWNSHIP,
	DISPATCHER,
	REVIEWER,
	AUDITOR,
	SYSADMIN,
	SECADMIN,
	VIEWER,
	WHO_COUNT
};
extern const char *const who_names[WHO_COUNT];

#define VILLAGE       "430421100201"
#define OTHER_VILLAGE "430421101201"
#define TOWN          "430421100"
#define OTHER_TOWN    "430421101"
#define PHONE         "19900000001" /* of RESIDENT */

struct world {
	struct site site;
	struct db *db;
	struct keys *keys;
	struct arena *mem, *request_mem;
	struct ctx
		c; /* for direct domain calls between requests, inside world_begin … world_commit */
	const char *token[WHO_COUNT], *uid[WHO_COUNT];
	int64_t person[WHO_COUNT], team_a, team_b;
	const char *team_uid_a, *team_uid_b, *merge_into; /* merge_into: set by the order tests */
	int visits;                                       /* scheduled by the order tests */
	int status;
	const char *body, *location;
};

void world_run(bool postgres, void (*story)(struct world *w));
void world_run_at(const char *url, void (*story)(struct world *w)); /* an empty database */
/* The database as it is, sealed with the root key in that file: nobody of above is in it, and tokens are
 * the story's to give. */
void world_run_in(const char *url, const char *key, void (*story)(struct world *w));
/* Asks the API as `who`; json NULL: no body. Sets and returns w->status; w->body lasts until the next. */
int world_ask(struct world *w, enum who who, enum method m, const char *path, const char *json);
int world_askf(struct world *w, enum who who, enum method m, const char *json, const char *path,
               ...) __attribute__((format(printf, 5, 6)));
/* The same, and the answer has to have that status. */
#define ASK(who, method, code, json, ...)                                                          \
	do {                                                                                       \
		if (world_askf(w, who, method, json, __VA_ARGS__) != (code))                       \
			fail_msg("%d, not %d: %s", w->status, code, w->body);                      \
	} while (0)
int world_ask_key(struct world *w, enum who who, enum method m, const char *path, const char *json,
                  const char *key); /* with an Idempotency-Key */
/* The page as a browser of `who` sees it. */
int world_page(struct world *w, enum who who, const char *path);
/* The last answer has the text. It has it not: asked of what was shown (2xx), since a refusal lacks
 * everything; of a refusal, REFUSAL_LACKS names its status. */
#define HAS(text)                   world_has(w, (text), __FILE__, __LINE__)
#define LACKS(text)                 world_lacks(w, 200, (text), __FILE__, __LINE__)
#define REFUSAL_LACKS(status, text) world_lacks(w, (status), (text), __FILE__, __LINE__)
void world_has(const struct world *w, const char *text, const char *file, int line);
void world_lacks(const struct world *w, int status, const char *text, const char *file, int line);
/* The last answer as JSON. A path is "state", "beneficiary.phone", "items.0.id"; what it does not lead to
 * fails the test. Text without quotes, a number, true or false; "" for null. */
const char *world_get(struct world *w, const char *path);
size_t world_length(struct world *w, const char *path);       /* of a list */
const char *world_members(struct world *w, const char *path); /* of a record: "id number title" */
/* The place in a list of the first record whose member has the value; -1: none. Its other member. */
int world_seek(struct world *w, const char *path, const char *member, const char *value);
const char *world_row(struct world *w, const char *path, const char *member, const char *value,
                      const char *wanted);
/* That record whole, as JSON without blanks. */
const char *world_record(struct world *w, const char *path, const char *member, const char *value);
/* What was answered can be read: valid UTF-8, no control characters. */
void world_readable(const struct req *rq);
void world_begin(struct world *w, enum who who); /* a writer's transaction for direct calls */
void world_commit(struct world *w);
int64_t world_count(struct world *w, const char *sql);    /* one number */
const char *world_text(struct world *w, const char *sql); /* one text; NULL: no row */
void world_later(int64_t seconds); /* the clock stands so far ahead for what follows */

#define STORY(name)                                                                                \
	static void name##_sqlite(void **state)                                                    \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(false, name);                                                            \
	}                                                                                          \
	static void name##_postgres(void **state)                                                  \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(true, name);                                                             \
	}
#define TOLD(name) cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgres)
