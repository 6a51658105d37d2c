#include "features/person/duplicate.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/sealed.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/person.sql.h"

#include <string.h>

const struct field duplicate_fields[] = {
	FIELD(struct duplicate, id),
	FIELD(struct duplicate, name, .label = "姓名"),
	FIELD(struct duplicate, home, .label = "住地"),
	FIELD(struct duplicate, phone, .label = "电话", .doc = "masked"),
	FIELD(struct duplicate, other),
	FIELD(struct duplicate, other_name, .label = "另一份的姓名"),
	FIELD(struct duplicate, other_home, .label = "另一份的住地"),
	FIELD(struct duplicate, other_phone, .label = "另一份的电话", .doc = "masked"),
	FIELD(struct duplicate, same_phone, .label = "电话相同"),
	FIELD(struct duplicate, same_name, .label = "姓名相同"),
	RECORD("Duplicate", "Two records that may be one person."),
};

static void dress(struct ctx *c, struct duplicate *d)
{
	struct person *a = person_get(c, d->low), *b = person_get(c, d->high);
	d->id = a->uid;
	d->other = b->uid;
	d->name = a->name;
	d->other_name = b->name;
	d->home = place_title(c, a->home);
	d->other_home = place_title(c, b->home);
	d->phone = sealed_veil(c, "person", "phone", a->uid, a->phone, 3, 4);
	d->other_phone = sealed_veil(c, "person", "phone", b->uid, b->phone, 3, 4);
}

struct duplicate *duplicate_list(struct ctx *c, struct cursor at, size_t *count, const char **next)
{
	struct duplicate *d = sql_duplicate_list(c, access_scope(c->who, PERSON_VOUCH), &at, count);
	*next = NULL;
	if (*count > DUPLICATE_PAGE) {
		*count = DUPLICATE_PAGE;
		const struct duplicate *last = &d[*count - 1];
		*next = cursor_text(
			c->mem, (struct cursor){-(int64_t)last->same_name, last->low, last->high});
	}
	for (size_t i = 0; i < *count; i++)
		dress(c, &d[i]);
	return d;
}

/* In reach, with what is sealed opened; NULL: not his to touch. */
static struct person *mine(struct ctx *c, const char *uid)
{
	struct person *p = person_by_uid(c, uid);
	struct place *home = p ? place_get(c, p->home) : NULL;
	if (!home || !access_may(c->who, PERSON_VOUCH, &(struct subject){.path = home->path}))
		return NULL;
	person_open(c, p);
	return p;
}

static enum err both(struct ctx *c, const char *one, const char *other, struct person **a,
                     struct person **b)
{
	*a = mine(c, one);
	*b = mine(c, other);
	if (!*a || !*b)
		return ERR_MISSING;
	if ((*a)->id == (*b)->id)
		return ctx_refuse(c, ERR_INVALID, "other", "请选两份不同的档案。");
	return OK;
}

enum err duplicate_apart(struct ctx *c, const char *one, const char *other)
{
	struct person *a, *b;
	enum err e = both(c, one, other, &a, &b);
	if (e != OK)
		return e;
	sql_duplicate_apart(c, a->id < b->id ? a->id : b->id, a->id < b->id ? b->id : a->id);
	audit(c, "person.apart", "person", a->uid, b->uid);
	return OK;
}

/* Other servers that give a duty, change or merge one of them wait from here on. */
static void hold(struct ctx *c, int64_t one, int64_t other)
{
	duty_turn(c, one < other ? one : other);
	duty_turn(c, one < other ? other : one);
}

static enum err allowed(struct ctx *c, const struct person *keep, const struct person *gone,
                        const char *note)
{
	int before = c->problem_count;
	if (keep->ended || gone->ended)
		duty_end(c, keep->id, gone->id);
	if (keep->id == c->who->id || gone->id == c->who->id)
		ctx_refuse(c, ERR_INVALID, NULL, "自己的档案要由别人来合并。");
	if (!text_empty(keep->id_number) && !text_empty(gone->id_number))
		ctx_refuse(c, ERR_INVALID, NULL, "两份档案的身份证号不同，是两个人，不能合并。");
	if (account_of(c, gone->id) && !account_of(c, keep->id))
		ctx_refuse(c, ERR_INVALID, "keep", "要并掉的档案有账号，请保留有账号的那一份。");
	if (duty_of(c, gone->id))
		ctx_refuse(c, ERR_INVALID, "keep",
		           "要并掉的档案担任%s，请先由安全管理员收回，或请他保留这一份。",
		           duty_labels(c, duty_of(c, gone->id)));
	if (account_of(c, gone->id) && account_of(c, gone->id)->locked && duty_of(c, keep->id))
		ctx_refuse(
			c, ERR_INVALID, "keep",
			"要并掉的档案账号已停用，而要保留的档案担任%s；请先由管理员处理这个账号。",
			duty_labels(c, duty_of(c, keep->id)));
	feature_may_merge(c, keep->id, gone->id);
	if (text_length(note) < 4)
		ctx_refuse(c, ERR_INVALID, "note", "请写明怎样核实是同一个人，至少四个字。");
	return c->problem_count > before ? ERR_INVALID : OK;
}

static const char *either(const char *a, const char *b)
{
	return text_empty(a) ? b : a;
}

/* Who may be a minor is treated as one, unless an ID number says when he was born. */
static int64_t born(const struct person *k, const struct person *g)
{
	if (!text_empty(k->id_number) || !text_empty(g->id_number))
		return text_empty(k->id_number) ? g->birth : k->birth;
	return k->birth > g->birth ? k->birth : g->birth;
}

/* died, left, here: the first of these that one of the two is; of two that say the same, the earlier. */
static const struct person *more_gone(const struct person *k, const struct person *g)
{
	static const int rank[] = {[PERSON_HERE] = 0, [PERSON_LEFT] = 1, [PERSON_DIED] = 2};
	if (rank[k->ended] != rank[g->ended])
		return rank[k->ended] > rank[g->ended] ? k : g;
	return k->ended_at <= g->ended_at ? k : g;
}

/* What the kept one lacks is taken from the other; of what holds somebody back the stricter stays:
 *
 *   phone, ID number, address, e-mail, gender, number,
 *   skills, hours, radius, consent          his own, else the other's
 *   birth                                   born()
 *   volunteer                               when either is
 *   no_sms                                  when either wants none
 *   ended, ended_at                         more_gone(); features/depart draws the consequences
 *   account.locked                          when the other's was locked before: duplicate_merge()
 *   guardian                                all rows move; none is made up, none is lost
 *   name, home, entered_by, created, sample his own */
static void fill_up(struct ctx *c, const struct person *k, const struct person *g)
{
	const struct person *end = more_gone(k, g), *agreed = k->consent_at ? k : g;
	struct person next = *k;
	next.phone = either(k->phone, g->phone);
	next.id_number = either(k->id_number, g->id_number);
	next.address = either(k->address, g->address);
	next.email = either(k->email, g->email);
	next.birth = born(k, g);
	next.gender = k->gender ? k->gender : g->gender;
	next.volunteer = k->volunteer || g->volunteer;
	next.number = either(k->number, g->number);
	next.skills = text_empty(k->skills) ? g->skills : k->skills;
	next.hours = either(k->hours, g->hours);
	next.radius = k->radius ? k->radius : g->radius;
	next.consent_by = agreed->consent_by;
	next.consent_how = agreed->consent_how;
	next.consent_at = agreed->consent_at;
	next.no_sms = k->no_sms || g->no_sms;
	next.ended = end->ended;
	next.ended_at = end->ended_at;
	struct person_kept kept = person_kept(c, &next);
	sql_merge_kept(c, &kept.p, kept.phone_index, kept.id_index);
}

enum err duplicate_merge(struct ctx *c, const char *keep, const char *gone, const char *note)
{
	struct person *k, *g;
	enum err e = both(c, keep, gone, &k, &g);
	if (e == OK) {
		hold(c, k->id, g->id);
		e = both(c, keep, gone, &k, &g); /* as they are, now that nobody can change them */
	}
	if (e == OK)
		e = allowed(c, k, g, note);
	if (e != OK)
		return e;
	const struct account *account = account_of(c, g->id);
	if (account && account->locked && account_of(c, k->id))
		e = account_lock(c, k->id, "his other account was locked", HAND_ONE);
	if (account && e == OK)
		e = account_lock(c, g->id, "merged into another person", HAND_ONE);
	if (e != OK)
		return e;
	const char *rows = feature_follow_person(c, g->id, k->id, false);
	const char *note_of_number = text_empty(g->number)
	                                     ? ""
	                                     : arena_printf(c->mem, "; number %s", g->number);
	if (sql_merge_gone(c, g->id, k->id) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "刚刚有别人处理过，请刷新后再看。");
	fill_up(c, k, g);
	if (duty_of(c, k->id))
		duty_tell_one(c, k->id, "另一份档案并入了您的档案",
		              arena_printf(c->mem, "由%s办理。不是同一个人，请马上联系中心。",
		                           c->who->name),
		              "/me");
	person_index(c, person_get(c, k->id));
	person_index(c, person_get(c, g->id));
	sql_merge_insert(c, k->id, g->id, note, arena_printf(c->mem, "%s%s", rows, note_of_number));
	audit(c, "person.merge", "person", k->uid, g->uid);
	return feature_merged(c, k->id, g->id, note);
}

struct merge *merge_list(struct ctx *c, int64_t kept, size_t *count)
{
	return sql_merge_list(c, kept, count);
}

/* ---- what another server wrote for him meanwhile ---- */

bool duplicate_late_due(struct ctx *c)
{
	size_t n;
	return sql_merge_since(c, c->now - FEATURE_LATE, c->now - FEATURE_LATE_FROM, &n) && n;
}

bool duplicate_late(struct ctx *c)
{
	size_t n;
	enum err e = OK;
	struct merge_pair *m = sql_merge_since(c, c->now - FEATURE_LATE, c->now - FEATURE_LATE_FROM,
	                                       &n);
	for (size_t i = 0; i < n && e == OK; i++) {
		hold(c, m[i].kept, m[i].gone);
		const char *rows = feature_follow_person(c, m[i].gone, m[i].kept, true);
		if (text_empty(rows))
			continue;
		audit(c, "person.late", "person", m[i].uid, rows);
		e = feature_merged(c, m[i].kept, m[i].gone, "合并时另有写入，随后转来");
	}
	return e == OK;
}
