/* core/life: one machine answers for every record in the same way; and its rows become routes. */
#include "groups.h"

#include "base/arena.h"
#include "core/life.h"
#include "web/route.h"

#include <string.h>

enum lamp_state { LAMP_OFF, LAMP_ON, LAMP_BROKEN };
enum lamp_action { LIGHT, DIM, DROP, FIX, FADE, PAINT, SWITCH };
static const char *const state_words[] = {"off", "on", "broken", NULL};
static const char *const state_labels[] = {"关着", "亮着", "坏了", NULL};

struct lamp {
	int64_t state, revision, level, owner, moved;
};
static int64_t stored;  /* the revision in the "database" */
static int64_t stamped; /* the clock of what was to be written */
static int told, kept_moves;

static const char *not_own(struct ctx *c, const void *record)
{
	return ((const struct lamp *)record)->owner == c->who->id ? "自己的灯不能自己点。" : NULL;
}

static const char *by_day(struct ctx *c, const void *record)
{
	(void)record;
	return c->now < 12 ? "天还亮着，晚上才能关。" : NULL;
}

static enum err set_level(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct lamp *l = next;
	const int64_t *level = in;
	if (*level > 9)
		return ctx_refuse(c, ERR_INVALID, "level", "太亮了。");
	l->level = *level;
	if (*level == 9)
		*to = LAMP_BROKEN;
	return OK;
}

static void tell(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)c, (void)before, (void)in;
	told += ((const struct lamp *)now)->state == LAMP_ON;
}

static const struct life_move moves[] = {
	{LIGHT, "light", "点灯", "Lights it", .from = IN(LAMP_OFF),
         .to = IN(LAMP_ON) | IN(LAMP_BROKEN), .needs = ORDER_REVIEW, .own = not_own,
         .effect = set_level, .tell = tell},
	{DIM, "dim", "调暗", "Dims it", .from = IN(LAMP_ON), .needs = ORDER_REVIEW,
         .effect = set_level},
	{DROP, "drop", "摔坏", "Drops it", .from = IN(LAMP_OFF) | IN(LAMP_ON),
         .to = IN(LAMP_BROKEN), .needs = ORDER_REVIEW, .reason = true},
	{FIX, "fix", "修好", "Mends it", .from = IN(LAMP_BROKEN), .to = IN(LAMP_OFF),
         .needs = SETTING_MANAGE},
	{DROP, "drop", "摔坏", "Drops it", .from = IN(LAMP_BROKEN), .needs = SETTING_MANAGE},
	{PAINT, "paint", "刷漆", NULL, .from = IN(LAMP_OFF), .needs = ORDER_REVIEW,
         .guarded = true},
	{FADE, "fade", "熄灭", NULL, .from = IN(LAMP_ON), .to = IN(LAMP_OFF)},
	{SWITCH, "switch", "关灯", NULL, .from = IN(LAMP_ON), .to = IN(LAMP_OFF),
         .needs = ORDER_REVIEW, .not_now = by_day},
	{0},
};

static struct life_look look(const void *record)
{
	const struct lamp *l = record;
	return (struct life_look){"u", l->state, l->revision, {.path = "1/"}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	(void)c;
	stamped = ((const struct lamp *)next)->moved;
	return ((const struct lamp *)before)->revision == stored;
}

static bool same(const void *before, const void *next)
{
	return ((const struct lamp *)before)->level == ((const struct lamp *)next)->level;
}

static void stamp(struct ctx *c, void *next, const void *before, const struct life_move *m)
{
	(void)before, (void)m;
	((struct lamp *)next)->moved = c->now;
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	(void)c, (void)now, (void)before, (void)m, (void)reason;
	kept_moves++;
}

static const struct life life = {
	.kind = "lamp",
	.these = "这盏灯",
	.state_words = state_words,
	.state_labels = state_labels,
	.moves = moves,
	.size = sizeof(struct lamp),
	.state = offsetof(struct lamp, state),
	.look = look,
	.write = write,
	.same = same,
	.clock = stamp,
	.kept = kept,
};

static const struct actor reviewer = {.id = 7, .roles = 1U << ROLE_REVIEWER};
static const struct actor sysadmin = {.id = 8, .roles = 1U << ROLE_SYSADMIN};

/* The check alone needs no database: every answer that is not OK. */
static void the_machine_says_why_not(void **state)
{
	(void)state;
	const int64_t seen = 3, old = 2, first = 0;
	const struct {
		const struct actor *who;
		struct lamp l;
		int action;
		const char *reason;
		const int64_t *revision;
		enum err e;
		const char *says;
	} cases[] = {
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, LIGHT, NULL, NULL, OK, NULL},
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, LIGHT, NULL, &seen, OK, NULL},
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, LIGHT, NULL, &old, ERR_LOST, "刚刚被别人改动"},
		{&reviewer, {LAMP_OFF, 3, 0, 7, 0}, LIGHT, NULL, NULL, ERR_DENIED, "自己的灯"},
		{&reviewer,
	         {LAMP_ON, 3, 0, 7, 0},
	         LIGHT,
	         NULL,
	         NULL,
	         ERR_STATE,
	         "这盏灯现在是“亮着”"},
		{&sysadmin,
	         {LAMP_OFF, 3, 0, 1, 0},
	         LIGHT,
	         NULL,
	         NULL,
	         ERR_DENIED,
	         "不能对这盏灯做“点灯”"},
		{&sysadmin, {LAMP_ON, 3, 0, 1, 0}, LIGHT, NULL, NULL, ERR_DENIED, "不能对这盏灯"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, DROP, NULL, NULL, ERR_INVALID, "理由"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, DROP, "手滑了", NULL, OK, NULL},
		{&reviewer, {LAMP_BROKEN, 3, 0, 1, 0}, DROP, "手滑了", NULL, ERR_DENIED, "不能"},
		{&sysadmin, {LAMP_BROKEN, 3, 0, 1, 0}, DROP, NULL, NULL, OK, NULL},
		{&sysadmin, {LAMP_ON, 3, 0, 1, 0}, DROP, NULL, NULL, ERR_DENIED, "不能"},
		{&sysadmin, {LAMP_OFF, 3, 0, 1, 0}, FIX, NULL, NULL, ERR_STATE, "不能再“修好”"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, FADE, NULL, NULL, ERR_DENIED, "不能"},
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, PAINT, NULL, &seen, OK, NULL},
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, PAINT, NULL, &first, ERR_LOST, "刚刚被别人"},
		{&reviewer, {LAMP_OFF, 3, 0, 1, 0}, PAINT, NULL, NULL, ERR_INVALID, "哪一版"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, PAINT, NULL, NULL, ERR_STATE, "亮着"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, SWITCH, NULL, NULL, ERR_STATE, "晚上才能"},
		{&reviewer, {LAMP_ON, 3, 0, 1, 0}, SWITCH, NULL, &old, ERR_LOST, "刚刚被别人"},
		{&sysadmin, {LAMP_ON, 3, 0, 1, 0}, SWITCH, NULL, NULL, ERR_DENIED, "不能"},
	};
	struct arena *mem = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ctx c = {.mem = mem, .who = cases[i].who};
		struct life_ask ask = {cases[i].action, NULL, cases[i].reason, cases[i].revision};
		assert_int_equal(life_check(&c, &life, &cases[i].l, &ask), cases[i].e);
		if (cases[i].says)
			assert_non_null(strstr(c.problems[0].message, cases[i].says));
		bool free = cases[i].e == OK || cases[i].e == ERR_LOST || cases[i].e == ERR_INVALID;
		free = free && cases[i].action != SWITCH;
		assert_int_equal(life_may(&c, &life, &cases[i].l, cases[i].action), free);
	}
	arena_free(mem);
}

/* What is refused before the write changes and tells nothing. */
static void a_move_that_changes_nothing_is_refused(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct ctx c = {.mem = mem, .who = &reviewer, .now = 77};
	const struct lamp on = {LAMP_ON, 3, 4, 1, 0}, off = {LAMP_OFF, 3, 4, 1, 0};
	int64_t level = 4;
	stored = 5;
	stamped = told = kept_moves = 0;
	assert_int_equal(life_move(&c, &life, &on, &(struct life_ask){DIM, &level, NULL, NULL}),
	                 ERR_INVALID);
	assert_non_null(strstr(c.problems[0].message, "没有要改的"));
	assert_int_equal(stamped, 0);
	level = 11;
	assert_int_equal(life_move(&c, &life, &on, &(struct life_ask){DIM, &level, NULL, NULL}),
	                 ERR_INVALID);
	assert_string_equal(c.problems[1].field, "level");
	level = 4;
	assert_int_equal(life_move(&c, &life, &off, &(struct life_ask){LIGHT, &level, NULL, NULL}),
	                 ERR_LOST);
	assert_string_equal(c.state, "off");
	assert_int_equal(stamped, 77); /* a clock is set for what is written, and no sooner */
	assert_int_equal(off.state, LAMP_OFF);
	assert_int_equal(told + kept_moves, 0);
	arena_free(mem);
}

/* Who asks no permission, the clock or an office, is bound by the rows all the same. */
static void a_row_says_where_it_leads(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct ctx c = {.mem = mem, .who = &sysadmin};
	const struct lamp off = {LAMP_OFF, 3, 4, 1, 0};
	const struct life_move *light = life_row(&life, LIGHT, LAMP_OFF),
			       *dim = life_row(&life, DIM, LAMP_ON);
	assert_int_equal(life_to(light, LAMP_OFF), LAMP_ON);
	assert_int_equal(life_to(dim, LAMP_ON), LAMP_ON);
	assert_true(life_leads(light, LAMP_OFF, LAMP_BROKEN));
	assert_true(life_leads(dim, LAMP_ON, LAMP_ON));
	assert_false(life_leads(light, LAMP_OFF, LAMP_OFF));
	assert_false(life_leads(light, LAMP_OFF, -1));
	assert_false(life_leads(dim, LAMP_ON, LAMP_OFF));
	assert_false(life_leads(life_row(&life, FADE, LAMP_OFF), LAMP_OFF, LAMP_OFF));
	assert_int_equal(life_put(&c, &life, &off, &(struct life_ask){.action = FADE}), ERR_STATE);
	assert_string_equal(c.state, "off");
	arena_free(mem);
}

static enum err nothing(struct req *rq)
{
	(void)rq;
	return OK;
}

static void each_action_is_one_route(void **state)
{
	(void)state;
	static const struct route table[] = {
		{GET, "/lamps", nothing, PERM_PUBLIC, "All", .flags = 0},
		{POST, "/lamps/:id/:move", nothing, .life = &life, .flags = ROUTE_API},
		{0},
	};
	static const struct route *const tables[] = {table, NULL};
	static struct route_room room;
	static const struct {
		const char *path;
		enum perm needs;
		int action;
	} want[] = {{"/lamps", PERM_PUBLIC, 0},
	            {"/lamps/:id/light", ORDER_REVIEW, LIGHT},
	            {"/lamps/:id/dim", ORDER_REVIEW, DIM},
	            {"/lamps/:id/drop", PERM_SIGNED_IN, DROP},
	            {"/lamps/:id/fix", SETTING_MANAGE, FIX}};
	route_flatten(tables, &room);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_string_equal(room.rows[i].path, want[i].path);
		assert_int_equal(room.rows[i].needs, want[i].needs);
		assert_int_equal(room.rows[i].data, want[i].action);
	}
	assert_null(room.rows[sizeof want / sizeof *want].path);
}

const struct CMUnitTest life_tests[] = {
	cmocka_unit_test(the_machine_says_why_not),
	cmocka_unit_test(a_move_that_changes_nothing_is_refused),
	cmocka_unit_test(a_row_says_where_it_leads),
	cmocka_unit_test(each_action_is_one_route),
};
const size_t life_tests_count = sizeof life_tests / sizeof *life_tests;
