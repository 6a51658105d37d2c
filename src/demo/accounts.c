/* accounts.c - who can sign in: passwords made once per county, tokens at each start. */
#include "demo/demo.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/account.h"
#include "core/crypto.h"
#include "core/sealed.h"
#include "core/session.h"
#include "core/setting.h"
#include "gen/demo.sql.h"
#include "web/json.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOTE "demo.accounts"

/* Easy to read out, different in every county: "chashan-jiangbei-4821". */
static const char *new_password(struct arena *mem)
{
	static const char *const words[] = {"chashan", "jiangbei", "daotian", "qingshi",
	                                    "zhulin",  "hehua",    "songlin", "yinxing",
	                                    "guihua",  "shuiche",  "fengche", "mahu",
	                                    "yuquan",  "liuyue",   "chunlei", "shuangfeng"};
	uint8_t r[4];
	random_bytes(r, sizeof r);
	return arena_printf(mem, "%s-%s-%04d", words[r[0] % 16], words[r[1] % 16],
	                    1000 + (r[2] * 256 + r[3]) % 9000);
}

static bool is_staff(const char *role)
{
	return strcmp(role, "resident") && strcmp(role, "volunteer") && strcmp(role, "team_leader");
}

static void keep_note(struct demo *d)
{
	struct buf b = BUF(d->c->mem);
	for (int i = 0; i < d->account_count; i++) {
		const struct demo_account *a = &d->accounts[i];
		buf_printf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%lld\n", a->role, a->label, a->name,
		           a->place, a->team ? a->team : "-", a->phone, a->password,
		           (long long)a->person);
	}
	setting_note_set(d->c, NOTE,
	                 crypto_seal(d->c->keys, d->c->mem, "setting", "value", NOTE, buf_str(&b)));
}

bool demo_accounts(struct demo *d, const char **why)
{
	for (int i = 0; i < d->account_count; i++) {
		struct demo_account *a = &d->accounts[i];
		demo_progress(d, "示例账号", i, d->account_count);
		do
			a->password = new_password(d->keep);
		while (account_password_fault(d->c->mem, a->password, a->phone));
		const char *hash = crypto_password(d->c->mem, a->password);
		ctx_rewind(d->c);
		if (!hash || account_create(d->c, a->person, a->phone, hash, is_staff(a->role),
		                            WAY_SERVER) != OK) {
			*why = arena_printf(
				d->keep, "the account of %s could not be made: %s", a->role,
				d->c->problem_count ? d->c->problems[0].message : "no memory");
			return false;
		}
	}
	demo_progress(d, "示例账号", d->account_count, d->account_count);
	keep_note(d);
	return true;
}

bool demo_accounts_load(struct demo *d)
{
	const char *sealed = setting_note(d->c, NOTE);
	const char *text = sealed_open(d->c, "setting", "value", NOTE, sealed);
	const char **lines = text_split(d->keep, text ? text : "", "\n");
	d->account_count = 0;
	for (; *lines && d->account_count < DEMO_ACCOUNTS; lines++) {
		const char **w = text_split(d->keep, *lines, "\t");
		for (int n = 0; n < 8; n++)
			if (!w[n])
				return false;
		d->accounts[d->account_count++] = (struct demo_account){
			.role = w[0],
			.label = w[1],
			.name = w[2],
			.place = w[3],
			.team = strcmp(w[4], "-") ? w[4] : NULL,
			.phone = w[5],
			.password = w[6],
			.person = strtoll(w[7], NULL, 10)};
	}
	return d->account_count == DEMO_ACCOUNTS;
}

void demo_accounts_renew(struct demo *d)
{
	for (int i = 0; i < d->account_count; i++) {
		struct demo_account *a = &d->accounts[i];
		db_exec(d->c->db, sql_demo_api_sessions_end, V(a->person), V(d->c->now));
		a->token = arena_strdup(d->keep, session_start(d->c, a->person, SESSION_API));
	}
}

static void write_account(struct buf *b, const struct demo_account *a)
{
	const struct {
		const char *name, *value;
	} rows[] = {{"role", a->role},  {"name", a->name},   {"place", a->place},
	            {"team", a->team},  {"phone", a->phone}, {"password", a->password},
	            {"token", a->token}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_printf(b, "%s\"%s\": ", i ? ", " : "  {", rows[i].name);
		json_text(b, rows[i].value);
	}
	buf_char(b, '}');
}

/* Written whole beside its place and moved there, so that nobody reads half of it. */
bool demo_accounts_write(struct demo *d, const char *path, const char **why)
{
	struct buf b = BUF(d->keep);
	const char *part = arena_printf(d->keep, "%s.part", path);
	for (int i = 0; i < d->account_count; i++) {
		buf_text(&b, i ? ",\n" : "[\n");
		write_account(&b, &d->accounts[i]);
	}
	buf_text(&b, "\n]\n");
	unlink(part);
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write(fd, buf_str(&b), b.len) == (ssize_t)b.len;
	if (fd >= 0)
		close(fd);
	if (good && rename(part, path) == 0)
		return true;
	*why = arena_printf(d->keep, "cannot write %s", path);
	return false;
}
