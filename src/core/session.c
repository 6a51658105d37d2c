#include "core/session.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/setting.h"
#include "gen/core.sql.h"

enum { TOKEN_BYTES = 32, TOUCH_AFTER = 5 * MINUTE };

struct session_row {
	int64_t id, person, kind, started, last_seen, until;
	bool staff, locked;
};
static const struct field session_fields[] = {
	FIELD(struct session_row, id),
	FIELD(struct session_row, person),
	FIELD(struct session_row, kind),
	FIELD(struct session_row, started),
	FIELD(struct session_row, staff),
	FIELD(struct session_row, last_seen),
	FIELD(struct session_row, locked),
	FIELD(struct session_row, until),
	{0},
};

static const struct field token_fields[] = {
	FIELD(struct api_token, id),
	FIELD(struct api_token, started),
	FIELD(struct api_token, last_seen),
	FIELD(struct api_token, until),
	{0},
};

struct person_row {
	int64_t id, home;
	const char *uid, *name;
	bool volunteer, account;
};
static const struct field person_fields[] = {
	FIELD(struct person_row, id),
	FIELD(struct person_row, home),
	FIELD(struct person_row, uid),
	FIELD(struct person_row, name),
	FIELD(struct person_row, volunteer),
	FIELD(struct person_row, account),
	{0},
};

struct grant_seen {
	int64_t role, place;
	const char *path;
};
static const struct field grant_fields[] = {
	FIELD(struct grant_seen, role),
	FIELD(struct grant_seen, place),
	FIELD(struct grant_seen, path),
	{0},
};

struct lead_row {
	int64_t team;
};
static const struct field lead_fields[] = {FIELD(struct lead_row, team), {0}};

static const char *session_hash(struct ctx *c, const char *token)
{
	return crypto_digest(c->mem, token, strlen(token));
}

static const char *session_make(struct ctx *c, int64_t person, enum session_kind kind,
                                int64_t until)
{
	unsigned char secret[TOKEN_BYTES];
	random_bytes(secret, sizeof secret);
	const char *token = text_base32(c->mem, secret, sizeof secret);
	db_exec(c->db, sql_session_insert, V(session_hash(c, token)), V(person), V((int64_t)kind),
	        V(c->now), V(until));
	return token;
}

const char *session_start(struct ctx *c, int64_t person, enum session_kind kind)
{
	return session_make(c, person, kind, 0);
}

/* ---- API tokens ---- */

static const char *session_person_uid(struct ctx *c, int64_t person)
{
	return db_text(c->db, c->mem, sql_person_uid_of, V(person));
}

const char *session_token(struct ctx *c, int64_t person, int64_t days)
{
	int64_t most = setting_int(c, "session.api_days");
	const struct account *a = account_of(c, person);
	if (days < 1 || days > most) {
		ctx_refuse(c, ERR_INVALID, "days", "给程序用的令牌可以用 1 到 %d 天。", (int)most);
		return NULL;
	}
	if (!a || a->locked) {
		ctx_refuse(c, ERR_STATE, NULL, "他没有账号，或账号已停用。");
		return NULL;
	}
	audit(c, "token.give", "person", session_person_uid(c, person),
	      arena_printf(c->mem, "%d days", (int)days));
	return session_make(c, person, SESSION_API, c->now + days * DAY);
}

struct api_token *session_tokens(struct ctx *c, int64_t person, size_t *count)
{
	int64_t most = setting_int(c, "session.api_days") * DAY;
	struct api_token *t = db_all(c->db, c->mem, sql_session_tokens, struct api_token,
	                             token_fields, count, V(person), V(c->now - most), V(c->now));
	for (size_t i = 0; i < *count; i++)
		if (!t[i].until || t[i].until > t[i].started + most)
			t[i].until = t[i].started + most;
	return t;
}

bool session_token_end(struct ctx *c, int64_t person, int64_t id)
{
	if (db_exec(c->db, sql_session_token_end, V(person), V(id), V(c->now)) != 1)
		return false;
	audit(c, "token.end", "person", session_person_uid(c, person), NULL);
	return true;
}

/* Ended at the very second its time is over. A clock set back does not lengthen it beyond that: what
 * was over is ended for good by session_sweep(). */
static bool session_over(struct ctx *c, const struct session_row *s)
{
	if (s->kind == SESSION_API)
		return c->now >= s->started + setting_int(c, "session.api_days") * DAY ||
		       (s->until && c->now >= s->until);
	if (s->staff)
		return c->now >= s->started + setting_int(c, "session.staff_hours") * HOUR ||
		       c->now >= s->last_seen + setting_int(c, "session.staff_idle") * MINUTE;
	return c->now >= s->started + setting_int(c, "session.days") * DAY ||
	       c->now >= s->last_seen + setting_int(c, "session.idle_days") * DAY;
}

static void session_load_grants(struct ctx *c, struct actor *who)
{
	size_t n = 0;
	const struct grant_seen *g = db_all(c->db, c->mem, sql_session_grants, struct grant_seen,
	                                    grant_fields, &n, V(who->id));
	for (size_t i = 0; i < n && who->grant_count < ACTOR_GRANTS; i++) {
		if (g[i].role < ROLE_STATION || g[i].role >= ROLE_COUNT)
			continue;
		who->grants[who->grant_count++] = (struct grant){(enum role)g[i].role, g[i].place,
		                                                 g[i].path};
		who->roles |= 1U << g[i].role;
	}
}

static void session_load_teams(struct ctx *c, struct actor *who)
{
	size_t n = 0;
	const struct lead_row *t = db_all(c->db, c->mem, sql_session_leads, struct lead_row,
	                                  lead_fields, &n, V(who->id));
	for (size_t i = 0; i < n && who->lead_count < ACTOR_TEAMS; i++)
		who->leads[who->lead_count++] = t[i].team;
	if (n)
		who->roles |= 1U << ROLE_LEADER;
}

static struct actor *session_load(struct ctx *c, int64_t person)
{
	const struct person_row *p = db_one(c->db, c->mem, sql_session_person, struct person_row,
	                                    person_fields, V(person));
	if (!p)
		return NULL;
	struct actor *who = ARENA_NEW(c->mem, struct actor);
	*who = (struct actor){.id = p->id, .uid = p->uid, .name = p->name, .home = p->home};
	who->roles = 1U << ROLE_GUEST;
	if (p->account)
		who->roles |= 1U << ROLE_RESIDENT;
	if (p->volunteer)
		who->roles |= 1U << ROLE_VOLUNTEER;
	session_load_grants(c, who);
	session_load_teams(c, who);
	return who;
}

const struct actor *session_actor(struct ctx *c, const char *token)
{
	if (!token || !*token)
		return NULL;
	const struct session_row *s = db_one(c->db, c->mem, sql_session_get, struct session_row,
	                                     session_fields, V(session_hash(c, token)));
	if (!s || s->locked || session_over(c, s))
		return NULL;
	struct actor *who = session_load(c, s->person);
	if (who) {
		who->session = s->id;
		who->seen = s->last_seen;
	}
	return who;
}

const struct actor *session_actor_of(struct ctx *c, int64_t person)
{
	return session_load(c, person);
}

bool session_stale(struct ctx *c, const struct actor *who)
{
	return who->session && c->now >= who->seen + TOUCH_AFTER;
}

void session_touch(struct ctx *c, int64_t session)
{
	db_exec(c->db, sql_session_seen, V(session), V(c->now));
}

void session_end(struct ctx *c, int64_t session)
{
	db_exec(c->db, sql_session_end, V(session), V(c->now));
}

void session_end_all(struct ctx *c, int64_t person)
{
	db_exec(c->db, sql_session_end_all, V(person), V(c->now));
}

void session_sweep(struct ctx *c)
{
	db_exec(c->db, sql_session_clamp, V(c->now));
	db_exec(c->db, sql_session_sweep, V(c->now),
	        V(c->now - setting_int(c, "session.staff_hours") * HOUR),
	        V(c->now - setting_int(c, "session.days") * DAY),
	        V(c->now - setting_int(c, "session.api_days") * DAY),
	        V(c->now - setting_int(c, "session.staff_idle") * MINUTE),
	        V(c->now - setting_int(c, "session.idle_days") * DAY));
	db_exec(c->db, sql_session_forget, V(c->now - 90 * DAY));
	db_exec(c->db, sql_signin_sweep, V(c->now - 30 * DAY));
}
