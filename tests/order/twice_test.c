/* What is sent again a moment later with something corrected: the correction holds. */
#include "order_case.h"
#include "probe.h"

#include <string.h>

#include "base/arena.h"

static const char *encoded(struct world *w, const char *text)
{
	struct buf b = BUF(w->mem);
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		buf_printf(&b, "%%%02X", *s);
	return buf_str(&b);
}

/* The form of a moment ago with `more` of it said otherwise. */
static const char *sent(struct world *w, enum who who, const char *more)
{
	struct browser b = probe_browser(w, who);
	const char *fields = arena_printf(
		w->mem, "title=%s&detail=%s&category=repair&place=" VILLAGE "&submit=1%s",
		encoded(w, "屋顶漏雨"), encoded(w, "东头"), more);
	if (probe_post(w, &b, "/orders", fields) != 303)
		fail_msg("%s: %d %s", more, w->status, w->body);
	return arena_strdup(w->mem, w->location);
}

static int64_t alive(struct world *w, const char *where)
{
	return world_count(
		w,
		arena_printf(w->mem, "SELECT count(*) FROM orders WHERE state < 11 AND %s", where));
}

static void a_correction_sent_again_holds(struct world *w)
{
	const char *first = sent(w, RESIDENT, "&public_ok=1&phone=19900000001&urgency=normal");
	const char *second = sent(w, RESIDENT, "&phone=19900000001&urgency=normal");
	assert_string_not_equal(first, second);
	assert_null(strstr(second, "again"));
	assert_int_equal(alive(w, "public_ok = 1"), 0);
	assert_int_equal(alive(w, "public_ok = 0"), 1);
	sent(w, RESIDENT, "&phone=19900000009&urgency=normal");
	const char *last = sent(w, RESIDENT, "&phone=19900000009&urgency=high");
	assert_int_equal(alive(w, "urgency = 2"), 1);
	assert_int_equal(alive(w, "id > 0"), 1);
	assert_string_equal(sent(w, RESIDENT, "&phone=19900000009&urgency=high"),
	                    arena_printf(w->mem, "%s?again=1", last));
}

static void a_correction_changes_a_draft_and_sends_it(struct world *w)
{
	const char *draft = sent(w, RESIDENT, "&submit=&public_ok=1");
	assert_int_equal(alive(w, "state = 0 AND public_ok = 1"), 1);
	assert_string_equal(sent(w, RESIDENT, "&submit="), draft);
	assert_int_equal(alive(w, "state = 0 AND public_ok = 0"), 1);
	assert_string_equal(sent(w, RESIDENT, ""), draft);
	assert_int_equal(alive(w, "state = 1"), 1);
	assert_int_equal(alive(w, "id > 0"), 1);
}

static void who_corrects_too_late_is_told(struct world *w)
{
	const char *first = sent(w, RESIDENT, "&public_ok=1");
	case_script(w, "UPDATE orders SET state = 7");
	struct browser b = probe_browser(w, RESIDENT);
	assert_int_equal(probe_post(w, &b, "/orders",
	                            arena_printf(w->mem,
	                                         "title=%s&detail=%s&category=repair&place=" VILLAGE
	                                         "&submit=1",
	                                         encoded(w, "屋顶漏雨"), encoded(w, "东头"))),
	                 409);
	HAS("这次改的没有存上");
	assert_int_equal(world_page(w, RESIDENT, first), 200);
	assert_int_equal(alive(w, "id > 0"), 1);
}

/* Late by half an hour, by an hour, and by half an hour after all. */
static void the_last_word_of_who_is_late_holds(struct world *w)
{
	static const char *const said[] = {"{\"minutes\":30}", "{\"minutes\":30}",
	                                   "{\"minutes\":60}", "{\"minutes\":30}"};
	const char *id = case_order(w, ORDER_SCHEDULED);
	case_now(w, id);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(world_askf(w, LEADER, POST, said[i], "/orders/%s/late", id), 200);
	assert_string_equal(world_get(w, "late_minutes"), "30");
	assert_int_equal(world_count(w, "SELECT count(*) FROM visit_note"), 3);
}

STORY(a_correction_sent_again_holds)
STORY(a_correction_changes_a_draft_and_sends_it)
STORY(who_corrects_too_late_is_told)
STORY(the_last_word_of_who_is_late_holds)

const struct CMUnitTest twice_tests[] = {
	TOLD(a_correction_sent_again_holds),
	TOLD(a_correction_changes_a_draft_and_sends_it),
	TOLD(who_corrects_too_late_is_told),
	TOLD(the_last_word_of_who_is_late_holds),
};
const size_t twice_tests_count = sizeof twice_tests / sizeof *twice_tests;
