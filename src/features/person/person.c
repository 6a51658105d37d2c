#include "features/person/person.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "core/search.h"
#include "core/setting.h"
#include "features/place/place.h"
#include "gen/person.sql.h"

#include <string.h>

const char *const person_secret_words[] = {"phone", "address", "id_number", NULL};
const char *const person_secret_labels[] = {"手机号", "住址", "身份证号", NULL};

const char *const person_end_words[] = {"here", "died", "left", NULL};
const char *const person_end_labels[] = {"", "已去世", "已搬离本县", NULL};

enum { NUMBER_DIGITS = 10 };

struct person *person_get(struct ctx *c, int64_t id)
{
	return id ? sql_person_get(c, id) : NULL;
}

struct person *person_by_uid(struct ctx *c, const char *uid)
{
	return text_empty(uid) ? NULL : sql_person_by_uid(c, uid);
}

static const char *phone_index(struct ctx *c, const char *phone)
{
	return text_empty(phone) ? NULL : crypto_index(c->keys, c->mem, "phone", phone);
}

static const char *id_index(struct ctx *c, const char *number)
{
	return text_empty(number) ? NULL : crypto_index(c->keys, c->mem, "id_number", number);
}

struct person *person_by_phone(struct ctx *c, const char *phone)
{
	/* A landline is a house's or an office's: it tells nobody apart. */
	const char *index = person_phone_mobile(phone) ? phone_index(c, phone) : NULL;
	return index ? sql_person_by_phone(c, index) : NULL;
}

bool person_phone_of_dead(struct ctx *c, const char *phone, const char *name)
{
	const char *index = phone_index(c, phone);
	return index && sql_person_phone_of_dead(c, index, name);
}

struct person *person_by_number(struct ctx *c, const char *number)
{
	return text_empty(number) ? NULL : sql_person_by_number(c, number);
}

struct person *person_by_id_number(struct ctx *c, const char *id_number)
{
	const char *index = id_index(c, id_number);
	return index ? sql_person_by_id_number(c, index) : NULL;
}

static void each(struct ctx *c, struct person *p, __typeof__(sealed_open) *open)
{
	p->phone = open(c, "person", "phone", p->uid, p->phone);
	p->id_number = open(c, "person", "id_number", p->uid, p->id_number);
	p->address = open(c, "person", "address", p->uid, p->address);
	p->email = open(c, "person", "email", p->uid, p->email);
}

void person_open(struct ctx *c, struct person *p)
{
	each(c, p, sealed_open);
}

void person_open_to_show(struct ctx *c, struct person *p)
{
	each(c, p, sealed_show);
}

static const char *sealed(struct ctx *c, const char *kind, const char *column, const char *uid,
                          const char *text)
{
	return text_empty(text) ? NULL : crypto_seal(c->keys, c->mem, kind, column, uid, text);
}

struct person_kept person_kept(struct ctx *c, const struct person *p)
{
	struct person_kept k = {*p, phone_index(c, p->phone), id_index(c, p->id_number)};
	each(c, &k.p, sealed);
	return k;
}

/* Random, so that it tells neither age nor order of registration. */
static const char *new_number(struct ctx *c)
{
	uint64_t n;
	random_bytes(&n, sizeof(n));
	return arena_printf(c->mem, "ZY%0*llu", NUMBER_DIGITS,
	                    (unsigned long long)(n % 10000000000ULL));
}

void person_index(struct ctx *c, const struct person *p)
{
	struct place *home = place_get(c, p->home);
	search_put(c, SEARCH_PERSON, p->id, home ? home->path : "",
	           p->merged_into
	                   ? NULL
	                   : arena_printf(c->mem, "%s\n%s", p->name, p->number ? p->number : ""));
}

int64_t person_add(struct ctx *c, struct person *p)
{
	if (text_empty(p->uid))
		p->uid = random_id(c->mem);
	if (!p->birth)
		p->birth = person_birth_of(p->id_number);
	if (!p->gender)
		p->gender = person_gender_of(p->id_number);
	if (p->volunteer && text_empty(p->number))
		p->number = new_number(c);
	if (!p->created)
		p->created = c->now;
	if (!p->skills)
		p->skills = "";
	struct person_kept k = person_kept(c, p);
	p->id = sql_person_insert(c, &k.p, k.phone_index, k.id_index);
	if (!p->id && !db_fault(c->db))
		ctx_refuse(c, ERR_INVALID, "id_number", "这个身份证号已经登记过。");
	if (p->id)
		person_index(c, p);
	return p->id;
}

static bool consent_missing(struct ctx *c, const char *by, const char *how, int64_t at)
{
	int before = c->problem_count;
	if (text_empty(by))
		ctx_refuse(c, ERR_INVALID, "consent.by", "请写明是谁同意登记的。");
	if (text_empty(how))
		ctx_refuse(c, ERR_INVALID, "consent.how", "请写明怎样取得的同意，如当面、电话。");
	if (at <= 0 || at > c->now + DAY)
		ctx_refuse(c, ERR_INVALID, "consent.at", "请填写取得同意的时间，不能晚于今天。");
	return c->problem_count > before;
}

/* That somebody died is told to those who may see his record. */
static void refuse_ended(struct ctx *c, const struct person *p)
{
	if (person_visible(c, p->id))
		ctx_refuse(c, ERR_INVALID, NULL,
		           "%s%s，不能再登记；如果记错了，请先在人员页面恢复。", p->name,
		           person_end_labels[p->ended]);
	else
		ctx_refuse(c, ERR_INVALID, NULL,
		           "这个人的档案不在您的辖区，请联系他所在的村站核对档案。");
}

struct person *person_enter(struct ctx *c, const char *name, const char *phone, const char *address,
                            int64_t home, const char *consent_by, const char *consent_how,
                            int64_t consent_at, const char *ask)
{
	if (consent_missing(c, consent_by, consent_how, consent_at))
		return NULL;
	const char *index = phone_index(c, phone);
	struct person *known = index ? sql_person_by_name_and_phone(c, index, name) : NULL;
	if (known && known->ended) {
		refuse_ended(c, known);
		return NULL;
	}
	if (known)
		return known;
	if (ask && person_phone_of_dead(c, phone, NULL)) {
		ctx_refuse(
			c, ERR_INVALID, ask,
			"这个手机号记在一份已登记去世的档案里。请先核实现在是他本人在用，再勾选；"
			"不是，请换一个号码或不填。");
		return NULL;
	}
	struct person *p = ARENA_NEW(c->mem, struct person);
	*p = (struct person){.name = name,
	                     .phone = phone,
	                     .address = address,
	                     .home = home,
	                     .consent_by = consent_by,
	                     .consent_how = consent_how,
	                     .consent_at = consent_at,
	                     .entered_by = c->who->id};
	if (!person_add(c, p))
		return NULL;
	audit(c, "person.enter", "person", p->uid, NULL);
	return person_get(c, p->id);
}

bool person_visible(struct ctx *c, int64_t id)
{
	return sql_person_visible(c, access_scope(c->who, PERSON_READ), id) > 0;
}

const char *person_told(struct ctx *c, const struct person *p)
{
	return p && person_visible(c, p->id) ? p->name : "这个人";
}

static bool may_reveal(struct ctx *c, const struct person *p)
{
	struct place *home = place_get(c, p->home);
	return access_may(c->who, PERSON_REVEAL,
	                  &(struct subject){.path = home ? home->path : NULL, .owner = p->id});
}

enum err person_look_limit(struct ctx *c)
{
	int64_t today = sql_person_reveals_since(c, clock_midnight(c->now));
	if (today >= setting_int(c, "reveal.per_day"))
		return ctx_refuse(c, ERR_LIMIT, NULL, "您今天查看隐私信息已达 %d 次，请明天再来。",
		                  (int)today);
	return OK;
}

void person_looked(struct ctx *c, const char *kind, const char *uid, const char *reason)
{
	sql_person_looked(c, kind, uid, reason);
}

enum err person_reveal(struct ctx *c, const char *uid, int64_t what, const char *reason,
                       const char **text)
{
	struct person *p = person_by_uid(c, uid);
	if (!p || !person_visible(c, p->id))
		return ERR_MISSING;
	if (!may_reveal(c, p))
		return ERR_DENIED;
	if (what < 0 || what >= SECRET_COUNT)
		return ctx_refuse(c, ERR_INVALID, "what", "请选择要查看哪一项。");
	if (text_length(reason) < 4)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明查看的理由，至少四个字。");
	if (person_look_limit(c) != OK)
		return ERR_LIMIT;
	person_looked(c, "person", p->uid,
	              arena_printf(c->mem, "%s: %s", person_secret_words[what], reason));
	audit(c, "person.reveal", "person", p->uid, person_secret_words[what]);
	person_open(c, p);
	const char *values[SECRET_COUNT] = {p->phone, p->address, p->id_number};
	*text = values[what] ? values[what] : "";
	return OK;
}

enum err person_edit(struct ctx *c, const struct person_edit *in)
{
	struct person *p = person_get(c, c->who->id);
	if (!p)
		return ERR_MISSING;
	struct person_edit e = *in;
	if (!text_empty(in->email))
		e.email = sealed(c, "person", "email", p->uid, in->email);
	if (!text_empty(in->address))
		e.address = sealed(c, "person", "address", p->uid, in->address);
	if (sql_person_edit(c, &e) != 1)
		return ctx_refuse(c, ERR_LOST, NULL, "您的档案刚刚被并入另一份，请重新登录。");
	if (in->home)
		person_index(c, person_get(c, p->id));
	audit(c, "person.edit", "person", p->uid, NULL);
	return OK;
}

void person_set_sms(struct ctx *c, bool off)
{
	sql_person_sms_set(c, off);
}

void person_set_end(struct ctx *c, int64_t person, enum person_end ended)
{
	sql_person_end_set(c, person, ended);
}

void person_set_home(struct ctx *c, int64_t person, int64_t home)
{
	sql_person_home_set(c, person, home);
}
