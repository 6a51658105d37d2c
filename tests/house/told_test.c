/* What an answer tells of things its reader may not open: nothing but that it does not work. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order.h"

#define SECRET "示例丙公要换药"

/* MEMBER serves in both teams; team B visits SECRET of 乙镇 with him, `at` for two hours. */
static const char *visit_of_team_b(struct world *w, int64_t at)
{
	case_script(w, arena_printf(w->mem,
	                            "INSERT INTO member (team, person, role, state, since) VALUES "
	                            "(%lld, %lld, 0, 2, 0)",
	                            (long long)w->team_b, (long long)w->person[MEMBER]));
	assert_int_equal(world_ask(w, OTHER_RESIDENT, POST, "/orders",
	                           "{\"kind\":\"request\",\"title\":\"" SECRET
	                           "\",\"category\":\"repair\",\"place\":\"" OTHER_VILLAGE
	                           "\",\"submit\":true}"),
	                 201);
	const char *id = world_get(w, "id");
	case_must(w, REVIEWER, id, ACT_APPROVE);
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            arena_printf(w->mem, "{\"team\":\"%s\",\"reason\":\"同镇\"}",
	                                         w->team_uid_b),
	                            "/orders/%s/offer", id),
	                 200);
	case_must(w, OTHER_LEADER, id, ACT_ACCEPT);
	assert_int_equal(
		world_askf(w, OTHER_LEADER, POST,
	                   arena_printf(w->mem,
	                                "{\"starts_at\":%lld,\"ends_at\":%lld,\"leader\":\"%s\"}",
	                                (long long)at, (long long)(at + 2 * HOUR), w->uid[MEMBER]),
	                   "/orders/%s/schedule", id),
		200);
	return id;
}

static int schedule(struct world *w, enum who who, const char *id, int64_t at, const char *members)
{
	return world_askf(w, who, POST,
	                  arena_printf(w->mem,
	                               "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[\"%s\"]}",
	                               (long long)at, (long long)(at + 2 * HOUR), members),
	                  "/orders/%s/schedule", id);
}

static void a_clash_does_not_quote_an_order_one_may_not_open(struct world *w)
{
	int64_t at = clock_now() + DAY;
	visit_of_team_b(w, at);
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_int_equal(schedule(w, LEADER, id, at, w->uid[MEMBER]), 422);
	HAS("示例member那个时间没有空");
	REFUSAL_LACKS(422, SECRET);
	/* Published, it is still not told that he serves there. */
	case_script(w,
	            "UPDATE orders SET published = 1, public_title = '换药' WHERE title = '" SECRET
	            "'");
	assert_int_equal(schedule(w, LEADER, id, at, w->uid[MEMBER]), 422);
	REFUSAL_LACKS(422, "换药");
	/* Who leads both teams may open both. */
	case_script(w, arena_printf(w->mem,
	                            "INSERT INTO member (team, person, role, state, since) VALUES "
	                            "(%lld, %lld, 2, 2, 0)",
	                            (long long)w->team_b, (long long)w->person[LEADER]));
	assert_int_equal(schedule(w, LEADER, id, at, w->uid[MEMBER]), 422);
	HAS(SECRET);
}

static void an_id_is_not_turned_into_a_name(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	assert_int_equal(schedule(w, LEADER, id, clock_now() + DAY, w->uid[OTHER_RESIDENT]), 422);
	REFUSAL_LACKS(422, "示例other");
	/* Nor is it said whose wish it is. */
	assert_int_equal(schedule(w, LEADER, id, clock_now() + DAY, w->uid[RESIDENT]), 422);
	REFUSAL_LACKS(422, "本人");
	case_must(w, LEADER, id, ACT_SCHEDULE);
	case_now(w, id);
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s", id), 200);
	world_begin(w, GUEST);
	static const struct sql q = {"t", "SELECT uid FROM activity", "SELECT uid FROM activity",
	                             9000};
	const char *visit = db_text_values(w->db, w->mem, &q, VALUES());
	world_commit(w);
	for (int out = 0; out < 2; out++)
		for (enum who who = RESIDENT; who < WHO_COUNT; who++) {
			if (who == LEADER)
				continue; /* he is on the list */
			int status = world_askf(
				w, LEADER, POST,
				arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[who]),
				out ? "/activities/%s/check-out" : "/activities/%s/check-in",
				visit);
			if (status != (out ? 409 : 422) && status != 422)
				fail_msg("%s: %d", who_names[who], status);
			REFUSAL_LACKS(status, "示例");
		}
	assert_int_equal(world_askf(w, LEADER, POST, "{\"reason\":\"示例理由\"}",
	                            "/teams/%s/members/%s/remove", w->team_uid_a,
	                            w->uid[OTHER_RESIDENT]),
	                 409);
	REFUSAL_LACKS(409, "示例other");
	assert_int_equal(world_askf(w, LEADER, POST,
	                            arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"deputy\"}",
	                                         w->uid[OTHER_LEADER]),
	                            "/teams/%s/appoint", w->team_uid_a),
	                 409);
	REFUSAL_LACKS(409, "示例other");
}

static void an_offer_does_not_tell_of_somebody_elsewhere(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	case_script(w, arena_printf(w->mem,
	                            "UPDATE person SET volunteer = 1, ended = 1, home = (SELECT id "
	                            "FROM place WHERE code = '" OTHER_VILLAGE "') WHERE id = %lld",
	                            (long long)w->person[OTHER_RESIDENT]));
	const char *json = arena_printf(w->mem, "{\"person\":\"%s\",\"reason\":\"试一试\"}",
	                                w->uid[OTHER_RESIDENT]);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, json, "/orders/%s/offer", id), 422);
	REFUSAL_LACKS(422, "示例other");
	REFUSAL_LACKS(422, "去世");
	assert_int_equal(world_askf(w, DISPATCHER, POST, json, "/orders/%s/offer", id), 422);
	HAS("示例other");
}

static void staff_of_the_team_do_not_read_the_orders_of_another_place(struct world *w)
{
	int64_t at = clock_now() + DAY;
	visit_of_team_b(w, at);
	/* Team B is looked after by 甲镇 now, its visit is in 乙镇. */
	case_script(w,
	            arena_printf(w->mem,
	                         "UPDATE team SET place = (SELECT place FROM team WHERE id = %lld) "
	                         "WHERE id = %lld",
	                         (long long)w->team_a, (long long)w->team_b));
	assert_int_equal(world_askf(w, TOWNSHIP, GET, NULL, "/teams/%s/calendar?week=%lld",
	                            w->team_uid_b, (long long)at),
	                 200);
	HAS("\"title\":\"服务\"");
	LACKS(SECRET);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{\"reason\":\"调离\"}",
	                            "/teams/%s/members/%s/remove", w->team_uid_b, w->uid[MEMBER]),
	                 409);
	HAS("的带队人");
	REFUSAL_LACKS(409, SECRET);
	assert_int_equal(world_askf(w, OTHER_LEADER, GET, NULL, "/teams/%s/calendar?week=%lld",
	                            w->team_uid_b, (long long)at),
	                 200);
	HAS(SECRET);
}

static void a_merged_order_names_the_other_to_those_who_may_open_it(struct world *w)
{
	const char *kept = case_order(w, ORDER_SUBMITTED), *gone = case_order(w, ORDER_SUBMITTED);
	case_script(w,
	            arena_printf(w->mem,
	                         "UPDATE orders SET requester = %lld, proxy = 0, place = (SELECT "
	                         "place FROM team WHERE id = %lld) WHERE uid = '%s'",
	                         (long long)w->person[OTHER_RESIDENT], (long long)w->team_b, kept));
	w->merge_into = kept;
	case_must(w, REVIEWER, gone, ACT_MERGE);
	LACKS("\"merged\":null");
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", gone), 200);
	LACKS("\"merged\":null");
	assert_int_equal(world_askf(w, TOWNSHIP, GET, NULL, "/orders/%s", gone), 200);
	HAS("\"merged\":null");
	LACKS(kept);
}

#define STORIES(X)                                                                                 \
	X(a_clash_does_not_quote_an_order_one_may_not_open)                                        \
	X(an_id_is_not_turned_into_a_name)                                                         \
	X(an_offer_does_not_tell_of_somebody_elsewhere)                                            \
	X(staff_of_the_team_do_not_read_the_orders_of_another_place)                               \
	X(a_merged_order_names_the_other_to_those_who_may_open_it)
STORIES(STORY)
#define LISTED(name) TOLD(name),
const struct CMUnitTest told_tests[] = {STORIES(LISTED)};
const size_t told_tests_count = sizeof told_tests / sizeof *told_tests;
