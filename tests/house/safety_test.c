/* What an asker must never get: fields only the program sets, a neighbour's township, numbers in
 * clear, a change by looking. */
#include "scene.h"

#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/text.h"
#include "order_case.h"
#include "store/db.h"
#include "web/route.h"

/* ---- mass assignment ---- */

static const char *const private_fields[] = {
	"id",        "uid",     "state",     "role",     "roles",
	"verified",  "org_id",  "path",      "hours",    "status",
	"person",    "owner",   "requester", "proxy",    "staff",
	"locked",    "number",  "deadline",  "level",    "score",
	"volunteer", "created", "given_by",  "revision", "beneficiary.role",
	"__proto__", NULL,
};

/* The state in which an action of an order gets as far as its body. */
static enum order_state state_for(const char *path)
{
	static const struct {
		const char *word;
		enum order_state state;
	} words[] = {
		{"/submit", ORDER_DRAFT},         {"/edit", ORDER_DRAFT},
		{"/approve", ORDER_SUBMITTED},    {"/return", ORDER_SUBMITTED},
		{"/refuse", ORDER_SUBMITTED},     {"/merge", ORDER_SUBMITTED},
		{"/reroute", ORDER_SUBMITTED},    {"/offer", ORDER_OPEN},
		{"/publish", ORDER_OPEN},         {"/claim", ORDER_WALL},
		{"/withdraw", ORDER_WALL},        {"/accept", ORDER_OFFERED},
		{"/decline", ORDER_OFFERED},      {"/recall", ORDER_OFFERED},
		{"/schedule", ORDER_ACCEPTED},    {"/hand_back", ORDER_ACCEPTED},
		{"/reschedule", ORDER_SCHEDULED}, {"/start", ORDER_SCHEDULED},
		{"/not_served", ORDER_SCHEDULED}, {"/evaluate", ORDER_DONE},
		{"/confirm", ORDER_CALLBACK_DUE}, {"/reopen", ORDER_CLOSED},
		{"/cancel", ORDER_OPEN},          {"/undo", ORDER_OPEN},
	};
	const char *end = strrchr(path, '/');
	if (strcmp(path, "/orders/:id") == 0)
		return ORDER_DRAFT;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(end, words[i].word) == 0)
			return words[i].state;
	return ORDER_SERVING;
}

static bool taken(const struct route *r, const char *name)
{
	const struct field *f = r->takes ? field_find(r->takes, name) : NULL;
	return f && !f->readonly;
}

/* Everybody sends the field: nobody gets it through, and those who are let in are told its name. */
static void sent_by_all(struct world *w, const struct route *r, const char *path, const char *name)
{
	const char *dot = strchr(name, '.');
	const char *body = dot ? arena_printf(w->mem, "{\"%.*s\":{\"%s\":\"7\"}}",
	                                      (int)(dot - name), name, dot + 1)
	                       : arena_printf(w->mem, "{\"%s\":\"7\"}", name);
	const char *named = arena_printf(w->mem, "\"field\":\"%s\"", name);
	size_t told = 0;
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		if (world_ask(w, who, r->method, path, body) < 400 || w->status >= 500)
			fail_msg("%s %s {%s} by %s: %d", method_words[r->method], path, name,
			         who_names[who], w->status);
		told += w->status == 422 && strstr(w->body, named);
	}
	if (!told)
		fail_msg("%s %s {%s}: nobody was told 422", method_words[r->method], path, name);
}

static void every_write_refuses_what_only_the_program_may_set(struct world *w)
{
	const struct route *r;
	struct scene s = scene_build(w);
	s.order[ORDER_WALL] = case_order(w, ORDER_WALL);
	case_now(w, s.order[ORDER_SCHEDULED]); /* before it, nobody could begin it anyway */
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method == GET || (r->flags & ROUTE_PAGE))
			continue;
		s.t.order = s.order[state_for(r->path)];
		const char *path = probe_path(w, r, &s.t), *before = probe_state(w);
		for (const char *const *f = private_fields; *f; f++)
			if (!taken(r, *f))
				sent_by_all(w, r, path, *f);
		if (strcmp(probe_state(w), before) != 0)
			fail_msg("%s %s changed something", method_words[r->method], path);
	}
}

/* A whole, correct body: with one field too many nothing is done, without it it is. */
static void a_correct_body_with_one_field_too_many_does_nothing(struct world *w)
{
	static const struct {
		enum who who;
		const char *path, *body;
		int status;
	} writes[] = {
		{RESIDENT, "/orders",
	         "\"title\":\"想要一本字典\",\"category\":\"repair\",\"place\":\"" VILLAGE "\"",
	         201},
		{STATION, "/people",
	         "\"name\":\"示例丙\",\"home\":\"" VILLAGE "\",\"consent\":{\"by\":\"本人\","
	         "\"how\":\"当面\",\"at\":1700000000}",
	         201},
		{TOWNSHIP, "/teams", "\"name\":\"丙队志愿服务队\",\"place\":\"" TOWN "\"", 201},
		{VOLUNTEER, "/me", "\"email\":\"sample@example.org\"", 200},
		{SYSADMIN, "/places", "\"code\":\"430421100202\",\"name\":\"丙村\"", 201},
	};
	static const char *const extra[] = {"\"id\":\"x\"", "\"state\":\"closed\"",
	                                    "\"roles\":[\"secadmin\"]", "\"verified\":true",
	                                    "\"sample\":false"};
	world_begin(w, GUEST); /* the places of the world came with ids of their own */
	if (db_is_postgres(w->db))
		db_script(w->db, "ALTER TABLE place ALTER COLUMN id RESTART WITH 100");
	world_commit(w);
	for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
		const char *before = probe_state(w);
		for (size_t k = 0; k < sizeof extra / sizeof *extra; k++) {
			const char *body = arena_printf(w->mem, "{%s,%s}", writes[i].body,
			                                extra[k]);
			if (world_ask(w, writes[i].who, POST, writes[i].path, body) != 422)
				fail_msg("%s %s: %d %s", writes[i].path, body, w->status, w->body);
		}
		assert_string_equal(probe_state(w), before);
		if (world_ask(w, writes[i].who, POST, writes[i].path,
		              arena_printf(w->mem, "{%s}", writes[i].body)) != writes[i].status)
			fail_msg("%s: %d %s", writes[i].path, w->status, w->body);
		assert_string_not_equal(probe_state(w), before);
	}
}

/* ---- the sibling township ---- */

static const enum who strangers[] = {OTHER_TOWNSHIP, OTHER_STATION, OTHER_LEADER, OTHER_RESIDENT,
                                     GUEST};
#define EACH_STRANGER(who)                                                                         \
	for (size_t at_ = 0; at_ < sizeof strangers / sizeof *strangers; at_++)                    \
		for (enum who who = strangers[at_], once_ = 1; once_; once_ = 0)

static void clean(struct world *w, enum who who, const char *path)
{
	for (const char *const *s = scene_secrets; *s; s++)
		if (strstr(w->body, *s))
			fail_msg("%s shows \"%s\" to %s: %s", path, *s, who_names[who], w->body);
}

static bool hidden(const struct world *w)
{
	return w->status == 401 || w->status == 403 || w->status == 404 ||
	       (w->status == 303 && text_starts(w->location, "/sign-in?"));
}

/* Places and teams are public; everything else of 甲镇 is not there for 乙镇. */
static bool is_public(const struct route *r)
{
	return text_starts(r->path, "/places/") || text_starts(r->path, "/teams/");
}

static void look(struct world *w, const struct route *r, const struct things *t, enum who who)
{
	const char *path = probe_path(w, r, t);
	if (!(r->flags & ROUTE_PAGE)) {
		world_ask(w, who, GET, path, NULL);
		clean(w, who, path);
		if (strchr(r->path, ':') && !is_public(r) && !hidden(w))
			fail_msg("GET %s by %s: %d", path, who_names[who], w->status);
	}
	if (!(r->flags & (ROUTE_API | ROUTE_RAW))) {
		world_page(w, who, path);
		clean(w, who, path);
		if (strchr(r->path, ':') && !is_public(r) && !hidden(w))
			fail_msg("page %s by %s: %d", path, who_names[who], w->status);
	}
}

static void a_sibling_township_sees_nothing(struct world *w)
{
	const struct route *r;
	struct scene s = scene_build(w);
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method != GET)
			continue;
		EACH_STRANGER(who)
		look(w, r, &s.t, who);
	}
	for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++)
		EACH_STRANGER(who)
	if (s.order[state])
		assert_int_equal(world_askf(w, who, GET, NULL, "/orders/%s", s.order[state]), 404);
	EACH_STRANGER(who)
	{
		world_askf(w, who, GET, NULL, "/people/%s", s.volunteer);
		assert_true(hidden(w));
	}
}

/* Not even that there is something. */
static void nameless(struct world *w, const struct scene *s, enum who who, const char *path)
{
	for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++)
		if (s->order[state] && strstr(w->body, s->order[state]))
			fail_msg("%s names a %s order to %s", path, order_state_words[state],
			         who_names[who]);
	if (strstr(w->body, s->t.person) || strstr(w->body, s->volunteer) ||
	    strstr(w->body, s->t.activity))
		fail_msg("%s names a person or a visit to %s", path, who_names[who]);
}

static void a_sibling_township_finds_nothing(struct world *w)
{
	static const char *const lists[] = {
		"/orders?q=屋顶",
		"/orders?place=" TOWN,
		"/orders?place=" VILLAGE "&q=漏",
		"/orders?state=any",
		"/people?q=示例甲",
		"/people?q=" SCENE_PHONE,
		"/people?q=" PHONE,
		"/people?place=" TOWN,
		"/people?place=" VILLAGE "&volunteers=1",
		"/wall?q=屋顶",
		"/wall?state=closed",
		"/wall?state=running&place=" TOWN,
		"/inbox",
		"/teams?q=示例甲民",
		"/places?q=住址",
	};
	struct scene s = scene_build(w);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		EACH_STRANGER(who)
		{
			/* What was asked for may stand in the search box, so pages are only asked here
			 * for lists that do not repeat a secret. */
			world_ask(w, who, GET, lists[i], NULL);
			clean(w, who, lists[i]);
			nameless(w, &s, who, lists[i]);
			world_page(w, who, lists[i]);
			nameless(w, &s, who, lists[i]);
			if (!strstr(lists[i], "q="))
				clean(w, who, lists[i]);
		}
	/* The county's own staff do find them: the lists are not just empty. */
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/orders?q=屋顶", NULL), 200);
	HAS(SCENE_TITLE);
	assert_int_equal(world_ask(w, TOWNSHIP, GET, "/people?q=" SCENE_PHONE, NULL), 200);
	HAS(SCENE_NAME);
}

static const char *write_body(struct world *w, const struct route *r, enum who who)
{
	static const struct {
		const char *end, *body;
	} bodies[] = {
		{"/reveal", "{\"what\":\"phone\",\"reason\":\"联系上门时间\"}"},
		{"/contact", "{\"reason\":\"联系上门时间\"}"},
		{"/rename", "{\"name\":\"改名村\"}"},
		{"/point", "{\"lon\":\"112.3\",\"lat\":\"26.9\"}"},
		{"/merge", "{\"into\":\"" OTHER_VILLAGE "\"}"},
		{"/lock", "{\"reason\":\"试试看\"}"},
		{"/suspend", "{\"reason\":\"试试看\"}"},
		{"/dissolve", "{\"reason\":\"试试看\"}"},
		{"/apart", "{\"other\":\"x\"}"},
		{"/guardian", "{\"guardian\":{\"purpose\":\"data\",\"name\":\"示例家长\",\"phone\":"
	                      "\"19900007777\",\"how\":\"书面\",\"at\":1700000000}}"},
		{"/remove", "{\"reason\":\"试试看\"}"},
		{"/answer", "{\"answer\":\"已经回电\"}"},
		{"/complain", "{\"text\":\"还是漏雨\"}"},
		{"/late", "{\"minutes\":30}"},
	};
	const char *end = strrchr(r->path, '/');
	if (!r->takes)
		return NULL;
	if (strcmp(r->path, "/qualifications/:id/refuse") == 0)
		return "{\"reason\":\"试试看\"}";
	if (strcmp(r->path, "/people/:id/merge") == 0)
		return "{\"keep\":\"x\",\"other\":\"x\",\"note\":\"试试看吧\"}";
	if (text_starts(r->path, "/activities/"))
		return arena_printf(w->mem, "{\"person\":\"%s\"}", w->uid[LEADER]);
	if (strcmp(end, "/invite") == 0 || strcmp(end, "/appoint") == 0)
		return arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"leader\"}", w->uid[who]);
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		if (strcmp(end, bodies[i].end) == 0)
			return bodies[i].body;
	return r->takes ? "{}" : NULL;
}

/* The answer without what differs from request to request. */
static const char *answer(struct world *w)
{
	char *copy = arena_strdup(w->mem, w->body);
	char *at = strstr(copy, "\"request\":");
	if (at)
		*at = '\0';
	return arena_printf(w->mem, "%d %s", w->status, copy);
}

/* Foreign and missing answer alike, so that nothing is learned from the refusal. */
static void tried(struct world *w, const struct route *r, const struct things *t, enum who who)
{
	const char *path = probe_path(w, r, t);
	bool order = text_starts(r->path, "/orders/") && r->data < ACT_COUNT &&
	             strcmp(strrchr(r->path, '/') + 1, order_action_words[r->data]) == 0;
	if (order)
		case_act(w, who, t->order, (enum order_action)r->data);
	else
		world_ask(w, who, r->method, path, write_body(w, r, who));
	if (!hidden(w))
		fail_msg("%s %s by %s: %d %s", method_words[r->method], path, who_names[who],
		         w->status, w->body);
	clean(w, who, path);
	const char *foreign = answer(w);
	if (is_public(r))
		return;
	if (order)
		case_act(w, who, PROBE_NOBODY, (enum order_action)r->data);
	else
		world_ask(w, who, r->method, probe_path(w, r, NULL), write_body(w, r, who));
	if (strcmp(foreign, answer(w)) != 0)
		fail_msg("%s by %s: foreign %s, missing %s", r->path, who_names[who], foreign,
		         answer(w));
}

static void a_sibling_township_changes_nothing(struct world *w)
{
	const struct route *r;
	struct scene s = scene_build(w);
	const char *before = probe_state(w);
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method == GET || (r->flags & ROUTE_PAGE) || !strchr(r->path, ':'))
			continue;
		s.t.order = s.order[state_for(r->path)] ? s.order[state_for(r->path)]
		                                        : s.order[ORDER_OPEN];
		EACH_STRANGER(who)
		{
			if (strcmp(r->path, "/teams/:id/join") == 0 ||
			    strcmp(r->path, "/teams/:id/leave") == 0)
				continue; /* about nobody but himself, in any team */
			tried(w, r, &s.t, who);
		}
	}
	assert_string_equal(probe_state(w), before);
}

/* ---- looking changes nothing, and shows no number ---- */

static void numbers(struct world *w, enum who who, const char *path)
{
	static const char *const said[] = {SCENE_PHONE, SCENE_ID, "19911110003", SCENE_ADDRESS,
	                                   NULL};
	for (const char *const *s = said; *s; s++)
		if (strstr(w->body, *s))
			fail_msg("%s shows %s to %s", path, *s, who_names[who]);
	if (strstr(w->body, "199000000"))
		fail_msg("%s shows a phone to %s: %.300s", path, who_names[who],
		         strstr(w->body, "199000000") - 100);
}

static void crawl(struct world *w, const struct things *t, enum who who)
{
	const struct route *r;
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method != GET)
			continue;
		const char *path = probe_path(w, r, t);
		if (!(r->flags & ROUTE_PAGE)) {
			assert_true(world_ask(w, who, GET, path, NULL) < 500);
			numbers(w, who, path);
		}
		if (!(r->flags & ROUTE_API)) {
			if (world_page(w, who, path) >= 500)
				fail_msg("page %s by %s: %d", path, who_names[who], w->status);
			numbers(w, who, path);
		}
	}
}

static void no_page_shows_a_number_and_looking_changes_nothing(struct world *w)
{
	struct scene s = scene_build(w);
	s.order[ORDER_WALL] = case_order(w, ORDER_WALL);
	const char *before = probe_state(w);
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		crawl(w, &s.t, who);
		for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++) {
			s.t.order = s.order[state];
			for (const char *const *tail =
			             (const char *const[]){"", "/log", "/edit", "/verdict", NULL};
			     *tail; tail++) {
				const char *path = arena_printf(w->mem, "/orders/%s%s", s.t.order,
				                                *tail);
				bool form = world_page(w, who, path) == 200 &&
				            strcmp(*tail, "/edit") == 0;
				if (!form) /* the draft in the hands of those who typed it */
					numbers(w, who, path);
				else
					assert_true(state == ORDER_DRAFT &&
					            (who == STATION || who == RESIDENT));
			}
		}
		s.t.person = s.volunteer;
	}
	assert_string_equal(probe_state(w), before);
}

static void a_reveal_shows_the_number_once_and_is_logged(struct world *w)
{
	struct scene s = scene_build(w);
	int64_t logged = world_count(w, "SELECT count(*) FROM reveal");
	const char *path = arena_printf(w->mem, "/people/%s/reveal", s.t.person);
	assert_int_equal(world_ask(w, STATION, POST, path, "{\"what\":\"phone\"}"), 422);
	assert_int_equal(world_ask(w, STATION, POST, path,
	                           "{\"what\":\"phone\",\"reason\":\"联系上门时间\"}"),
	                 200);
	HAS(SCENE_PHONE);
	assert_int_equal(world_count(w, "SELECT count(*) FROM reveal"), logged + 1);
	assert_int_equal(world_askf(w, STATION, GET, NULL, "/people/%s", s.t.person), 200);
	LACKS(SCENE_PHONE);
}

#define STORIES(X)                                                                                 \
	X(a_correct_body_with_one_field_too_many_does_nothing)                                     \
	X(a_sibling_township_sees_nothing)                                                         \
	X(a_sibling_township_finds_nothing)                                                        \
	X(a_sibling_township_changes_nothing)                                                      \
	X(a_reveal_shows_the_number_once_and_is_logged)
/* Thousands of requests that no engine treats in its own way. */
#define ONCE(X)                                                                                    \
	X(every_write_refuses_what_only_the_program_may_set)                                       \
	X(no_page_shows_a_number_and_looking_changes_nothing)
#define ONCE_STORY(name)                                                                           \
	static void name##_once(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		world_run(false, name);                                                            \
	}
#define ONCE_TOLD(name) cmocka_unit_test(name##_once),
#define LISTED(name)    TOLD(name),
STORIES(STORY)
ONCE(ONCE_STORY)
const struct CMUnitTest safety_tests[] = {STORIES(LISTED) ONCE(ONCE_TOLD)};
const size_t safety_tests_count = sizeof safety_tests / sizeof *safety_tests;
