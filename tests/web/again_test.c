/* A form that was not done comes back where it was sent, filled; told on the engines it touches. */
#include "order_case.h"
#include "visitor.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/unsent.h"

#include <string.h>

static struct browser signed_in(struct world *w, enum who who)
{
	struct browser b = visitor_open(w);
	const char *phone = visitor_account(w, who);
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, "/me"), 303);
	return b;
}

/* As visitor_account() gave it. */
static const char *phone_of(struct world *w, enum who who)
{
	return arena_printf(w->mem, "199000000%02d", who);
}

static bool says(const struct browser *b, const char *text)
{
	return strstr(b->page, text);
}

static void his_session_ends(struct world *w)
{
	case_script(w, "UPDATE session SET ended = started + 1 WHERE kind = 0");
}

static const char *const entry =
	"name=示例未交完&address=示例未交路 9 号&consent.by=本人&_from=/people/new";

static void a_refused_form_comes_back_on_its_page(struct world *w)
{
	struct browser b = signed_in(w, STATION);
	visitor_look(&b, "/people/new");
	assert_true(says(&b, "name=\"_from\" value=\"/people/new\""));
	assert_int_equal(visitor_fill(&b, "/people", entry), 422);
	assert_true(says(&b, "id=\"oops\" role=\"alert\" tabindex=\"-1\" autofocus"));
	assert_true(says(&b, "value=\"示例未交完\"") && says(&b, "value=\"示例未交路 9 号\""));
	assert_true(says(&b, "name=\"_from\" value=\"/people/new\""));
	/* Inside its own form, not that of the frame. */
	const char *form = strstr(b.page, "action=\"/people\"");
	assert_non_null(form);
	assert_true(strstr(form, "id=\"oops\"") < strstr(form, "</form>"));
}
STORY(a_refused_form_comes_back_on_its_page)

static void a_form_that_is_gone_is_answered_on_top_of_its_page(struct world *w)
{
	struct browser b = signed_in(w, TOWNSHIP);
	const char *id = case_order(w, ORDER_SUBMITTED);
	visitor_look(&b, arena_printf(w->mem, "/orders/%s", id));
	case_must(w, TOWNSHIP, id, ACT_REFUSE);
	assert_int_equal(visitor_fill(&b, arena_printf(w->mem, "/orders/%s/refuse", id),
	                              arena_printf(w->mem, "reason=另有人办&_from=/orders/%s", id)),
	                 409);
	assert_true(says(&b, "id=\"oops\"") && says(&b, "单子详情"));
}
STORY(a_form_that_is_gone_is_answered_on_top_of_its_page)

static void what_was_typed_waits_for_the_same_person(struct world *w)
{
	struct browser b = signed_in(w, STATION);
	const char *phone = visitor_account(w, OTHER_RESIDENT);
	visitor_look(&b, "/people/new");
	his_session_ends(w);
	assert_int_equal(visitor_fill(&b, "/people", entry), 303);
	assert_true(text_starts(b.location, "/sign-in?ended=1&next="));
	const char *at = strstr(b.location, "unsent%3D");
	assert_non_null(at);
	const char *page = arena_printf(w->mem, "/people/new?unsent=%s", at + 9);
	visitor_look(&b, arena_strdup(w->mem, b.location));
	assert_true(says(&b, "登录已过期") && !says(&b, "示例未交完"));
	/* Somebody else at the same machine sees nothing of it. */
	assert_int_equal(visitor_sign_in(&b, phone, VISITOR_PASSWORD, page), 303);
	visitor_look(&b, page);
	assert_true(b.status == 403 && !says(&b, "示例未交"));
	visitor_look(&b, "/me");
	visitor_fill(&b, "/sign-out", "");
	assert_int_equal(visitor_sign_in(&b, phone_of(w, STATION), VISITOR_PASSWORD, page), 303);
	assert_string_equal(b.location, page);
	assert_int_equal(visitor_look(&b, page), 200);
	assert_true(says(&b, "value=\"示例未交完\"") && says(&b, "登录过期时写的都在这里"));
	assert_true(says(&b, "name=\"_from\" value=\"/people/new\""));
}
STORY(what_was_typed_waits_for_the_same_person)

static void a_page_of_one_person_is_not_done_for_the_next(struct world *w)
{
	struct browser b = signed_in(w, STATION);
	char csrf[sizeof b.csrf];
	visitor_look(&b, "/people/new");
	memcpy(csrf, b.csrf, sizeof csrf);
	/* Another tab signs in anew as himself: the page still serves. */
	assert_int_equal(visitor_sign_in(&b, phone_of(w, STATION), VISITOR_PASSWORD, "/me"), 303);
	memcpy(b.csrf, csrf, sizeof csrf);
	assert_int_equal(visitor_fill(&b, "/people", entry), 422);
	/* As somebody else: refused, and what was typed is not shown to him. */
	assert_int_equal(visitor_sign_in(&b, visitor_account(w, TOWNSHIP), VISITOR_PASSWORD, "/me"),
	                 303);
	memcpy(b.csrf, csrf, sizeof csrf);
	assert_int_equal(visitor_fill(&b, "/people", entry), 403);
	assert_true(says(&b, "另一个账号") && !says(&b, "示例未交"));
}
STORY(a_page_of_one_person_is_not_done_for_the_next)

static void an_aged_page_keeps_its_text(struct world *w)
{
	struct browser b = visitor_open(w);
	visitor_look(&b, "/complain");
	strcpy(b.csrf, "old");
	assert_int_equal(visitor_fill(&b, "/complain", "number=7&phone=123&text=示例写了很久"),
	                 403);
	assert_true(says(&b, "页面已过期") && says(&b, "<dd>示例写了很久</dd>"));
	assert_true(says(&b, "name=\"text\" value=\"示例写了很久\""));
	/* A secret is not repeated. */
	strcpy(b.csrf, "old");
	assert_int_equal(visitor_fill(&b, "/sign-in", "phone=123&password=open-secret-7"), 403);
	assert_false(says(&b, "open-secret-7"));
}
STORY(an_aged_page_keeps_its_text)

static void a_change_is_said_once_on_the_page_it_leads_to(struct world *w)
{
	struct browser b = signed_in(w, RESIDENT);
	visitor_look(&b, "/me");
	assert_int_equal(visitor_fill(&b, "/me/skills", "skills="), 303);
	visitor_look(&b, "/wall"); /* another tab: it was not meant for it */
	assert_false(says(&b, "id=\"said\""));
	assert_int_equal(visitor_look(&b, "/me/skills"), 200);
	assert_true(says(&b, "id=\"said\" role=\"status\""));
	visitor_look(&b, "/me/skills");
	assert_false(says(&b, "id=\"said\""));
}
STORY(a_change_is_said_once_on_the_page_it_leads_to)

static void ten_are_kept_of_a_person_and_they_end(struct world *w)
{
	world_begin(w, STATION);
	for (int i = 0; i < 12; i++)
		unsent_keep(&w->c, arena_printf(w->mem, "u%02d", i), w->person[STATION],
		            &(struct unsent){"/people", "name=x"});
	assert_null(unsent_get(&w->c, "u01"));
	assert_string_equal(unsent_get(&w->c, "u02")->body, "name=x");
	w->c.now += UNSENT_LIFE;
	assert_null(unsent_get(&w->c, "u11"));
	unsent_sweep(&w->c);
	w->c.now -= UNSENT_LIFE;
	assert_non_null(unsent_get(&w->c, "u11")); /* ends after that second, not in it */
	w->c.now += UNSENT_LIFE + 1;
	unsent_sweep(&w->c);
	w->c.now -= UNSENT_LIFE + 1;
	assert_null(unsent_get(&w->c, "u11"));
	world_commit(w);
}
STORY(ten_are_kept_of_a_person_and_they_end)

const struct CMUnitTest again_tests[] = {
	TOLD(a_refused_form_comes_back_on_its_page),
	TOLD(a_form_that_is_gone_is_answered_on_top_of_its_page),
	TOLD(what_was_typed_waits_for_the_same_person),
	TOLD(a_page_of_one_person_is_not_done_for_the_next),
	TOLD(an_aged_page_keeps_its_text),
	TOLD(a_change_is_said_once_on_the_page_it_leads_to),
	TOLD(ten_are_kept_of_a_person_and_they_end),
};
const size_t again_tests_count = sizeof again_tests / sizeof *again_tests;
