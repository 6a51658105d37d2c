/* channel: quiet hours, digests, templates, what is overtaken, and sending again. */
#include "order_case.h"

#include "base/arena.h"
#include "base/clock.h"
#include "core/outbox.h"
#include "features/message/message_kind.h"
#include "features/order/order_mail.h"

#include <string.h>

static int64_t at(const char *text)
{
	int64_t t = 0;
	assert_true(clock_parse(text, &t));
	return t;
}

static void quiet_hours_end_in_the_morning(void **state)
{
	(void)state;
	static const struct {
		int64_t from, to;
		const char *now, *leaves;
	} rows[] = {
		{21, 8, "2026-11-23T20:59", "2026-11-23T20:59"},
		{21, 8, "2026-11-23T21:00", "2026-11-24T08:00"},
		{21, 8, "2026-11-24T03:00", "2026-11-24T08:00"},
		{21, 8, "2026-11-24T08:00", "2026-11-24T08:00"},
		{12, 14, "2026-11-23T13:30", "2026-11-23T14:00"},
		{12, 14, "2026-11-23T22:00", "2026-11-23T22:00"},
		{0, 0, "2026-11-23T00:30", "2026-11-23T00:30"},
		{22, 0, "2026-11-23T23:30", "2026-11-24T00:00"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct outbox_choice k = {.quiet_from = rows[i].from, .quiet_to = rows[i].to};
		assert_int_equal(outbox_awake(&k, at(rows[i].now)), at(rows[i].leaves));
	}
}

static void holes_are_filled_and_checked(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	const struct message_facts f = {.title = "修灯",
	                                .number = "D1",
	                                .state = "待接单",
	                                .deadline = at("2026-11-23T09:05")};
	assert_string_equal(
		message_kind_fill(mem, "“{title}”{number}，{state}，{deadline}前。", &f),
		"“修灯”D1，待接单，11月23日 09:05前。");
	assert_string_equal(message_kind_fill(mem, "{x} { {title", &f), "{x} { {title");
	assert_null(message_kind_fault(mem, "{title}{deadline}"));
	assert_null(message_kind_fault(mem, "{标题}{时限}{上门的人}"));
	assert_string_equal(message_kind_fill(mem, "“{标题}”{单号}", &f),
	                    message_kind_fill(mem, "“{title}”{number}", &f));
	assert_string_equal(message_kind_turn(mem, "{title}{{when} }{单号}{x}{people"),
	                    "{标题}{{上门时间} }{单号}{x}{people");
	assert_non_null(strstr(message_kind_fault(mem, "{phone}"), "{phone}"));
	assert_non_null(message_kind_fault(mem, "{title"));
	assert_non_null(message_kind_fault(mem, "title}"));
	assert_non_null(message_kind_fault(mem, "{{title}}"));
	for (const struct message_kind *k = message_kinds; k->word; k++) {
		assert_null(message_kind_fault(mem, k->subject));
		assert_null(message_kind_fault(mem, k->body));
		assert_ptr_equal(message_kind_find(k->word), k);
	}
	arena_free(mem);
}

/* Leases at a moment; how many leave. The first one's body and subject stay in w->c's arena. */
static struct delivery *lease(struct world *w, int64_t now, size_t *n)
{
	world_begin(w, GUEST);
	w->c.now = now;
	struct delivery *d = outbox_lease(&w->c, n);
	order_mail(&w->c, d, *n);
	world_commit(w);
	return d;
}

static void tell(struct world *w, int64_t now, const struct outbox_note *n)
{
	world_begin(w, GUEST);
	w->c.now = now;
	outbox_tell(&w->c, n);
	world_commit(w);
}

static void an_sms_waits_for_the_morning_and_an_urgent_one_does_not(struct world *w)
{
	size_t n;
	int64_t night = at("2026-11-23T23:00"), morning = at("2026-11-24T08:00");
	struct outbox_note note = {.person = w->person[RESIDENT], .subject = "a", .body = "b"};
	tell(w, night, &note);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox"), 1);
	lease(w, night + 60, &n);
	assert_int_equal(n, 0);
	lease(w, morning, &n);
	assert_int_equal(n, 1);
	note.urgent = true;
	tell(w, night, &note);
	lease(w, night, &n);
	assert_int_equal(n, 1);
}
STORY(an_sms_waits_for_the_morning_and_an_urgent_one_does_not)

static void a_second_try_does_not_wake_anybody_either(struct world *w)
{
	size_t n;
	int64_t evening = at("2026-11-23T20:58");
	tell(w, evening,
	     &(struct outbox_note){.person = w->person[RESIDENT], .subject = "a", .body = "b"});
	struct delivery *d = lease(w, evening, &n);
	assert_int_equal(n, 1);
	d->fault = "busy";
	world_begin(w, GUEST);
	w->c.now = evening;
	outbox_settle(&w->c, d, 1);
	world_commit(w);
	lease(w, evening + 5 * 60, &n);
	assert_int_equal(n, 0);
	assert_int_equal(world_count(w, "SELECT next_at FROM outbox WHERE state = 0"),
	                 at("2026-11-24T08:00"));
}
STORY(a_second_try_does_not_wake_anybody_either)

static const char digest[] =
	"{\"sms\":true,\"email\":true,\"quiet_from\":\"21\",\"quiet_to\":\"8\",\"digest\":true}";

static void what_is_not_pressing_is_gathered_for_eight_o_clock(struct world *w)
{
	size_t n;
	int64_t noon = at("2026-11-23T12:00");
	struct outbox_note note = {.person = w->person[RESIDENT], .subject = "一", .body = "甲"};
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me/channels", digest), 200);
	tell(w, noon, &note);
	note.subject = "二";
	tell(w, noon + 60, &note);
	note = (struct outbox_note){
		.person = w->person[RESIDENT], .subject = "急", .body = "丙", .pressing = true};
	tell(w, noon + 120, &note);
	struct delivery *d = lease(w, noon + 200, &n);
	assert_int_equal(n, 1);
	assert_string_equal(d->subject, "急");
	d = lease(w, at("2026-11-24T08:00"), &n);
	assert_int_equal(n, 2); /* the first one's lease has run out, too */
	const struct delivery *one = strcmp(d[0].subject, "急") ? &d[0] : &d[1];
	assert_string_equal(one->subject, "您有 2 条消息");
	assert_string_equal(one->body, "· 一：甲\n· 二：甲");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE state = 5"), 2);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox"), 3);
}
STORY(what_is_not_pressing_is_gathered_for_eight_o_clock)

static void a_digest_holds_the_last_word_about_an_order(struct world *w)
{
	size_t n;
	int64_t noon = at("2026-11-23T12:00"), eight = at("2026-11-24T08:00");
	struct outbox_note note = {.person = w->person[RESIDENT],
	                           .subject = "一",
	                           .body = "甲",
	                           .order = 7,
	                           .order_revision = 1};
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me/channels", digest), 200);
	tell(w, noon, &note);
	note = (struct outbox_note){.person = note.person,
	                            .subject = "二",
	                            .body = "乙",
	                            .order = 7,
	                            .order_revision = 2};
	tell(w, noon + 60, &note);
	world_begin(w, GUEST);
	w->c.now = eight;
	struct delivery *d = outbox_lease(&w->c, &n);
	world_commit(w);
	assert_int_equal(n, 1); /* one is left: no digest */
	assert_string_equal(d->subject, "二");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE state = 4"), 1);
	note = (struct outbox_note){.person = note.person, .subject = "三", .body = "丙"};
	for (int i = 0; i < 300; i++)
		tell(w, eight + 60, &note); /* for tomorrow: gathered, and not one by one */
	lease(w, eight + 86400, &n);
	assert_int_equal(n, 1);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE digest = 2"), 1);
}
STORY(a_digest_holds_the_last_word_about_an_order)

static void everybody_chooses_how_he_is_told(struct world *w)
{
	assert_int_equal(world_ask(w, RESIDENT, GET, "/me/channels", NULL), 200);
	assert_string_equal(world_get(w, "quiet_from"), "21");
	assert_string_equal(world_get(w, "quiet_to"), "8");
	assert_string_equal(world_get(w, "sms"), "true");
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me/channels", "{\"sms\":false}"), 200);
	assert_string_equal(world_get(w, "sms"), "false");
	tell(w, at("2026-11-23T12:00"),
	     &(struct outbox_note){.person = w->person[RESIDENT], .subject = "a", .body = "b"});
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox"), 1);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me/channels", "{\"quiet_from\":\"24\"}"),
	                 422);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/me/channels", "{\"has_phone\":true}"), 422);
	assert_int_equal(world_page(w, RESIDENT, "/me/channels"), 200);
	HAS("站内消息总会收到");
}
STORY(everybody_chooses_how_he_is_told)

static void a_message_tells_the_state_of_the_moment_it_leaves(struct world *w)
{
	size_t n;
	const char *id = case_order(w, ORDER_OPEN);
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE outbox SET state = 1");
	world_commit(w);
	int64_t row = world_count(w, "SELECT MAX(id) FROM orders"), noon = at("2026-11-23T12:00");
	struct outbox_note note = {.person = w->person[RESIDENT],
	                           .subject = "通过了",
	                           .body = "已通过审核。",
	                           .order = row,
	                           .order_state = ORDER_OPEN,
	                           .order_revision = 1};
	tell(w, noon, &note);
	struct delivery *d = lease(w, noon, &n);
	assert_int_equal(n, 1);
	assert_string_equal(d->body, "已通过审核。");
	case_must(w, DISPATCHER, id, ACT_OFFER);
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE outbox SET state = 1");
	world_commit(w);
	note.person = w->person[OTHER_RESIDENT];
	tell(w, noon, &note);
	d = lease(w, noon, &n);
	assert_int_equal(n, 1);
	assert_non_null(strstr(d->body, "现在是“待接单”"));
	note.subject = "又变了";
	note.order_state = ORDER_OFFERED;
	note.order_revision = 2;
	tell(w, noon + 121, &note);
	d = lease(w, noon + 121, &n);
	assert_int_equal(n, 1);
	assert_string_equal(d->subject, "又变了");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM outbox WHERE state = 4"), 1);
}
STORY(a_message_tells_the_state_of_the_moment_it_leaves)

static void the_county_changes_the_words_and_takes_them_back(struct world *w)
{
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/templates", NULL), 403);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/templates", NULL), 200);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/templates/none", NULL), 404);
	const char *path = "/templates/approve.requester";
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, path, "{\"subject\":\"好消息\",\"body\":\"{name}\"}"),
		422);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, path, "{\"subject\":\"好消息\",\"body\":\"\"}"), 422);
	assert_int_equal(
		world_ask(w, SYSADMIN, POST, path,
	                  "{\"subject\":\"好消息\",\"body\":\"{number} 通过\",\"look\":true}"),
		200);
	assert_int_equal(world_ask(w, SYSADMIN, POST, path,
	                           "{\"subject\":\"好消息\",\"body\":\"{name}\",\"look\":true}"),
	                 422);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM template"), 0);
	assert_int_equal(
		world_ask(
			w, SYSADMIN, POST, path,
			"{\"subject\":\"好消息\",\"body\":\"{number}“{title}”通过，现在{state}\"}"),
		200);
	assert_string_equal(world_get(w, "changed"), "true");
	case_order(w, ORDER_OPEN);
	assert_int_equal(world_ask(w, RESIDENT, GET, "/inbox", NULL), 200);
	HAS("好消息");
	HAS("通过，现在待派单");
	assert_int_equal(world_ask(w, SYSADMIN, POST, path, "{\"subject\":\"\",\"body\":\"\"}"),
	                 200);
	assert_string_equal(world_get(w, "changed"), "false");
	assert_int_equal(world_page(w, SYSADMIN, path), 200);
	HAS("厨房水龙头漏水");
}
STORY(the_county_changes_the_words_and_takes_them_back)

static void a_failed_message_is_shown_and_sent_again(struct world *w)
{
	tell(w, at("2026-11-23T12:00"),
	     &(struct outbox_note){
		     .person = w->person[RESIDENT], .subject = "标题", .body = "正文"});
	const char *uid = NULL;
	size_t n;
	struct delivery *d = lease(w, at("2026-11-23T12:00"), &n);
	uid = arena_strdup(w->mem, d->uid);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/deliveries/%s/retry", uid), 409);
	world_begin(w, GUEST);
	db_script(w->db, "UPDATE outbox SET state = 2, tries = 6, fault = 'answered 503'");
	world_commit(w);
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/deliveries", NULL), 200);
	HAS(uid);
	HAS("answered 503");
	LACKS("正文");
	assert_int_equal(world_ask(w, SYSADMIN, GET, "/deliveries?state=sent", NULL), 200);
	LACKS(uid);
	assert_int_equal(world_page(w, SYSADMIN, "/deliveries"), 200);
	HAS("重发");
	assert_int_equal(world_askf(w, DISPATCHER, POST, NULL, "/deliveries/%s/retry", uid), 403);
	assert_int_equal(world_askf(w, SYSADMIN, POST, NULL, "/deliveries/%s/retry", uid), 200);
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM outbox WHERE state = 0 AND tries = 0"), 1);
	assert_int_equal(world_ask(w, SYSADMIN, POST, "/deliveries/none/retry", NULL), 404);
}
STORY(a_failed_message_is_shown_and_sent_again)

const struct CMUnitTest channel_tests[] = {
	cmocka_unit_test(quiet_hours_end_in_the_morning),
	cmocka_unit_test(holes_are_filled_and_checked),
	TOLD(an_sms_waits_for_the_morning_and_an_urgent_one_does_not),
	TOLD(a_second_try_does_not_wake_anybody_either),
	TOLD(a_digest_holds_the_last_word_about_an_order),
	TOLD(what_is_not_pressing_is_gathered_for_eight_o_clock),
	TOLD(everybody_chooses_how_he_is_told),
	TOLD(a_message_tells_the_state_of_the_moment_it_leaves),
	TOLD(the_county_changes_the_words_and_takes_them_back),
	TOLD(a_failed_message_is_shown_and_sent_again),
};
const size_t channel_tests_count = sizeof channel_tests / sizeof channel_tests[0];
