#include "core/account.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/session.h"
#include "gen/core.sql.h"

enum { FREE_TRIES = 4, LONGEST_WAIT = 15 * MINUTE };

/* Of 32 random bytes that were thrown away: an unknown phone takes as long as a known one. */
static const char account_no_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$nFovU0hBtnD/7xPtEEmmKg"
				      "$th2B6/jBhKswFJLkkVQEXBi4mnQu1u8zoOK+P5cNRW8";

const char *const account_way_words[] = {"own", "letter", "two", "command", NULL};

static const struct field account_fields[] = {
	FIELD(struct account, person),
	FIELD(struct account, hash),
	FIELD(struct account, staff),
	FIELD(struct account, locked),
	FIELD(struct account, failed),
	FIELD(struct account, seen),
	{0},
};
struct tries {
	int64_t failed, at;
};
static const struct field tries_fields[] = {
	FIELD(struct tries, failed),
	FIELD(struct tries, at),
	{0},
};

static const char *account_login(struct ctx *c, const char *phone)
{
	return crypto_index(c->keys, c->mem, "phone", phone ? phone : "");
}

const struct account *account_find(struct ctx *c, const char *phone)
{
	static const struct account nobody = {.hash = account_no_hash};
	const struct account *a = db_one(c->db, c->mem, sql_account_by_login, struct account,
	                                 account_fields, V(account_login(c, phone)));
	return a ? a : &nobody;
}

const struct account *account_of(struct ctx *c, int64_t person)
{
	return db_one(c->db, c->mem, sql_account_by_person, struct account, account_fields,
	              V(person));
}

int64_t account_wait(struct ctx *c, const char *phone)
{
	const struct tries *t = db_one(c->db, c->mem, sql_signin_get, struct tries, tries_fields,
	                               V(account_login(c, phone)), V(ctx_network(c)));
	if (!t || t->failed <= FREE_TRIES)
		return 0;
	int64_t over = t->failed - FREE_TRIES;
	int64_t wait = over < 10 ? (int64_t)1 << over : LONGEST_WAIT;
	/* Below zero: the clock was set back before the program began; wait as if just now. */
	int64_t passed = c->steady - t->at;
	if (passed >= wait)
		return 0;
	return passed < 0 ? wait : wait - passed;
}

static const char *account_uid(struct ctx *c, int64_t person)
{
	return person ? db_text(c->db, c->mem, sql_person_uid_of, V(person)) : NULL;
}

void account_failed(struct ctx *c, const char *phone, int64_t person)
{
	ctx_keep(c, sql_signin_failed, V(account_login(c, phone)), V(ctx_network(c)), V(c->steady));
	if (person)
		ctx_keep(c, sql_account_failed_more, V(person));
	audit_keep(c, "account.signin_failed", "person", account_uid(c, person), NULL);
}

void account_succeeded(struct ctx *c, const char *phone, int64_t person)
{
	db_exec(c->db, sql_signin_clear, V(account_login(c, phone)), V(ctx_network(c)));
	db_exec(c->db, sql_account_seen, V(person), V(c->now));
	audit(c, "account.signin", "person", account_uid(c, person), NULL);
}

enum err account_admit(struct ctx *c, const char *phone, const struct account *a, bool password_ok)
{
	int64_t wait = account_wait(c, phone);
	if (wait > 0)
		return ctx_refuse(c, ERR_LIMIT, NULL, "试得太多了，请 %lld 秒后再试。",
		                  (long long)wait);
	if (!a->person || !password_ok) {
		account_failed(c, phone, a->person);
		return ctx_refuse(c, ERR_SIGNIN, NULL, "手机号或密码不对。");
	}
	if (a->locked)
		return ctx_refuse(c, ERR_SIGNIN, NULL, "这个账号已停用，请联系中心。");
	account_succeeded(c, phone, a->person);
	return OK;
}

/* Nobody signs in any more in the name of the dead, nor by the record of somebody kept twice. */
enum err account_living(struct ctx *c, int64_t person)
{
	if (!db_int(c->db, sql_account_nobody, V(person)))
		return OK;
	return ctx_refuse(
		c, ERR_STATE, NULL,
		"这份档案登记了去世，或已并入另一份，不能有账号；如果记错了，先在档案里恢复。");
}

enum err account_create(struct ctx *c, int64_t person, const char *phone, const char *password_hash,
                        bool staff, enum account_way way)
{
	const char *login = account_login(c, phone);
	if (account_living(c, person) != OK)
		return ERR_STATE;
	if (db_exec(c->db, sql_account_insert, V(person), V(login), V(password_hash), V(staff),
	            V(c->now)) == 1) {
		audit(c, "account.create", "person", account_uid(c, person),
		      arena_printf(c->mem, "%s%s", account_way_words[way], staff ? ", staff" : ""));
		return OK;
	}
	if (account_of(c, person))
		return ctx_refuse(c, ERR_STATE, NULL, "他已经有账号。");
	return ctx_refuse(c, ERR_INVALID, "phone", "这个手机号已有账号。");
}

void account_letters_end(struct ctx *c, int64_t person)
{
	db_exec(c->db, sql_account_letters_end, V(person), V(c->now));
}

enum err account_password_set(struct ctx *c, int64_t person, const char *password_hash,
                              enum account_way way)
{
	if (db_exec(c->db, sql_account_hash_set, V(person), V(password_hash)) != 1)
		return ERR_MISSING;
	session_end_all(c, person);
	account_letters_end(c, person);
	audit(c, "account.password", "person", account_uid(c, person), account_way_words[way]);
	return OK;
}

static enum err account_locked(struct ctx *c, int64_t person, bool locked, const char *why,
                               enum hand hand)
{
	const char *what = locked ? "停用" : "恢复";
	if (db_exec(c->db, sql_account_locked_set, V(person), V(locked)) != 1)
		return ERR_MISSING;
	session_end_all(c, person);
	audit(c, locked ? "account.lock" : "account.unlock", "person", account_uid(c, person), why);
	uint32_t duties = duty_of(c, person);
	if (!duties || hand == HAND_TWO) /* the two tell it with both their names */
		return OK;
	const char *by = duty_name(c, c->who->id), *subject = arena_printf(c->mem, "账号%s", what);
	duty_tell(c, &(struct duty_news){
			     .person = person,
			     .event = locked ? "account.lock" : "account.unlock",
			     .subject = subject,
			     .body = arena_printf(c->mem, "%s%s了您的账号。", by, what),
			     .others = arena_printf(c->mem, "%s%s了%s（%s）的账号。", by, what,
	                                            duty_name(c, person), duty_labels(c, duties)),
		     });
	return OK;
}

enum err account_lock(struct ctx *c, int64_t person, const char *why, enum hand hand)
{
	duty_turn(c, person);
	uint32_t top = duty_of(c, person) & DUTY_TOP;
	if (c->who->id && c->who->id == person)
		return ctx_refuse(c, ERR_DENIED, NULL, "不能停用自己的账号。");
	if (top && hand == HAND_ONE)
		return ctx_refuse(
			c, ERR_DENIED, NULL,
			"他是%s，停用他的账号要两个人：一位在“双人复核”提出，另一位确认。",
			duty_labels(c, top));
	return account_locked(c, person, true, why, hand);
}

enum err account_unlock(struct ctx *c, int64_t person, const char *why, enum hand hand)
{
	duty_turn(c, person);
	uint32_t duties = duty_opens(c, person);
	if (account_living(c, person) != OK)
		return ERR_STATE;
	if (duties && hand == HAND_ONE)
		return ctx_refuse(
			c, ERR_DENIED, NULL,
			"他是%s，恢复他的账号要两个人：一位在“双人复核”提出，另一位确认。",
			duty_labels(c, duties));
	return account_locked(c, person, false, why, hand);
}
