/* duty: nobody who holds a role is written down as gone before it is taken, whichever way leads there; what
 * opens a leader's account takes two; what the dead leave opens nothing. */
#include "proposal_case.h"
#include "visitor.h"

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "core/account.h"
#include "core/duty.h"
#include "features/person/person.h"

#include <string.h>

static int depart(struct world *w, enum who who, const char *uid, const char *kind)
{
	return world_askf(w, who, POST,
	                  arena_printf(w->mem, "{\"kind\":\"%s\",\"told_by\":\"示例邻居\"}", kind),
	                  "/people/%s/depart", uid);
}

static int merge(struct world *w, const char *keep, const char *other)
{
	return world_askf(w, TOWNSHIP, POST,
	                  arena_printf(w->mem,
	                               "{\"keep\":\"%s\",\"other\":\"%s\",\"note\":\"电话核实过\"}",
	                               keep, other),
	                  "/people/%s/merge", keep);
}

/* One more record in the village of 甲镇. */
static const char *record(struct world *w, const char *name, const char *phone)
{
	world_begin(w, GUEST);
	struct person p = {.name = name, .phone = phone, .home = 4};
	assert_true(person_add(&w->c, &p) > 0);
	world_commit(w);
	return p.uid;
}

/* ---- gone ---- */

static void no_holder_is_declared_gone_by_a_merge(struct world *w)
{
	static const char *const ends[] = {"died", "left"};
	static const enum who holders[] = {SYSADMIN, SECADMIN, AUDITOR, DISPATCHER, STATION};
	sql(w, "UPDATE person SET home = 4");
	for (size_t e = 0; e < 2; e++) {
		const char *gone = record(w, "示例已故", NULL);
		assert_int_equal(depart(w, TOWNSHIP, gone, ends[e]), 200);
		for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
			assert_int_equal(merge(w, w->uid[holders[i]], gone), 422);
			HAS("担任");
			assert_int_equal(merge(w, gone, w->uid[holders[i]]), 422);
		}
	}
	assert_int_equal(count(w, "person", "merged_into > 0"), 0);
	assert_int_equal(count(w, "person", "ended > 0"), 2);
	assert_int_equal(count(w, "account", "locked = 1"), 0);
}
STORY(no_holder_is_declared_gone_by_a_merge)

static void a_holder_leaves_only_after_his_role_is_taken(struct world *w)
{
	static const char *const ends[] = {"died", "left"};
	sql(w, "UPDATE person SET home = 4");
	for (size_t e = 0; e < 2; e++) {
		assert_int_equal(depart(w, TOWNSHIP, w->uid[AUDITOR], ends[e]), 409);
		HAS("审计员");
		assert_int_equal(depart(w, TOWNSHIP, w->uid[VIEWER], ends[e]), 409);
	}
	assert_int_equal(count(w, "person", "ended > 0"), 0);
	sql(w, arena_printf(w->mem, "DELETE FROM grants WHERE person = %lld",
	                    (long long)w->person[VIEWER]));
	assert_int_equal(depart(w, TOWNSHIP, w->uid[VIEWER], "left"), 200);
	/* And nobody is given one after that. */
	assert_int_equal(
		world_ask(
			w, SECADMIN, POST, "/grants",
			arena_printf(w->mem,
	                             "{\"person\":\"%s\",\"role\":\"viewer\",\"place\":\"430421\"}",
	                             w->uid[VIEWER])),
		422);
	HAS("搬离");
	assert_int_equal(propose(w, SYSADMIN, "give", VIEWER, "auditor"), 422);
}
STORY(a_holder_leaves_only_after_his_role_is_taken)

/* A wrong row does not make fewer holders of them. */
static void whoever_a_row_calls_dead_is_a_holder_until_it_is_taken(struct world *w)
{
	size_t n;
	sql(w, arena_printf(w->mem, "UPDATE person SET ended = 1 WHERE id IN (%lld, %lld)",
	                    (long long)w->person[SYSADMIN], (long long)w->person[STATION]));
	world_begin(w, GUEST);
	duty_holders(&w->c, &n);
	assert_int_equal(n, 3);
	struct buf out = BUF(w->mem);
	struct admin a = {.c = &w->c, .out = &out};
	admin_doctor(&a);
	assert_non_null(strstr(buf_str(&out), "BAD   nobody who died or left holds a role"));
	assert_non_null(strstr(buf_str(&out), who_names[SYSADMIN]));
	assert_non_null(strstr(buf_str(&out), who_names[STATION]));
	world_commit(w);
}
STORY(whoever_a_row_calls_dead_is_a_holder_until_it_is_taken)

const struct CMUnitTest duty_tests[] = {
	TOLD(no_holder_is_declared_gone_by_a_merge),
	TOLD(a_holder_leaves_only_after_his_role_is_taken),
	TOLD(whoever_a_row_calls_dead_is_a_holder_until_it_is_taken),
};
const size_t duty_tests_count = sizeof duty_tests / sizeof *duty_tests;
