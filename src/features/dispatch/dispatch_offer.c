/* The rule about the reason, said once for pages and API, and several orders at once. */
#include "base/arena.h"
#include "base/text.h"
#include "features/dispatch/dispatch_priv.h"
#include "features/order/order_move.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

/* ---- one order ---- */

struct chosen {
	const char **teams, **people; /* uids, each once */
	size_t team_count, person_count;
};

static bool among(const char *const *list, size_t n, const char *uid)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(list[i], uid))
			return true;
	return false;
}

static const char **each_once(struct ctx *c, const char *one, const char *const *more, size_t *n)
{
	size_t most = 1;
	for (*n = 0; more && more[most - 1];)
		most++;
	const char **all = ARENA_ARRAY(c->mem, const char *, most + 1);
	if (!text_empty(one))
		all[(*n)++] = one;
	for (; more && *more; more++)
		if (!text_empty(*more) && !among(all, *n, *more))
			all[(*n)++] = *more;
	return all;
}

/* Are these the first ones, teams before single people? */
static bool are_first(struct dispatch *d, const struct order *o, const struct chosen *in)
{
	size_t n = in->team_count + in->person_count;
	struct dispatch_list l = dispatch_rank(d, o, DISPATCH_TEAMS, n, NULL);
	size_t teams = l.count;
	for (size_t i = 0; i < l.count; i++)
		if (!among(in->teams, in->team_count, l.at[i].uid))
			return false;
	if (in->team_count != teams)
		return false;
	l = dispatch_rank(d, o, DISPATCH_PEOPLE, n - teams, NULL);
	for (size_t i = 0; i < l.count; i++)
		if (!among(in->people, in->person_count, l.at[i].uid))
			return false;
	return in->person_count == l.count;
}

/* A person whom the category's paper is wanted of; what else stands against him order_move() says. */
static void refuse_unqualified(struct ctx *c, const struct order *o, const char *const *people)
{
	for (; *people; people++) {
		struct person *p = person_by_uid(c, *people);
		int64_t at = o->wanted_from > c->now ? o->wanted_from : c->now;
		if (p && !person_qualified(c, p->id, o->category_row, at))
			ctx_refuse(c, ERR_INVALID, "person", "%s没有这一类要求的有效资质（%s）。",
			           person_told(c, p), qualification_asked(c, o->category_row));
	}
}

static enum err check(struct ctx *c, const struct order *o, const struct order_act *in)
{
	struct chosen ch;
	ch.teams = each_once(c, in->team, in->teams, &ch.team_count);
	ch.people = each_once(c, in->person, in->people, &ch.person_count);
	if (!ch.team_count && !ch.person_count)
		return OK; /* order_move() says what is missing */
	struct dispatch *d = dispatch_open(c);
	dispatch_refuse_barred(d, o, ch.teams);
	refuse_unqualified(c, o, ch.people);
	if (!c->problem_count && text_empty(in->reason) && !are_first(d, o, &ch))
		ctx_refuse(c, ERR_INVALID, "reason", "没有选排在最前的，请写一句为什么。");
	return c->problem_count ? ERR_INVALID : OK;
}

enum err dispatch_offer(struct ctx *c, const char *uid, const struct order_act *in)
{
	const struct order *o = order_by_uid(c, uid);
	bool same = o && (in->revision < 0 || in->revision == o->revision);
	enum err e = same && order_may(c, o, ACT_OFFER) ? check(c, o, in) : OK;
	return e == OK ? order_move(c, uid, ACT_OFFER, in) : e;
}
