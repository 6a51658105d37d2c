/* demo.c - the command `demo`: makes the model county or takes the one that stands, and serves it. */
#include "demo/demo.h"

#include "app/command.h"
#include "app/county.h"
#include "app/folder.h"
#include "app/server.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/access.h"
#include "core/crypto.h"
#include "core/session.h"
#include "core/setting.h"
#include "gen/demo.sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE "demo.county"

/* What a county was made from. */
struct origin {
	int64_t seed, people, orders, as_of;
	int fixed; /* the day was given: the county stays at it */
};

static bool origin_read(struct demo *d, struct origin *o)
{
	const char *text = setting_note(d->c, NOTE);
	*o = (struct origin){0};
	return text && sscanf(text, "%" SCNd64 " %" SCNd64 " %" SCNd64 " %d %" SCNd64, &o->seed,
	                      &o->people, &o->as_of, &o->fixed, &o->orders) >= 4;
}

static void origin_keep(struct demo *d, const struct origin *o)
{
	setting_note_set(d->c, NOTE,
	                 arena_printf(d->keep, "%" PRId64 " %" PRId64 " %" PRId64 " %d %" PRId64,
	                              o->seed, o->people, o->as_of, o->fixed, o->orders));
}

/* ---- building ---- */

static bool build_steps(struct demo *d, const char **why)
{
	if (!demo_places(d, why))
		return false;
	demo_teams(d);
	demo_people(d);
	demo_staff(d);
	db_exec(d->c->db, sql_demo_analyze);
	if (d->account_count != DEMO_ACCOUNTS) {
		*why = "the sample accounts could not be cast; try more people";
		return false;
	}
	return demo_accounts(d, why) && demo_menu(d, why) && demo_orders(d, why);
}

bool demo_build(struct demo *d, const char **why)
{
	struct dice ids = dice_new((uint64_t)d->seed ^ 0x1d5);
	d->dice = dice_new((uint64_t)d->seed);
	d->agenda = (struct demo_agenda){.mem = d->keep};
	d->c->now = d->as_of - DEMO_BEFORE * (int64_t)DAY;
	d->c->request = NULL;
	random_ids_from(&ids);
	bool good = build_steps(d, why);
	random_ids_from(NULL);
	if (db_fault(d->c->db))
		*why = arena_strdup(d->keep, db_error(d->c->db));
	return good && !db_fault(d->c->db);
}

/* A county that was given its day stands at ten in the morning, when the desks are full. */
static int64_t moment_of(const struct origin *o)
{
	int64_t now = clock_now();
	return o->fixed ? o->as_of + 10 * HOUR : now - now % MINUTE;
}

/* All of it in one transaction: an interrupted build leaves nothing behind. */
static bool build(struct demo *d, const struct origin *o, const char **why)
{
	int64_t from = clock_mono_ms();
	d->seed = o->seed;
	d->people = o->people;
	d->orders = o->orders;
	d->as_of = o->as_of;
	d->until = moment_of(o);
	db_begin(d->c->db);
	bool good = demo_build(d, why);
	origin_keep(d, o);
	if (good) {
		fprintf(stderr, "正在写入数据库\n");
		good = db_commit(d->c->db);
	} else {
		db_rollback(d->c->db);
	}
	if (good)
		fprintf(stderr, "示例县建成，用时 %.1f 秒\n",
		        (double)(clock_mono_ms() - from) / 1000);
	return good;
}

/* ---- which county ---- */

static const char *asked(const struct config *cfg, struct origin *o)
{
	*o = (struct origin){.seed = cfg->seed,
	                     .people = cfg->people,
	                     .orders = cfg->orders,
	                     .fixed = cfg->as_of != NULL,
	                     .as_of = clock_midnight(clock_now())};
	if (cfg->as_of && (!clock_parse(cfg->as_of, &o->as_of) || strlen(cfg->as_of) != 10))
		return "--as-of is a date such as 2026-11-23";
	return NULL;
}

/* NULL: the county that stands is the one that was asked for. */
static const char *other(struct demo *d, const struct config *cfg, const struct origin *has,
                         const struct origin *want)
{
	if (has->seed == want->seed && has->people == want->people && has->orders == want->orders &&
	    (!want->fixed || (has->fixed && has->as_of == want->as_of)))
		return NULL;
	return arena_printf(
		d->keep,
		"%s 里已经有一个示例县：%" PRId64 " 名志愿者、%" PRId64
		" 张单，建于 %s，种子 %" PRId64 "；和这次要的不一样。\n"
		"  要照这次的重建：rm -r %s && make demo DEMO='…'（用 --db 的，数据库也要清空）\n"
		"  要接着用原来的：去掉 DEMO 再 make demo\n"
		"  两个都要：make demo DEMO='… --data 另一个文件夹'",
		cfg->data, has->people, has->orders, clock_date(d->keep, has->as_of), has->seed,
		cfg->data);
}

static bool have_county(struct demo *d, const struct config *cfg, struct origin *want,
                        const char **why)
{
	struct origin has;
	if (origin_read(d, &has)) {
		*why = other(d, cfg, &has, want);
		if (has.fixed)
			*want = has;
		if (!*why && !demo_accounts_load(d))
			*why = "its sample accounts cannot be read; remove the folder";
		return !*why;
	}
	if (county_has_places(d->c)) {
		*why = "the database holds a county that is not the model county; the demo never "
		       "touches it";
		return false;
	}
	return build(d, want, why);
}

/* The clock of a county that was given a day begins at that day, and goes on where it was left. */
static void set_clock(struct demo *d, const struct origin *o)
{
	int64_t left = db_int(d->c->db, sql_demo_audit_last), begin = moment_of(o);
	if (o->fixed)
		clock_shift((left > begin ? left : begin) - clock_now());
}

static bool prepare(struct demo *d, const struct config *cfg, const char **why)
{
	struct origin o;
	*why = asked(cfg, &o);
	if (*why || !have_county(d, cfg, &o, why))
		return false;
	set_clock(d, &o);
	d->c->now = clock_now();
	db_begin(d->c->db);
	demo_accounts_renew(d);
	if (!db_commit(d->c->db)) {
		*why = "the database could not keep the new tokens";
		return false;
	}
	return demo_accounts_write(d, config_path(d->keep, cfg, "demo-accounts.json"), why);
}

static void welcome(const struct demo *d, const struct config *cfg, const char *origin)
{
	printf("\n示例账号（密码和令牌见 %s/demo-accounts.json，首页可一键登录）：\n", cfg->data);
	for (int i = 0; i < d->account_count; i++)
		printf("  %s  %s  %s\n", d->accounts[i].phone, d->accounts[i].password,
		       d->accounts[i].label);
	printf("\n打开 %s/    按 Ctrl-C 停止\n", origin);
	fflush(stdout);
}

static int serve(struct demo *d, struct folder *f, const struct config *cfg, const char **why)
{
	server_block_signals(); /* not before: the build is ended by Ctrl-C at once */
	struct demo_accounts accounts = {d->accounts, (size_t)d->account_count};
	struct server *s = server_start(f, &(struct server_extra){true, &accounts}, why);
	if (!s)
		return EXIT_FAILED;
	bool played = cfg->no_play || cfg->secure || demo_play(d, server_origin(s));
	welcome(d, cfg, server_origin(s));
	bool kept = server_run(s);
	if (!played || !kept)
		*why = played ? "the disk did not keep what was written"
		              : "the order could not be played to its end";
	return played && kept ? EXIT_DONE : EXIT_FAILED;
}

int demo_command(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	struct folder f;
	const char *why = "";
	if (!cfg->log)
		log_threshold(LOG_WARN);
	if (!folder_open(&f, cfg, mem, &why))
		return command_failed("%s", why);
	struct arena *scratch = arena_new();
	struct ctx c = folder_ctx(&f, mem, f.db);
	c.mem = scratch; /* reset between batches */
	struct demo *d = ARENA_NEW(mem, struct demo);
	d->c = &c;
	d->keep = mem;
	int code = prepare(d, cfg, &why) ? serve(d, &f, cfg, &why) : EXIT_FAILED;
	if (code != EXIT_DONE)
		command_failed("%s", why);
	folder_close(&f);
	arena_free(scratch);
	return code;
}
