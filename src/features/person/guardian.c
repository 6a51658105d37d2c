#include "features/person/guardian.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/person.sql.h"

#include <string.h>

const char *const guardian_purpose_words[] = {"data", "takes_part", "comes_along", NULL};
const char *const guardian_purpose_labels[] = {"同意登记和使用他的信息", "同意他参加志愿服务",
                                               "每次陪同他参加", NULL};

struct guardian *guardian_list(struct ctx *c, int64_t person, size_t *count)
{
	struct guardian *g = sql_guardian_list(c, person, count);
	for (size_t i = 0; i < *count; i++) {
		g[i].name = sealed_show(c, "guardian", "name", g[i].seal, g[i].name);
		g[i].phone = sealed_veil(c, "guardian", "phone", g[i].seal, g[i].phone, 3, 4);
	}
	return g;
}

static void check(struct ctx *c, const struct person *p, const struct guardian *g)
{
	int64_t age = person_age(p->birth, c->now);
	if (age < 0 || age >= GUARDIAN_AGE)
		ctx_refuse(c, ERR_INVALID, NULL, "%s已满 18 岁，或没有登记生日，不用监护人同意。",
		           p->name);
	if (g->purpose < 0 || g->purpose > GUARDIAN_COMES_ALONG)
		ctx_refuse(c, ERR_INVALID, "guardian.purpose", "请选择监护人同意什么。");
	if (text_empty(g->name))
		ctx_refuse(c, ERR_INVALID, "guardian.name", "请填写监护人的姓名。");
	if (text_empty(g->phone))
		ctx_refuse(c, ERR_INVALID, "guardian.phone", "请填写监护人的手机号。");
	if (text_empty(g->how))
		ctx_refuse(c, ERR_INVALID, "guardian.how", "请写明怎样取得的同意，如书面、当面。");
	if (g->at <= 0 || g->at > c->now + DAY)
		ctx_refuse(c, ERR_INVALID, "guardian.at", "请填写取得同意的日期，不能晚于今天。");
}

static void keep(struct ctx *c, int64_t person, const struct guardian *g, int64_t entered_by)
{
	struct guardian k = *g;
	k.seal = random_id(c->mem);
	k.name = crypto_seal(c->keys, c->mem, "guardian", "name", k.seal, g->name);
	k.phone = crypto_seal(c->keys, c->mem, "guardian", "phone", k.seal, g->phone);
	sql_guardian_insert(c, &k, person, entered_by);
}

enum err guardian_add(struct ctx *c, const char *person, const struct guardian *g)
{
	struct person *p = person_by_uid(c, person);
	if (!p || !person_visible(c, p->id))
		return ERR_MISSING;
	struct place *home = place_get(c, p->home);
	if (!access_may(c->who, PERSON_ENTER, &(struct subject){.path = home ? home->path : NULL}))
		return ERR_DENIED;
	int before = c->problem_count;
	check(c, p, g);
	if (c->problem_count > before)
		return ERR_INVALID;
	keep(c, p->id, g, c->who->id);
	audit(c, "person.guardian", "person", p->uid, guardian_purpose_words[g->purpose]);
	return OK;
}

/* ---- typed at registering ---- */

const char guardian_consent_by[] = "监护人", guardian_consent_how[] = "监护人网上同意";

static void typed(struct ctx *c, int64_t person, const char *name, const char *phone, int64_t at)
{
	keep(c, person,
	     &(struct guardian){.purpose = GUARDIAN_DATA,
	                        .name = name,
	                        .phone = phone ? phone : "",
	                        .how = guardian_consent_how,
	                        .at = at},
	     0);
}

void guardian_typed(struct ctx *c, int64_t person, const char *name, const char *phone)
{
	typed(c, person, name, phone, c->now);
}

void guardian_reseal(struct ctx *c)
{
	static const char mark[] = "（监护人）", tail[] = "手机尾号 ";
	size_t n = 1;
	while (n) {
		struct person *r = sql_guardian_clear(c, &n);
		for (size_t i = 0; i < n; i++) {
			const char *by = r[i].consent_by, *how = r[i].consent_how;
			const char *end = how ? strstr(how, tail) : NULL;
			typed(c, r[i].id, arena_strndup(c->mem, by, strlen(by) - strlen(mark)),
			      end ? arena_printf(c->mem, "*******%s", end + strlen(tail)) : NULL,
			      r[i].consent_at);
			sql_guardian_cleared(c, r[i].id, guardian_consent_by, guardian_consent_how);
		}
	}
}

static bool agreed(struct ctx *c, const struct person *p, int64_t purpose)
{
	return sql_guardian_agreed(c, p->id, purpose) > 0;
}

const char *guardian_fault(struct ctx *c, const struct person *p, int64_t at)
{
	int64_t age = person_age(p->birth, at);
	if (age < 0 || age >= GUARDIAN_AGE)
		return NULL;
	if (age < GUARDIAN_AGE_DATA && !agreed(c, p, GUARDIAN_DATA))
		return "未满 14 岁，还没有登记监护人同意使用他的信息，不能排进服务";
	if (!agreed(c, p, GUARDIAN_TAKES_PART) && !agreed(c, p, GUARDIAN_COMES_ALONG))
		return "未满 18 岁，还没有登记监护人同意参加或陪同，不能排进服务";
	return NULL;
}
