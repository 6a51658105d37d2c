/* Every list of orders, walked page by page to its end, is what the database holds for that asker. */
#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "features/order/order.h"
#include "features/order/order_list.h"

enum { MANY = 420 };

/* Of every state and urgency, in two villages, for or by several people, served by a team or a person;
 * many of one second and of one deadline, so that no page may end in the middle of what its key says. */
static void fill(struct world *w)
{
	struct arena *a = w->mem;
	long long now = clock_now(), team = w->team_a;
	long long resident = w->person[RESIDENT], other = w->person[OTHER_RESIDENT];
	long long station = w->person[STATION], volunteer = w->person[VOLUNTEER];
	case_script(
		w,
		arena_printf(
			a,
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
			"%d)"
			" INSERT INTO orders (uid, number, kind, form, source, state, revision, "
			"title,"
			" detail, public_ok, public_title, published, category, urgency, place, "
			"people,"
			" requester, proxy, team, person, created, entered, deadline)"
			" SELECT 'walk' || i, 'W' || i, 0, 0, 0, i %% 14, 0, '心愿' || i, '', 1,"
			" '公开的心愿' || i, CASE WHEN i %% 14 BETWEEN 3 AND 10 THEN 1 ELSE 0 END,"
			" 1, i %% 4, (SELECT p.id FROM place p WHERE p.code ="
			" CASE WHEN i %% 3 = 0 THEN '" OTHER_VILLAGE "' ELSE '" VILLAGE "' END), 1,"
			" CASE WHEN i %% 2 = 0 THEN %lld ELSE %lld END,"
			" CASE WHEN i %% 5 < 2 THEN %lld ELSE 0 END,"
			" CASE WHEN i %% 14 BETWEEN 5 AND 10 AND i %% 4 > 0 THEN %lld ELSE 0 END,"
			" CASE WHEN i %% 14 BETWEEN 5 AND 10 AND i %% 4 = 0 THEN %lld ELSE 0 END,"
			" %lld - i / 7, 1, %lld + (i / 20 %% 3 - 1) * 86400 FROM n",
			MANY, resident, other, station, team, volunteer, now, now + HOUR));
	case_script(w,
	            arena_printf(a,
	                         "INSERT INTO order_offer (orders, team, person, actor, at, until)"
	                         " SELECT o.id, %lld, 0, 1, 1, %lld FROM orders o"
	                         " WHERE o.state = 4 AND o.urgency < 2",
	                         team, now + DAY));
}

/* ---- the lists, with what each must hold: written by hand ---- */

#define OF(who) "(o.requester = " who " OR o.proxy = " who ")"
#define ON_WALL "(o.state = 3 AND o.published > 0 AND o.deadline > :now)"
#define LATE    "(o.deadline > 0 AND o.deadline <= :now)"
#define OFFERED                                                                                    \
	"o.id IN (SELECT f.orders FROM order_offer f WHERE f.state = 0 AND f.team = :team"         \
	" AND f.until > :now)"
#define HIS "(o.person = :me OR o.team = :team)"

static struct order *queue_review(struct ctx *c, const struct order_query *q, size_t *n,
                                  const char **next)
{
	return order_queue(c, ORDER_REVIEW, q, n, next);
}

static struct order *queue_dispatch(struct ctx *c, const struct order_query *q, size_t *n,
                                    const char **next)
{
	return order_queue(c, ORDER_DISPATCH, q, n, next);
}

static struct order *queue_callback(struct ctx *c, const struct order_query *q, size_t *n,
                                    const char **next)
{
	return order_queue(c, ORDER_CALLBACK, q, n, next);
}

static struct order *mine(struct ctx *c, const struct order_query *q, size_t *n, const char **next)
{
	return order_mine(c, q->after, n, next);
}

static struct order *serving(struct ctx *c, const struct order_query *q, size_t *n,
                             const char **next)
{
	return order_serving(c, q->after, n, next);
}

/* least: so many there are at least, so that the walk has several pages. */
static const struct walk {
	const char *name;
	enum who who;
	struct order *(*list)(struct ctx *, const struct order_query *, size_t *, const char **);
	int64_t state;
	int least;
	const char *where;
} walks[] = {
	{"all of the county", DISPATCHER, order_list, ORDER_NOWHERE, 300, "o.state <> 0"},
	{"of a village", STATION, order_list, ORDER_NOWHERE, 200,
         "(o.state <> 0 AND p.code = '" VILLAGE "' OR " OF(":me") " OR " ON_WALL ")"},
	{"a resident's", RESIDENT, order_list, ORDER_NOWHERE, 200,
         "(" OF(":me") " OR " ON_WALL ")"},
	{"a leader's", LEADER, order_list, ORDER_NOWHERE, 100,
         "(" HIS " OR " OF(":me") " OR " ON_WALL " OR o.state = 4 AND " OFFERED ")"},
	{"open, of the county", DISPATCHER, order_list, ORDER_OPEN, 50,
         "(o.state = 2 OR o.state IN (3, 4) AND " LATE ")"},
	{"closed, of the county", DISPATCHER, order_list, ORDER_CLOSED, 25, "o.state = 10"},
	{"hanging", GUEST, order_wall, ORDER_WALL, 15, ON_WALL},
	{"under way", GUEST, order_wall, ORDER_SERVING, 100,
         "(o.state BETWEEN 4 AND 9 AND o.published > 0)"},
	{"come true", GUEST, order_wall, ORDER_CLOSED, 25, "(o.state = 10 AND o.published > 0)"},
	{"mine", RESIDENT, mine, ORDER_NOWHERE, 200, OF(":me")},
	{"mine, entered for others", STATION, mine, ORDER_NOWHERE, 150, OF(":me")},
	{"served by me", LEADER, serving, ORDER_NOWHERE, 110,
         "(o.state BETWEEN 5 AND 9 AND " HIS " OR " OFFERED ")"},
	{"to review", REVIEWER, queue_review, ORDER_SUBMITTED, 25, "o.state = 1"},
	{"to dispatch", DISPATCHER, queue_dispatch, ORDER_OPEN, 50,
         "(o.state = 2 OR o.state IN (3, 4) AND " LATE ")"},
	{"to call", DISPATCHER, queue_callback, ORDER_CALLBACK_DUE, 35,
         "(o.state = 9 OR o.state = 8 AND " LATE ")"},
};

/* The text with its numbers for :me, :now and :team (A). */
static const char *said(struct world *w, const char *text, enum who who)
{
	const struct {
		const char *name;
		int64_t is;
	} names[] = {{":me", who == GUEST ? -1 : w->person[who]},
	             {":now", w->c.now},
	             {":team", w->team_a}};
	struct buf b = BUF(w->mem);
	for (const char *at = text; *at;) {
		size_t i = 0, count = sizeof names / sizeof *names;
		while (i < count && !text_starts(at, names[i].name))
			i++;
		if (i == count)
			buf_char(&b, *at++);
		else
			buf_printf(&b, "%lld", (long long)names[i].is);
		at += i == count ? 0 : strlen(names[i].name);
	}
	return buf_str(&b);
}

static bool seen_before(const char *const *seen, size_t n, const char *uid)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(seen[i], uid))
			return true;
	return false;
}

/* The ids of all its rows, as SQL lists them. */
static const char *walked(struct world *w, const struct walk *k, int64_t *count)
{
	struct order_query q = {.state = k->state, .urgency = -1, .limit = 7};
	const char **seen = arena_alloc(w->mem, (MANY + 50) * sizeof *seen), *next;
	size_t n, all = 0;
	struct buf list = BUF(w->mem);
	do {
		struct order *o = k->list(&w->c, &q, &n, &next);
		for (size_t i = 0; i < n; i++) {
			if (all == MANY + 50 || seen_before(seen, all, o[i].uid))
				fail_msg("%s: %s twice", k->name, o[i].uid);
			buf_printf(&list, "%s'%s'", all ? "," : "", o[i].uid);
			seen[all++] = arena_strdup(w->mem, o[i].uid);
		}
		q.after = next;
	} while (next);
	*count = (int64_t)all;
	return all ? buf_str(&list) : "''";
}

/* As many as there are, none twice, each one of them: so it is all of them. */
static void walk(struct world *w, const struct walk *k)
{
	int64_t all;
	world_begin(w, k->who);
	w->c.who = k->who == GUEST ? &actor_guest : w->c.who;
	const char *list = walked(w, k, &all);
	world_commit(w);
	const char *there = arena_printf(
		w->mem, "SELECT count(*) FROM orders o JOIN place p ON p.id = o.place WHERE %s",
		said(w, k->where, k->who));
	int64_t held = world_count(w, there);
	int64_t both = world_count(w, arena_printf(w->mem, "%s AND o.uid IN (%s)", there, list));
	if (held != all || both != all || held < k->least)
		fail_msg("%s: %d walked, %d there, %d of them walked", k->name, (int)all, (int)held,
		         (int)both);
}

static void every_list_is_walked_to_its_end(struct world *w)
{
	fill(w);
	for (size_t i = 0; i < sizeof walks / sizeof *walks; i++)
		walk(w, &walks[i]);
}
STORY(every_list_is_walked_to_its_end)

/* ---- the pages lead there ---- */

/* Follows "next" and counts how often `mark` stands on the pages. */
static int over_pages(struct world *w, enum who who, const char *path, const char *mark)
{
	int times = 0;
	for (int pages = 0; path; pages++) {
		assert_true(pages < 20);
		assert_int_equal(world_page(w, who, path), 200);
		for (const char *at = w->body; (at = strstr(at, mark)); at++)
			times++;
		const char *root = arena_strndup(w->mem, path, strcspn(path, "?"));
		const char *link = strstr(w->body, arena_printf(w->mem, "href=\"%s?after=", root));
		path = link ? arena_strndup(w->mem, link + 6, strcspn(link + 6, "\"")) : NULL;
	}
	return times;
}

static void his_own_pages_lead_to_the_end(struct world *w)
{
	log_threshold(LOG_ERROR + 1); /* their details are not sealed */
	fill(w);
	const char *of_him = said(w, "SELECT count(*) FROM orders o WHERE " OF(":me"), RESIDENT);
	assert_int_equal(over_pages(w, RESIDENT, "/mine", "class=\"wish"), world_count(w, of_him));
}
STORY(his_own_pages_lead_to_the_end)

const struct CMUnitTest order_walk_tests[] = {
	TOLD(every_list_is_walked_to_its_end),
	TOLD(his_own_pages_lead_to_the_end),
};
const size_t order_walk_tests_count = sizeof order_walk_tests / sizeof *order_walk_tests;
