/* Stories of the order: who sees what, what is refused and why, and what the clock does. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"

static const char wish[] =
	"{\"kind\":\"wish\",\"title\":\"想要一本字典\",\"detail\":\"给孙子上学用，住三组 5 号\","
	"\"category\":\"repair\",\"place\":\"" VILLAGE
	"\",\"public_ok\":true,\"phone\":\"１９９-0000 0001\","
	"\"submit\":true}";

static const char *new_wish(struct world *w)
{
	if (world_ask(w, RESIDENT, POST, "/orders", wish) != 201)
		fail_msg("%d %s", w->status, w->body);
	return world_get(w, "id");
}

static const char *wall_wish(struct world *w)
{
	const char *id = new_wish(w);
	assert_int_equal(
		world_askf(w, REVIEWER, POST,
	                   "{\"public_title\":\"一本学生字典\",\"public_detail\":\"小学用的就行\"}",
	                   "/orders/%s/approve", id),
		200);
	assert_string_equal(world_get(w, "state"), "wall");
	return id;
}

static void one_order_goes_through_all_five_orders(struct world *w)
{
	const char *id = case_order(w, ORDER_CLOSED);
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", id), 200);
	assert_string_equal(world_get(w, "state"), "closed");
	assert_string_equal(world_get(w, "score"), "5");
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s/events", id), 200);
	for (const char *const *word =
	             (const char *const[]){"find", "submit", "approve", "offer", "accept",
	                                   "schedule", "start", "complete", "evaluate", NULL};
	     *word; word++)
		HAS(arena_printf(w->mem, "\"action\":\"%s\"", *word));
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event"), 9);
	assert_int_equal(
		world_count(w, "SELECT count(*) FROM attendance WHERE in_at > 0 AND out_at > 0"),
		1);
}

static void a_wish_shows_only_its_public_text_on_the_wall(struct world *w)
{
	const char *id = wall_wish(w);
	assert_int_equal(world_ask(w, GUEST, GET, "/wall", NULL), 200);
	HAS("一本学生字典");
	LACKS("想要一本字典");
	LACKS("孙子");
	assert_int_equal(world_askf(w, GUEST, GET, NULL, "/orders/%s", id), 200);
	HAS("小学用的就行");
	LACKS("三组 5 号");
	LACKS("19900000001");
	assert_string_equal(world_get(w, "number"), "");
	assert_int_equal(world_askf(w, RESIDENT, GET, NULL, "/orders/%s", id), 200);
	HAS("三组 5 号");
	assert_int_equal(world_ask(w, OTHER_RESIDENT, GET, "/orders?q=孙子", NULL), 200);
	LACKS(id);
	assert_int_equal(world_page(w, GUEST, "/wall"), 200);
	HAS("一本学生字典");
	LACKS("想要一本字典");
}

static void an_unpublished_order_is_missing_for_everybody_else(struct world *w)
{
	const char *id = new_wish(w);
	static const enum who strangers[] = {GUEST,         OTHER_RESIDENT, VOLUNTEER, LEADER,
	                                     OTHER_STATION, OTHER_TOWNSHIP, SYSADMIN,  SECADMIN};
	assert_int_equal(world_ask(w, VOLUNTEER, GET, "/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa", NULL),
	                 404);
	const char *missing = arena_strdup(w->mem, world_get(w, "detail"));
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		assert_int_equal(world_askf(w, strangers[i], GET, NULL, "/orders/%s", id), 404);
		assert_string_equal(world_get(w, "detail"), missing);
	}
}

static void contact_opens_from_acceptance_to_closing_and_is_logged(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	const char *why = "{\"reason\":\"约上门时间\"}";
	assert_int_equal(world_askf(w, LEADER, POST, why, "/orders/%s/contact", id), 403);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/accept", id), 200);
	LACKS(PHONE);
	assert_int_equal(world_askf(w, LEADER, POST, "{}", "/orders/%s/contact", id), 422);
	assert_int_equal(world_askf(w, LEADER, POST, why, "/orders/%s/contact", id), 200);
	HAS(PHONE);
	assert_int_equal(world_askf(w, MEMBER, POST, why, "/orders/%s/contact", id), 404);
	assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), 1);
	assert_int_equal(world_count(w, "SELECT count(*) FROM audit WHERE action = 'order.reveal'"),
	                 1);
	case_must(w, LEADER, id, ACT_SCHEDULE);
	case_must(w, LEADER, id, ACT_START);
	case_must(w, LEADER, id, ACT_COMPLETE);
	case_must(w, RESIDENT, id, ACT_EVALUATE);
	assert_int_equal(world_askf(w, LEADER, POST, why, "/orders/%s/contact", id), 403);
}

static void a_claim_has_exactly_one_winner_and_the_loser_is_told(struct world *w)
{
	const char *id = wall_wish(w);
	assert_int_equal(world_askf(w, OTHER_LEADER, POST,
	                            arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_b),
	                            "/orders/%s/claim", id),
	                 200);
	assert_int_equal(world_askf(w, VOLUNTEER, POST, "{}", "/orders/%s/claim", id), 409);
	assert_string_equal(world_get(w, "state"), "accepted");
	HAS("乙队");
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 10"), 1);
}

static void nobody_claims_for_a_team_he_does_not_lead(struct world *w)
{
	const char *id = wall_wish(w);
	const char *body = arena_printf(w->mem, "{\"team\":\"%s\"}", w->team_uid_a);
	assert_int_equal(world_askf(w, MEMBER, POST, body, "/orders/%s/claim", id), 403);
	assert_int_equal(world_askf(w, OTHER_LEADER, POST, body, "/orders/%s/claim", id), 403);
	assert_int_equal(world_askf(w, LEADER, POST, body, "/orders/%s/claim", id), 200);
}

static void nobody_reviews_what_he_entered(struct world *w)
{
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/orders", wish), 201);
	const char *id = world_get(w, "id");
	assert_int_equal(world_askf(w, TOWNSHIP, POST, "{}", "/orders/%s/approve", id), 403);
	HAS("别人审核");
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"public_title\":\"想要一本字典\"}",
	                            "/orders/%s/approve", id),
	                 200);
}

static void a_proxy_order_needs_consent_and_the_own_village(struct world *w)
{
	const char *without = "{\"kind\":\"visit\",\"title\":\"想理发\",\"category\":\"repair\","
			      "\"place\":\"" VILLAGE "\","
			      "\"beneficiary\":{\"name\":\"示例老人\"}}";
	const char *with = "{\"kind\":\"visit\",\"title\":\"想理发\",\"category\":\"repair\","
			   "\"place\":\"" VILLAGE "\","
			   "\"beneficiary\":{\"name\":\"示例老人\"},\"consent\":{\"by\":\"本人\","
			   "\"how\":\"当面\"}}";
	assert_int_equal(world_ask(w, STATION, POST, "/orders", without), 422);
	HAS("consent.by");
	assert_int_equal(world_ask(w, OTHER_STATION, POST, "/orders", with), 403);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", with), 403);
	assert_int_equal(world_ask(w, STATION, POST, "/orders", with), 201);
	assert_int_equal(world_count(w, "SELECT count(*) FROM person WHERE name = '示例老人' AND "
	                                "consent_by = '本人'"),
	                 1);
}

static void an_offer_that_nobody_answers_expires(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	world_later(25 * HOUR);
	assert_int_equal(world_askf(w, REVIEWER, GET, NULL, "/orders/%s", id), 200);
	assert_string_equal(world_get(w, "state"), "open");
	assert_int_equal(case_act(w, LEADER, id, ACT_ACCEPT), 409);
	assert_string_equal(world_get(w, "state"), "open");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	assert_int_equal(world_count(w, "SELECT count(*) FROM order_event WHERE action = 26"), 1);
	case_must(w, LEADER, id, ACT_ACCEPT);
}

static void an_overdue_review_climbs_level_by_level(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	for (int64_t level = 1; level <= 3; level++) {
		world_later((1 + level - 1) * DAY + HOUR);
		world_begin(w, GUEST);
		size_t n;
		struct order *o = order_overdue(&w->c, &n);
		if (n != 1)
			fail_msg("level %d: %d overdue", (int)level, (int)n);
		assert_int_equal(order_escalate(&w->c, o[0].row), OK);
		world_commit(w);
		world_begin(w, GUEST);
		order_overdue(&w->c, &n);
		world_commit(w);
		assert_int_equal(n, 0);
	}
	assert_int_equal(world_count(w, "SELECT level FROM orders"), 3);
	case_must(w, REVIEWER, id, ACT_APPROVE);
	assert_int_equal(world_count(w, "SELECT level FROM orders"), 0);
}

static void a_bad_verdict_is_called_back_by_somebody_outside(struct world *w)
{
	const char *id = case_order(w, ORDER_DONE);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"score\":6}", "/orders/%s/evaluate", id),
	                 422);
	assert_int_equal(world_askf(w, RESIDENT, POST, "{\"score\":1,\"comment\":\"没修好\"}",
	                            "/orders/%s/evaluate", id),
	                 200);
	assert_string_equal(world_get(w, "state"), "callback");
	case_must(w, TOWNSHIP, id, ACT_REOPEN);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE team = 0 AND score = 0"),
	                 1);
}

static void a_good_verdict_may_be_drawn_for_the_sample(struct world *w)
{
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE setting SET value = '100' WHERE name = 'verdict.sample_percent'");
	world_commit(w);
	const char *id = case_order(w, ORDER_DONE);
	case_must(w, RESIDENT, id, ACT_EVALUATE);
	assert_string_equal(world_get(w, "state"), "callback");
}

static void a_closed_order_reopens_within_thirty_days_only(struct world *w)
{
	const char *early = case_order(w, ORDER_CLOSED), *late = case_order(w, ORDER_CLOSED);
	world_later(29 * DAY);
	case_must(w, RESIDENT, early, ACT_REOPEN);
	world_later(31 * DAY);
	assert_int_equal(case_act(w, RESIDENT, late, ACT_REOPEN), 409);
	assert_string_equal(world_get(w, "state"), "closed");
}

static void a_decliner_no_longer_sees_the_order(struct world *w)
{
	const char *id = case_order(w, ORDER_OFFERED);
	case_must(w, LEADER, id, ACT_DECLINE);
	assert_string_equal(world_get(w, "state"), "open");
	assert_int_equal(world_askf(w, LEADER, GET, NULL, "/orders/%s", id), 404);
	assert_int_equal(world_askf(w, DISPATCHER, GET, NULL, "/orders/%s/candidates", id), 200);
	HAS("谢绝");
}

static void goods_need_no_check_in(struct world *w)
{
	const char *body = "{\"kind\":\"wish\",\"form\":\"goods\",\"title\":\"想要一床棉被\","
			   "\"category\":\"repair\",\"place\":\"" VILLAGE "\",\"submit\":true}";
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", body), 201);
	const char *id = world_get(w, "id");
	case_must(w, REVIEWER, id, ACT_APPROVE);
	case_must(w, DISPATCHER, id, ACT_OFFER);
	for (const enum order_action *a =
	             (const enum order_action[]){ACT_ACCEPT, ACT_SCHEDULE, ACT_START, ACT_COMPLETE,
	                                         ACT_COUNT};
	     *a != ACT_COUNT; a++)
		case_must(w, LEADER, id, *a);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance WHERE in_at > 0"), 0);
}

static void the_roster_starts_the_service_and_takes_only_its_people(struct world *w)
{
	const char *id = case_order(w, ORDER_ACCEPTED);
	long long at = (long long)(clock_now() + DAY);
	assert_int_equal(
		world_askf(
			w, LEADER, POST,
			arena_printf(w->mem,
	                             "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[\"%s\"]}",
	                             at, at + 3600, w->uid[OTHER_LEADER]),
			"/orders/%s/schedule", id),
		422);
	HAS("members");
	assert_int_equal(
		world_askf(
			w, LEADER, POST,
			arena_printf(w->mem,
	                             "{\"starts_at\":%lld,\"ends_at\":%lld,\"members\":[\"%s\"]}",
	                             at, at + 3600, w->uid[MEMBER]),
			"/orders/%s/schedule", id),
		200);
	world_begin(w, GUEST);
	const char *activity = NULL;
	static const struct sql q = {"t", "SELECT uid FROM activity", "SELECT uid FROM activity",
	                             9000};
	activity = db_text_values(w->db, w->mem, &q, VALUES());
	world_commit(w);
	const char *who = arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[MEMBER]);
	assert_int_equal(world_askf(w, LEADER, POST, who, "/activities/%s/check-in", activity),
	                 409);
	HAS("前两小时");
	case_now(w, id);
	assert_int_equal(
		world_askf(w, OTHER_LEADER, POST, who, "/activities/%s/check-in", activity), 404);
	assert_int_equal(world_askf(w, LEADER, POST, who, "/activities/%s/check-in", activity),
	                 200);
	assert_string_equal(world_get(w, "state"), "serving");
	assert_int_equal(world_askf(w, LEADER, POST, who, "/activities/%s/check-in", activity),
	                 409);
	assert_int_equal(world_count(w, "SELECT count(*) FROM attendance WHERE in_at > 0"), 1);
	clock_step(-3 * HOUR);
	assert_int_equal(world_askf(w, LEADER, POST, who, "/activities/%s/check-out", activity),
	                 200);
	assert_int_equal(world_count(w, "SELECT out_at - in_at FROM attendance WHERE out_at > 0"),
	                 0);
}

static void a_dissolved_team_is_not_offered_anything(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE team SET state = 4");
	world_commit(w);
	assert_int_equal(case_act(w, DISPATCHER, id, ACT_OFFER), 422);
	HAS("不能接单");
	assert_string_equal(case_state(w, id), "open");
}

static void a_replayed_operation_is_done_once(struct world *w)
{
	assert_int_equal(world_ask_key(w, RESIDENT, POST, "/orders", wish, "key-00000001"), 201);
	const char *first = arena_strdup(w->mem, w->body);
	assert_int_equal(world_ask_key(w, RESIDENT, POST, "/orders", wish, "key-00000001"), 201);
	assert_string_equal(w->body, first);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 1);
	assert_int_equal(world_ask_key(w, RESIDENT, POST, "/orders", "{}", "key-00000001"), 422);
	assert_int_equal(world_ask_key(w, OTHER_RESIDENT, POST, "/orders", wish, "key-00000001"),
	                 201);
	assert_string_not_equal(w->body, first);
}

static void a_stale_page_loses_with_the_present_state(struct world *w)
{
	const char *id = case_order(w, ORDER_SUBMITTED);
	assert_int_equal(world_askf(w, REVIEWER, POST, "{\"category\":\"health\"}",
	                            "/orders/%s/reroute", id),
	                 200);
	assert_int_equal(
		world_askf(w, REVIEWER, POST, "{\"revision\":1}", "/orders/%s/approve", id), 409);
	assert_string_equal(world_get(w, "state"), "submitted");
}

static void bad_input_is_named_field_by_field(struct world *w)
{
	static const struct {
		const char *body, *field;
	} cases[] = {
		{"{\"title\":\"啊\"}", "title"},
		{"{\"title\":\"好的好的\",\"category\":\"nothing\",\"place\":\"" VILLAGE "\"}",
	         "category"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"430421\"}", "place"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"phone\":\"123\"}",
	         "phone"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"state\":\"closed\"}",
	         "state"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"id\":\"x\"}",
	         "id"},
		{"{\"title\":\"好\\u0007的好\",\"category\":\"repair\",\"place\":\"" VILLAGE "\"}",
	         "title"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"people\":\"many\"}",
	         "people"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"kind\":\"menu\"}",
	         "service"},
		{"{\"title\":\"好的好的\",\"category\":\"repair\",\"place\":\"" VILLAGE
	         "\",\"wanted_until\":1000}",
	         "wanted_until"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (world_ask(w, RESIDENT, POST, "/orders", cases[i].body) != 422)
			fail_msg("%s: %d %s", cases[i].field, w->status, w->body);
		HAS(arena_printf(w->mem, "\"field\":\"%s\"", cases[i].field));
	}
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders"), 0);
}

static void rare_characters_and_long_wishes_are_kept_whole(struct world *w)
{
	struct arena *a = w->mem;
	char *detail = arena_alloc(a, 30001);
	for (int i = 0; i < 10000; i++)
		memcpy(detail + i * 3, "愿", 3);
	const char *body = arena_printf(a,
	                                "{\"title\":\"𠮷先生的愿望·示例\",\"detail\":\"%s\","
	                                "\"category\":\"repair\",\"place\":\"" VILLAGE "\"}",
	                                detail);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/orders", body), 201);
	HAS("𠮷先生");
	HAS(detail);
	assert_int_equal(world_count(w, "SELECT count(*) FROM orders WHERE detail LIKE '%愿%'"), 0);
}

static void a_draft_is_edited_by_its_owner_until_it_is_submitted(struct world *w)
{
	const char *id = case_order(w, ORDER_DRAFT);
	const char *body = "{\"title\":\"屋顶漏雨，急\",\"revision\":0}";
	assert_int_equal(world_askf(w, TOWNSHIP, PATCH, body, "/orders/%s", id), 404);
	assert_int_equal(world_askf(w, RESIDENT, PATCH, body, "/orders/%s", id), 200);
	assert_string_equal(world_get(w, "title"), "屋顶漏雨，急");
	assert_int_equal(world_askf(w, RESIDENT, PATCH, body, "/orders/%s", id), 409);
	case_must(w, RESIDENT, id, ACT_SUBMIT);
	assert_int_equal(world_askf(w, RESIDENT, PATCH, body, "/orders/%s", id), 409);
}

static void lists_hold_what_the_asker_may_see(struct world *w)
{
	case_order(w, ORDER_OPEN);
	case_order(w, ORDER_OFFERED);
	new_wish(w);
	static const struct {
		enum who who;
		const char *query;
		int64_t count;
	} cases[] = {
		{RESIDENT, "", 3},
		{STATION, "", 3},
		{OTHER_STATION, "", 0},
		{LEADER, "", 1},
		{OTHER_LEADER, "", 0},
		{TOWNSHIP, "", 3},
		{OTHER_TOWNSHIP, "", 0},
		{VIEWER, "", 3},
		{SYSADMIN, "", 0},
		{GUEST, "", 0},
		{REVIEWER, "?state=submitted", 1},
		{REVIEWER, "?place=" OTHER_TOWN, 0},
		{REVIEWER, "?place=" TOWN "&q=漏雨", 2},
		{REVIEWER, "?q=_", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(
			world_askf(w, cases[i].who, GET, NULL, "/orders%s", cases[i].query), 200);
		int n = (int)world_length(w, "items");
		if (n != cases[i].count)
			fail_msg("%s %s: %d: %s", who_names[cases[i].who], cases[i].query, n,
			         w->body);
	}
}

static void an_order_is_followed_by_number_and_phone_only_together(struct world *w)
{
	new_wish(w);
	const char *number = world_get(w, "number");
	world_begin(w, GUEST);
	const char *typed[] = {number, arena_printf(w->mem, "  dd%s", number + 2), number + 2,
	                       arena_printf(w->mem, "ＤＤ%.8s－%s", number + 2, number + 11),
	                       arena_printf(w->mem, "%.8s%s", number + 2, number + 11)};
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		assert_non_null(order_follow(&w->c, typed[i], "199 0000 0001"));
	assert_null(order_follow(&w->c, "", "19900000001"));
	assert_null(order_follow(&w->c, number, "19900000002"));
	assert_null(order_follow(&w->c, "DD19990101-0001", "19900000001"));
	world_commit(w);
}

static void everybody_concerned_gets_a_message(struct world *w)
{
	case_order(w, ORDER_ACCEPTED);
	const char *sql =
		"SELECT count(*) FROM inbox WHERE person = %lld AND subject LIKE '%%%s%%'";
	assert_int_equal(world_count(w, arena_printf(w->mem, sql, w->person[RESIDENT], "有人接了")),
	                 1);
	assert_int_equal(world_count(w, arena_printf(w->mem, sql, w->person[LEADER], "派给您")), 1);
	assert_int_equal(case_desk_told(w, TOWNSHIP, "有新单子待审核"), 1);
	assert_int_equal(world_count(w, arena_printf(w->mem, sql, w->person[TOWNSHIP], "")), 0);
	assert_int_equal(world_count(w, arena_printf(w->mem, sql, w->person[OTHER_TOWNSHIP], "")),
	                 0);
}

#define STORIES(X)                                                                                 \
	X(one_order_goes_through_all_five_orders)                                                  \
	X(a_wish_shows_only_its_public_text_on_the_wall)                                           \
	X(an_unpublished_order_is_missing_for_everybody_else)                                      \
	X(contact_opens_from_acceptance_to_closing_and_is_logged)                                  \
	X(a_claim_has_exactly_one_winner_and_the_loser_is_told)                                    \
	X(nobody_claims_for_a_team_he_does_not_lead)                                               \
	X(nobody_reviews_what_he_entered)                                                          \
	X(a_proxy_order_needs_consent_and_the_own_village)                                         \
	X(an_offer_that_nobody_answers_expires)                                                    \
	X(an_overdue_review_climbs_level_by_level)                                                 \
	X(a_bad_verdict_is_called_back_by_somebody_outside)                                        \
	X(a_good_verdict_may_be_drawn_for_the_sample)                                              \
	X(a_closed_order_reopens_within_thirty_days_only)                                          \
	X(a_decliner_no_longer_sees_the_order)                                                     \
	X(goods_need_no_check_in)                                                                  \
	X(the_roster_starts_the_service_and_takes_only_its_people)                                 \
	X(a_dissolved_team_is_not_offered_anything)                                                \
	X(a_replayed_operation_is_done_once)                                                       \
	X(a_stale_page_loses_with_the_present_state)                                               \
	X(bad_input_is_named_field_by_field)                                                       \
	X(rare_characters_and_long_wishes_are_kept_whole)                                          \
	X(a_draft_is_edited_by_its_owner_until_it_is_submitted)                                    \
	X(lists_hold_what_the_asker_may_see)                                                       \
	X(an_order_is_followed_by_number_and_phone_only_together)                                  \
	X(everybody_concerned_gets_a_message)
#define LISTED(name) TOLD(name),
STORIES(STORY)
const struct CMUnitTest order_tests[] = {STORIES(LISTED)};
const size_t order_tests_count = sizeof order_tests / sizeof *order_tests;
