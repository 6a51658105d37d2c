/* admin_user.c - what the commands about accounts, roles and tokens do, and who is told of it. */
#include "app/admin.h"

#include "app/command.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/duty.h"
#include "core/grant.h"
#include "core/session.h"
#include "core/token.h"
#include "features/person/person.h"
#include "features/place/place.h"

#include <stdlib.h>

enum { SETUP_SECONDS = 24 * HOUR };

/* The person who signs in with this phone; 0: nobody. */
static int64_t account_person(struct admin *a, const char *phone)
{
	const char *fault = person_check_phone(a->c->mem, &phone);
	return fault ? 0 : account_find(a->c, phone)->person;
}

static int64_t person_with(struct admin *a, const char *phone, const char *name)
{
	struct person *known = person_by_phone(a->c, phone);
	if (known && text_equal(known->name, name))
		return known->id;
	struct person p = {.name = name,
	                   .phone = phone,
	                   .consent_by = name,
	                   .consent_how = "account",
	                   .consent_at = a->c->now};
	return person_add(a->c, &p);
}

static int give_role(struct admin *a, int64_t person, const char *role, const char *code)
{
	int64_t which = field_word(role_words, role);
	struct place *place = place_current(a->c, *code ? code : place_root(a->c));
	if (which < 0)
		return admin_say(a, "there is no such role; wudan access lists them");
	if (!place)
		return admin_say(a, "there is no place with this code");
	enum err e = grant_give(a->c, person, (enum role)which, place->id, HAND_SERVER);
	return e == OK ? EXIT_DONE : admin_refused(a, e);
}

/* Whoever holds this server opens any account: nothing forbids it, so everybody learns of it, its
 * owner and the holders of the top duties. */
static void tell(struct admin *a, int64_t person, const char *what)
{
	struct ctx *c = a->c;
	uint32_t duties = duty_opens(c, person);
	if (!duties)
		return;
	audit(c, "account.server", "person", person_get(c, person)->uid, what);
	duty_tell(
		c,
		&(struct duty_news){
			.person = person,
			.event = "account.server",
			.subject = "服务器上的命令动了账号",
			.body = arena_printf(c->mem,
	                                     "有人在服务器上对您的账号执行了命令 %s。不是您知道的，"
	                                     "请马上找审计员。",
	                                     what),
			.others = arena_printf(c->mem,
	                                       "有人在服务器上对%s（%s）的账号执行了命令 %s。",
	                                       duty_name(c, person), duty_labels(c, duties), what),
		});
}

int admin_user_add(struct admin *a)
{
	const char *phone = a->words[0], *name = a->words[1], *hash = a->words[2];
	const char *role = a->words[4];
	const char *fault = person_check_phone(a->c->mem, &phone);
	if (!fault)
		fault = person_check_name(a->c->mem, &name);
	if (fault)
		return admin_say(a, fault);
	int64_t person = person_with(a, phone, name);
	if (!person)
		return admin_refused(a, ERR_INVALID);
	enum err e = account_create(a->c, person, phone, hash, *a->words[3] == '1' || *role,
	                            WAY_SERVER);
	if (e != OK)
		return admin_refused(a, e);
	if (*role && give_role(a, person, role, a->words[5]) != EXIT_DONE)
		return EXIT_FAILED;
	buf_printf(a->out, "account made%s%s\n", *role ? " with the role " : "", role);
	return EXIT_DONE;
}

static int nobody(struct admin *a)
{
	return admin_say(a, "nobody signs in with this phone");
}

static int changed(struct admin *a, enum err e, int64_t person, const char *what, const char *done)
{
	if (e != OK)
		return admin_refused(a, e);
	if (what)
		tell(a, person, what);
	buf_printf(a->out, "%s\n", done);
	return EXIT_DONE;
}

int admin_user_lock(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]);
	return !person ? nobody(a)
	               : changed(a, account_lock(a->c, person, "by command", HAND_SERVER), person,
	                         NULL, "account locked, its sessions ended");
}

int admin_user_unlock(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]);
	return !person ? nobody(a)
	               : changed(a, account_unlock(a->c, person, "by command", HAND_SERVER), person,
	                         NULL, "account unlocked");
}

int admin_user_password(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]);
	return !person ? nobody(a)
	               : changed(a, account_password_set(a->c, person, a->words[1], WAY_SERVER),
	                         person, "user password",
	                         "password set, the account's sessions ended");
}

int admin_user_grant(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]);
	if (!person)
		return nobody(a);
	if (give_role(a, person, a->words[1], a->words[2]) != EXIT_DONE)
		return EXIT_FAILED;
	buf_printf(a->out, "role %s given\n", a->words[1]);
	return EXIT_DONE;
}

/* At one place, or wherever he has it: none is left behind unsaid. */
int admin_user_take(struct admin *a)
{
	const char *code = a->words[2];
	int64_t person = account_person(a, a->words[0]);
	int64_t role = field_word(role_words, a->words[1]);
	if (!person)
		return nobody(a);
	if (role < 0)
		return admin_say(a, "there is no such role; wudan access lists them");
	struct place *place = *code ? place_by_code(a->c, code) : NULL;
	if (*code && !place)
		return admin_say(a, "there is no place with this code");
	int64_t at = place ? place->id : 0, grant;
	int taken = 0;
	for (; (grant = grant_find(a->c, person, (enum role)role, at)); taken++) {
		enum err e = grant_take(a->c, grant, HAND_SERVER);
		if (e != OK)
			return admin_refused(a, e);
	}
	if (!taken)
		return admin_say(a, place ? "he does not have this role there"
		                          : "he does not have this role");
	buf_printf(a->out, "role %s taken at %d place%s\n", a->words[1], taken,
	           taken == 1 ? "" : "s");
	return EXIT_DONE;
}

int admin_user_setup(struct admin *a)
{
	if (grant_any(a->c, ROLE_SECADMIN))
		return admin_say(a,
		                 "there is a security administrator already; he gives the roles");
	if (duty_hand(a->c, ROLE_SECADMIN, HAND_SERVER) != OK)
		return admin_refused(a, ERR_DENIED);
	const char *code = token_make(a->c, "first-admin", NULL, SETUP_SECONDS);
	audit(a->c, "account.setup", "token", "first-admin", NULL);
	buf_printf(a->out,
	           "Open this address once, within a day, to make the first administrator:\n"
	           "%s/setup?code=%s\n",
	           a->folder->cfg->origin ? a->folder->cfg->origin : "", code);
	return EXIT_DONE;
}

/* ---- API tokens ---- */

int admin_user_token(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]), days = strtoll(a->words[1], NULL, 10);
	if (!person)
		return nobody(a);
	const char *token = session_token(a->c, person, days);
	if (!token)
		return admin_refused(a, ERR_INVALID);
	tell(a, person, "user token");
	buf_printf(a->out, "%s\n", token);
	return EXIT_DONE;
}

int admin_user_tokens(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]);
	size_t n;
	if (!person)
		return nobody(a);
	const struct api_token *t = session_tokens(a->c, person, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(a->out, "%lld  made %s  used %s  ends %s\n", (long long)t[i].id,
		           clock_date(a->c->mem, t[i].started),
		           t[i].last_seen > t[i].started ? clock_date(a->c->mem, t[i].last_seen)
		                                         : "never",
		           clock_date(a->c->mem, t[i].until));
	return EXIT_DONE;
}

int admin_user_end(struct admin *a)
{
	int64_t person = account_person(a, a->words[0]), id = strtoll(a->words[1], NULL, 10);
	if (!person)
		return nobody(a);
	if (!session_token_end(a->c, person, id))
		return admin_say(a,
		                 "no token of this account has the number; see wudan user tokens");
	tell(a, person, "user end");
	buf_text(a->out, "token ended\n");
	return EXIT_DONE;
}
