#include "features/auth/auth.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/grant.h"
#include "core/outbox.h"
#include "core/token.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/auth.sql.h"

static void guardian_missing(struct ctx *c, const struct signup *s, int64_t birth)
{
	int64_t age = person_age(birth, c->now);
	if (age < 0 || age >= AUTH_GUARDED_AGE)
		return;
	if (text_empty(s->guardian_name))
		ctx_refuse(c, ERR_INVALID, "guardian_name", "未满 14 周岁，请填写监护人姓名。");
	if (text_empty(s->guardian_phone))
		ctx_refuse(c, ERR_INVALID, "guardian_phone", "未满 14 周岁，请填写监护人电话。");
	if (!s->guardian_consent)
		ctx_refuse(c, ERR_INVALID, "guardian_consent", "未满 14 周岁，须由监护人同意。");
}

static void check_signup(struct ctx *c, const struct signup *s, const struct place *home,
                         int64_t birth)
{
	const char *fault = account_password_fault(c->mem, s->password, s->phone);
	if (fault)
		ctx_refuse(c, ERR_INVALID, "password", "%s", fault);
	if (s->volunteer && text_empty(s->id_number))
		ctx_refuse(c, ERR_INVALID, "id_number", "登记为志愿者须实名，请填写身份证号。");
	if (!birth) /* a passport or a permit tells none */
		ctx_refuse(c, ERR_INVALID, "birth", "请填写出生日期，或填写身份证号。");
	if (birth > c->now)
		ctx_refuse(c, ERR_INVALID, text_empty(s->id_number) ? "birth" : "id_number",
		           "出生日期不能晚于今天。");
	if (!text_empty(s->home) && (!home || home->kind == PLACE_COUNTY))
		ctx_refuse(c, ERR_INVALID, "home", "没有这个地区，或它已经撤并，请重新选择。");
	if (!s->consent)
		ctx_refuse(c, ERR_INVALID, "consent", "请先阅读并同意个人信息说明。");
	guardian_missing(c, s, birth);
}

static bool guarded(const struct signup *s)
{
	return s->guardian_consent && !text_empty(s->guardian_name);
}

enum err auth_register(struct ctx *c, const struct signup *s, const char *hash)
{
	struct place *home = place_current(c, s->home);
	int64_t told = text_empty(s->id_number) ? 0 : person_birth_of(s->id_number);
	int64_t birth = told ? told : s->birth;
	int before = c->problem_count;
	check_signup(c, s, home, birth);
	if (c->problem_count > before)
		return ERR_INVALID;
	if (account_find(c, s->phone)->person || person_by_id_number(c, s->id_number) ||
	    person_phone_of_dead(c, s->phone, s->name)) {
		audit(c, "account.register_known", "account", "", NULL);
		return OK;
	}
	struct person p = {.name = s->name,
	                   .phone = s->phone,
	                   .id_number = s->id_number,
	                   .birth = birth,
	                   .home = home ? home->id : 0,
	                   .volunteer = s->volunteer};
	p.consent_at = c->now;
	p.consent_by = guarded(s) ? guardian_consent_by : s->name;
	p.consent_how = guarded(s) ? guardian_consent_how : "本人网上登记";
	if (!person_add(c, &p))
		return ERR_INVALID;
	if (guarded(s))
		guardian_typed(c, p.id, s->guardian_name, s->guardian_phone);
	audit(c, "person.register", "person", p.uid, s->volunteer ? "volunteer" : "resident");
	return account_create(c, p.id, s->phone, hash, false, WAY_OWN);
}

/* The one with this phone and name, or a new one; consent is that of the account's owner. */
static int64_t person_named(struct ctx *c, const char *name, const char *phone)
{
	const char *index = crypto_index(c->keys, c->mem, "phone", phone);
	int64_t known = sql_auth_person_named(c, index, name);
	struct person p = {.name = name,
	                   .phone = phone,
	                   .consent_by = name,
	                   .consent_how = "开通账号",
	                   .consent_at = c->now,
	                   .entered_by = c->who->id};
	return known ? known : person_add(c, &p);
}

enum err auth_setup(struct ctx *c, const char *code, const char *name, const char *phone,
                    const char *hash, int64_t *person)
{
	if (!token_use(c, "first-admin", code, NULL) || grant_any(c, ROLE_SECADMIN))
		return ERR_MISSING;
	struct place *root = place_by_code(c, place_root(c));
	*person = person_named(c, name, phone);
	enum err e = account_create(c, *person, phone, hash, true, WAY_OWN);
	if (e != OK)
		return e;
	return grant_give(c, *person, ROLE_SECADMIN, root ? root->id : 0, HAND_SERVER);
}

/* At once; past what he switched off only when the account carries a duty. */
static void tell_owner(struct ctx *c, int64_t person, const char *subject, const char *body)
{
	outbox_tell(c, &(struct outbox_note){.person = person,
	                                     .kind = "duty",
	                                     .subject = subject,
	                                     .body = body,
	                                     .link = "/me",
	                                     .pressing = true,
	                                     .urgent = true,
	                                     .every = duty_opens(c, person) != 0});
}

enum err auth_letter(struct ctx *c, const char *uid, const char **code)
{
	struct person *p = person_by_uid(c, uid);
	uint32_t duties = p ? duty_opens(c, p->id) : 0;
	*code = NULL;
	if (!p)
		return ERR_MISSING;
	if (p->id == c->who->id)
		return ctx_refuse(c, ERR_DENIED, NULL, "自己的密码请在“修改密码”里改。");
	if (account_living(c, p->id) != OK)
		return ERR_STATE;
	if (duties)
		return ctx_refuse(c, ERR_DENIED, NULL,
		                  "他是%s，重设密码要两个人：一位在“双人复核”提出，另一位确认。",
		                  duty_labels(c, duties));
	audit(c, "account.letter", "person", p->uid, NULL);
	if (account_of(c, p->id))
		tell_owner(c, p->id, "有人给您的账号开了重设密码的信",
		           arena_printf(c->mem, "由%s开出。不是您要求的，请马上联系中心。",
		                        c->who->name));
	*code = token_make(c, "letter", p->uid, (int64_t)AUTH_LETTER_DAYS * DAY);
	return OK;
}

enum err auth_letter_new(struct ctx *c, const char *name, const char *phone, const char **code)
{
	struct person *p = person_get(c, person_named(c, name, phone));
	return p ? auth_letter(c, p->uid, code) : ERR_INVALID;
}

bool auth_letter_good(struct ctx *c, const char *code)
{
	return token_good(c, "letter", code) || token_good(c, "letter-two", code);
}

enum err auth_letter_use(struct ctx *c, const char *code, const char *hash, int64_t *person)
{
	const char *uid = NULL;
	bool two = token_use(c, "letter-two", code, &uid);
	if (!two && !token_use(c, "letter", code, &uid))
		return ERR_MISSING;
	if (two) /* bound to its proposal */
		uid = sql_proposal_person(c, uid);
	struct person *p = uid ? person_by_uid(c, uid) : NULL;
	if (!p)
		return ERR_MISSING;
	if (account_living(c, p->id) != OK)
		return ERR_STATE;
	if (!two && duty_opens(c, p->id))
		return ctx_refuse(c, ERR_STATE, NULL,
		                  "开出这封信以后，这个账号担任了职责，信不能用了，请重新办理。");
	*person = p->id;
	if (account_of(c, p->id)) {
		tell_owner(c, p->id, "您的账号换了密码",
		           "有人凭一次性的信设了新密码。不是您本人，请马上找审计员或中心。");
		return account_password_set(c, p->id, hash, two ? WAY_TWO : WAY_LETTER);
	}
	person_open(c, p);
	if (text_empty(p->phone))
		return ctx_refuse(c, ERR_INVALID, NULL,
		                  "没有登记手机号，不能开通账号，请到村站补登。");
	enum err e = account_create(c, p->id, p->phone, hash, sql_auth_has_grants(c, p->id) > 0,
	                            two ? WAY_TWO : WAY_LETTER);
	if (e == OK)
		tell_owner(
			c, p->id, "您的账号开通了",
			"有人凭一次性的信给您开通了账号，设了密码。不是您本人，请马上联系中心。");
	return e;
}
