/* What a list finds by words is what a case-folded substring match finds in the same list without them,
 * for every kind and every asker. */
#include "order_case.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "features/menu/menu.h"
#include "features/news/news.h"
#include "features/order/order.h"
#include "features/order/order_list.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/order.sql.h"

static const char *const letters[] = {"修", "水", "管", "a",  "Ｂ", "b",  "𠮷", "·",
                                      "%",  "_",  "'",  "\"", "1",  "２", " ",  "，"};
enum { LETTERS = sizeof letters / sizeof *letters, ORDERS = 90, ASKED = 40 };

static const char *made_up(struct arena *a, struct dice *d, int few, int many)
{
	const char *text = letters[dice_below(d, LETTERS - 2)];
	for (int64_t n = dice_range(d, few, many) - 1; n > 0; n--)
		text = arena_printf(a, "%s%s", text, letters[dice_below(d, LETTERS)]);
	return text_trim(a, text);
}

static bool holds(struct arena *a, const char *text, const char *q)
{
	return text && text_has_words(a, text, text_words(a, q));
}

/* ---- what is looked at one by one ---- */

static size_t looked_at(struct world *w, enum who who, enum perm perm)
{
	struct order_seek k = {.last = 1000000, .most = 1000};
	size_t n;
	world_begin(w, who);
	struct scope s = access_scope(who == GUEST ? &actor_guest : w->c.who, perm);
	sql_order_few(&w->c, s, &k, &n);
	world_commit(w);
	return n;
}

/* Found by the station for the resident: neither the guest's, to whom nobody is a person, nor once more the
 * clerk's, whose search finds it by its place. */
static void only_what_is_near_is_looked_at_one_by_one(struct world *w)
{
	const char *id = case_order(w, ORDER_OPEN);
	assert_int_equal(looked_at(w, GUEST, ORDER_READ), 0);
	assert_int_equal(looked_at(w, RESIDENT, ORDER_READ), 1);
	assert_int_equal(looked_at(w, STATION, ORDER_READ), 0);
	assert_int_equal(looked_at(w, DISPATCHER, ORDER_READ), 0);
	case_script(w,
	            "UPDATE orders SET place = (SELECT id FROM place WHERE code = '" OTHER_VILLAGE
	            "')");
	assert_int_equal(looked_at(w, STATION, ORDER_READ), 1);
	assert_int_equal(world_ask(w, STATION, GET, "/orders?q=%E5%B1%8B%E9%A1%B6", NULL), 200);
	HAS(id);
	case_order(w, ORDER_DRAFT);
	assert_int_equal(looked_at(w, STATION, ORDER_READ), 2);
	case_order(w, ORDER_WALL);
	assert_int_equal(looked_at(w, GUEST, ORDER_READ), 1);
}
STORY(only_what_is_near_is_looked_at_one_by_one)

/* ---- a county of random words ---- */

#define ORDER_COLUMNS                                                                              \
	"INSERT INTO orders (uid, number, kind, form, source, state, revision, title, detail, "    \
	"public_ok, category, urgency, place, people, requester, proxy, created, entered, "        \
	"deadline, public_title, public_detail, published, team, person) VALUES "
static const struct sql q_order = {
	"test_order",
	ORDER_COLUMNS "(?1, ?2, 0, 0, 0, ?3, 0, ?4, '', 1, ?5, 1, ?6, 1, ?7, ?8, 1, 1, ?9, ?10, "
		      "?11, ?12, ?13, ?14) RETURNING id",
	ORDER_COLUMNS "($1, $2, 0, 0, 0, $3, 0, $4, '', 1, $5, 1, $6, 1, $7, $8, 1, 1, $9, $10, "
		      "$11, $12, $13, $14) RETURNING id",
	9201,
};

/* Of any state, place and party; some published, some on the wall, some past their deadline. */
static void random_order(struct world *w, struct dice *d, int i)
{
	static const int64_t parties[] = {RESIDENT, OTHER_RESIDENT, STATION, VOLUNTEER, DISPATCHER};
	struct arena *a = w->mem;
	int64_t state = i % 3 ? dice_below(d, ORDER_STATES) : ORDER_WALL;
	bool published = state > ORDER_SUBMITTED && state <= ORDER_CLOSED && i % 4;
	bool served = state >= ORDER_ACCEPTED && state <= ORDER_CLOSED;
	int64_t team = served ? (i % 2 ? w->team_a : w->team_b) : 0;
	int64_t row = db_int(
		w->db, q_order, V(random_id(a)), V(arena_printf(a, "DD2026%04d", i)), V(state),
		V(made_up(a, d, 2, 6)), V(1 + dice_below(d, 3)), V(2 + dice_below(d, 4)),
		V(w->person[parties[dice_below(d, 5)]]), V(i % 5 ? (int64_t)0 : w->person[STATION]),
		V(clock_now() + dice_range(d, -1, 3) * DAY),
		V(published ? made_up(a, d, 2, 6) : NULL),
		V(published ? arena_printf(a, "%s\n%s", made_up(a, d, 1, 5), made_up(a, d, 1, 5))
	                    : NULL),
		V((int64_t)published), V(i % 6 ? team : 0),
		V(i % 6 || !served ? (int64_t)0 : w->person[VOLUNTEER]));
	struct order *o = order_load_row(&w->c, row);
	if (!o)
		fail_msg("%s", db_error(w->db));
	order_index(&w->c, o);
}

static void random_things(struct world *w, struct dice *d)
{
	struct arena *a = w->mem;
	for (int i = 0; i < 40; i++) {
		struct person p = {.name = made_up(a, d, 2, 4),
		                   .home = 2 + dice_below(d, 4),
		                   .volunteer = i % 3,
		                   .sample = true};
		struct team t = {.name = made_up(a, d, 2, 6),
		                 .kind = i % 5 ? TEAM_TEAM : TEAM_CORPS,
		                 .place = 1 + dice_below(d, 5),
		                 .state = i % 4 ? TEAM_REGISTERED : TEAM_PREPARING};
		struct menu_item m = {.title = made_up(a, d, 2, 6),
		                      .about = made_up(a, d, 2, 9),
		                      .category_row = 1,
		                      .area_row = 1 + dice_below(d, 5),
		                      .minutes = 30,
		                      .people = 1,
		                      .proposer = w->person[LEADER],
		                      .teams = (const char *[]){w->team_uid_a, NULL},
		                      .state = dice_below(d, MENU_STATES)};
		person_add(&w->c, &p);
		team_add(&w->c, &t);
		menu_add(&w->c, &m);
	}
	for (int i = 0; i < ORDERS; i++)
		random_order(w, d, i);
}

static void random_news(struct world *w, struct dice *d)
{
	for (int i = 0; i < 30; i++) {
		const char *uid;
		struct news_entry in = {
			.n = {.title = made_up(w->mem, d, 2, 6),
		              .body = arena_printf(w->mem, "%s\n%s", made_up(w->mem, d, 2, 6),
		                                   made_up(w->mem, d, 2, 6)),
		              .place = i % 2 ? VILLAGE : "430421"},
			.submit = i % 3 > 0};
		world_begin(w, DISPATCHER);
		assert_int_equal(news_write(&w->c, &in, &uid), OK);
		world_commit(w);
		world_begin(w, REVIEWER);
		if (i % 3 == 1)
			assert_int_equal(news_move(&w->c, uid, NEWS_PUBLISH, NULL, -1), OK);
		world_commit(w);
	}
}

/* ---- what is expected, and what comes ---- */

struct ids {
	const char *at[400];
	size_t count;
};

static void put(struct ids *l, const char *uid)
{
	if (l->count == 400)
		fail_msg("too many");
	l->at[l->count++] = uid;
}

static void same(const struct ids *expected, const struct ids *got, const char *what, enum who who,
                 const char *q)
{
	bool equal = expected->count == got->count;
	for (size_t i = 0; equal && i < got->count; i++)
		equal = text_equal(expected->at[i], got->at[i]);
	if (!equal)
		fail_msg("%s by %s, “%s”: %d instead of %d", what, who_names[who], q,
		         (int)got->count, (int)expected->count);
}

static bool order_holds(struct ctx *c, const struct order *o, const char *q)
{
	struct arena *a = c->mem;
	const char *title = arena_printf(a, "%s\n%s", o->title, o->number);
	const char *told = arena_printf(a, "%s\n%s", o->public_title, o->public_detail);
	return (order_sight(c, o) > SIGHT_PUBLIC && holds(a, title, q)) ||
	       (o->published && holds(a, told, q));
}

static bool told_holds(struct ctx *c, const struct order *o, const char *q)
{
	return holds(c->mem, arena_printf(c->mem, "%s\n%s", o->public_title, o->public_detail), q);
}

static bool queue_holds(struct ctx *c, const struct order *o, const char *q)
{
	struct arena *a = c->mem;
	return holds(a, arena_printf(a, "%s\n%s", o->title, o->number), q) ||
	       holds(a,
	             strrchr(o->place_title, ' ') ? strrchr(o->place_title, ' ') + 1
	                                          : o->place_title,
	             q);
}

static struct order *queue_of(struct ctx *c, const struct order_query *q, size_t *n,
                              const char **next)
{
	return order_queue(c, ORDER_DISPATCH, q, n, next);
}

/* Every page of a list, with and without the words: the first filtered by hand is the second. */
static void compare_orders(struct ctx *c, enum who who, const char *what,
                           struct order *(*list)(struct ctx *, const struct order_query *, size_t *,
                                                 const char **),
                           bool (*fits)(struct ctx *, const struct order *, const char *),
                           struct order_query q)
{
	struct ids expected = {.count = 0}, got = {.count = 0};
	const char *words = q.q, *next = NULL;
	size_t n;
	for (int asked = 0; asked < 2; asked++) {
		q.q = asked ? words : NULL;
		q.after = NULL;
		q.limit = asked ? 7 : 50;
		do {
			struct order *o = list(c, &q, &n, &next);
			for (size_t i = 0; i < n; i++)
				if (asked)
					put(&got, o[i].uid);
				else if (fits(c, order_by_uid(c, o[i].uid), words))
					put(&expected, o[i].uid);
			q.after = next;
		} while (next);
	}
	same(&expected, &got, what, who, words);
}

static const char *asked(struct arena *a, struct dice *d)
{
	static const char *const more[] = {"DD2026", "0001", "B", "１", "村", "没有的"};
	return dice_below(d, 5) ? made_up(a, d, 1, 3) : more[dice_below(d, 6)];
}

static void orders_are_found_by_right(struct world *w)
{
	static const enum who askers[] = {GUEST,      RESIDENT, VOLUNTEER,      LEADER,
	                                  STATION,    TOWNSHIP, OTHER_TOWNSHIP, REVIEWER,
	                                  DISPATCHER, VIEWER,   SYSADMIN};
	static const char *const places[] = {NULL, TOWN, OTHER_VILLAGE};
	struct dice d = dice_new(11);
	world_begin(w, GUEST);
	random_things(w, &d);
	world_commit(w);
	for (size_t k = 0; k < sizeof askers / sizeof *askers; k++) {
		world_begin(w, askers[k]);
		w->c.who = askers[k] == GUEST ? &actor_guest : w->c.who;
		for (int i = 0; i < ASKED; i++) {
			struct order_query q = {.q = asked(w->mem, &d),
			                        .urgency = -1,
			                        .place = places[dice_below(&d, 3)],
			                        .state = dice_range(&d, -1, ORDER_CANCELLED)};
			compare_orders(&w->c, askers[k], "orders", order_list, order_holds, q);
			q.state = i % 3 ? (i % 2 ? ORDER_WALL : ORDER_CLOSED) : ORDER_SERVING;
			compare_orders(&w->c, askers[k], "wall", order_wall, told_holds, q);
			q.state = ORDER_SUBMITTED + i % 2;
			compare_orders(&w->c, askers[k], "queue", queue_of, queue_holds, q);
		}
		world_commit(w);
	}
}
STORY(orders_are_found_by_right)

static void compare_people(struct ctx *c, enum who who, struct person_query q)
{
	struct ids expected = {.count = 0}, got = {.count = 0};
	const char *words = q.q, *next;
	size_t n;
	for (int asked = 0; asked < 2; asked++) {
		q.q = asked ? words : NULL;
		q.after = NULL;
		do {
			struct person_row *p = person_list(c, &q, &n, &next);
			for (size_t i = 0; i < n; i++)
				if (asked)
					put(&got, p[i].uid);
				else if (holds(c->mem,
				               arena_printf(c->mem, "%s\n%s", p[i].name,
				                            p[i].number ? p[i].number : ""),
				               words))
					put(&expected, p[i].uid);
			q.after = next;
		} while (next);
	}
	same(&expected, &got, "people", who, words);
}

static void people_are_found_by_right(struct world *w)
{
	static const enum who askers[] = {GUEST,    RESIDENT, LEADER,     STATION, OTHER_STATION,
	                                  TOWNSHIP, REVIEWER, DISPATCHER, VIEWER};
	static const char *const places[] = {NULL, TOWN, OTHER_VILLAGE, "430421", "430421999"};
	struct dice d = dice_new(12);
	world_begin(w, GUEST);
	random_things(w, &d);
	world_commit(w);
	for (size_t k = 0; k < sizeof askers / sizeof *askers; k++) {
		world_begin(w, askers[k]);
		w->c.who = askers[k] == GUEST ? &actor_guest : w->c.who;
		for (int i = 0; i < ASKED; i++)
			compare_people(&w->c, askers[k],
			               (struct person_query){.q = i % 4 ? made_up(w->mem, &d, 1, 3)
			                                          : i % 8 ? "zy"
			                                                  : "示例",
			                                     .volunteers = i % 3 == 0,
			                                     .place = places[dice_below(&d, 5)]});
		world_commit(w);
	}
}
STORY(people_are_found_by_right)

static struct ids teams_of(struct ctx *c, const char *place, const char *q, const char *filter)
{
	struct ids l = {.count = 0};
	const char *after = NULL;
	size_t n;
	do {
		struct team *t = team_list(c, place, NULL, q, after, &n);
		for (size_t i = 0; i < n; i++)
			if (!filter || holds(c->mem, t[i].name, filter))
				put(&l, t[i].uid);
		after = n == TEAM_PAGE ? t[n - 1].uid : NULL;
	} while (after);
	return l;
}

static struct ids menu_of(struct ctx *c, bool desk, const char *q, const char *filter)
{
	struct ids l = {.count = 0};
	struct menu_query query = {
		.state = -1, .form = -1, .sort = MENU_BY_NEW, .desk = desk, .q = q};
	const char *next;
	size_t n;
	do {
		struct menu_item *m = menu_list(c, &query, &n, &next);
		for (size_t i = 0; i < n; i++)
			if (!filter ||
			    holds(c->mem, arena_printf(c->mem, "%s\n%s", m[i].title, m[i].about),
			          filter))
				put(&l, m[i].uid);
		query.after = next;
	} while (next);
	return l;
}

static struct ids news_of(struct ctx *c, bool desk, const char *q, const char *filter)
{
	struct ids l = {.count = 0};
	struct news_query query = {.state = -1, .kind = -1, .desk = desk, .q = q, .limit = 9};
	const char *next;
	size_t n;
	do {
		struct news *m = news_list(c, &query, &n, &next);
		for (size_t i = 0; i < n; i++)
			if (!filter || holds(c->mem,
			                     arena_printf(c->mem, "%s\n%s", m[i].title,
			                                  news_by_uid(c, m[i].uid)->body),
			                     filter))
				put(&l, m[i].uid);
		query.after = next;
	} while (next);
	return l;
}

static void teams_services_and_news_are_found_by_their_words(struct world *w)
{
	static const enum who askers[] = {GUEST, LEADER, TOWNSHIP, OTHER_TOWNSHIP, REVIEWER};
	struct dice d = dice_new(13);
	world_begin(w, GUEST);
	random_things(w, &d);
	world_commit(w);
	random_news(w, &d);
	for (size_t k = 0; k < sizeof askers / sizeof *askers; k++) {
		world_begin(w, askers[k]);
		w->c.who = askers[k] == GUEST ? &actor_guest : w->c.who;
		for (int i = 0; i < ASKED; i++) {
			const char *q = i % 9 ? made_up(w->mem, &d, 1, 3) : "队（示例）";
			const char *place = i % 3 ? NULL : TOWN;
			struct ids e = teams_of(&w->c, place, NULL, q);
			struct ids g = teams_of(&w->c, place, q, NULL);
			same(&e, &g, "teams", askers[k], q);
			e = menu_of(&w->c, i % 2, NULL, q);
			g = menu_of(&w->c, i % 2, q, NULL);
			same(&e, &g, "menu", askers[k], q);
			e = news_of(&w->c, i % 2, NULL, q);
			g = news_of(&w->c, i % 2, q, NULL);
			same(&e, &g, "news", askers[k], q);
		}
		world_commit(w);
	}
}
STORY(teams_services_and_news_are_found_by_their_words)

const struct CMUnitTest found_tests[] = {
	TOLD(only_what_is_near_is_looked_at_one_by_one),
	TOLD(orders_are_found_by_right),
	TOLD(people_are_found_by_right),
	TOLD(teams_services_and_news_are_found_by_their_words),
};
const size_t found_tests_count = sizeof found_tests / sizeof *found_tests;
