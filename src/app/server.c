#include "app/server.h"

#include "app/command.h"
#include "app/control.h"
#include "app/county.h"
#include "app/jobs.h"
#include "app/routes.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "core/setting.h"
#include "features/person/guardian.h"
#include "store/migrate.h"
#include "store/writer.h"
#include "web/events.h"
#include "web/mhd.h"
#include "web/serve.h"
#include "web/throttle.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { QUIESCE_MS = 5000 };

struct server {
	struct site site; /* first: jobs_wake() finds its way back from it */
	struct folder *folder;
	struct writer *writer;
	struct jobs *jobs;
	struct control *control;
	struct mhd *door;
};

/* TERM and INT end the server. The others would, too, if nobody took them: a terminal that closes, a
 * rotation of logs that expects a reload (there is nothing to reload, the log is stderr). */
static void taken_signals(sigset_t *set)
{
	static const int taken[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2};
	sigemptyset(set);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		sigaddset(set, taken[i]);
}

void server_block_signals(void)
{
	sigset_t set;
	taken_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool server_wait(int timeout_ms)
{
	sigset_t set;
	taken_signals(&set);
	struct timespec t = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	int got = sigtimedwait(&set, NULL, &t);
	if (got > 0 && got != SIGTERM && got != SIGINT)
		log_line(LOG_WARN, "signal", "name", sigabbrev_np(got), "ignored", "yes", NULL);
	return got == SIGTERM || got == SIGINT;
}

/* As many descriptors as the system gives, so that connections end at our own limit. */
static void raise_limits(void)
{
	struct rlimit files;
	if (!getrlimit(RLIMIT_NOFILE, &files)) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
}

static void wake(struct site *site)
{
	jobs_wake(((struct server *)site)->jobs);
}

static void metrics(const struct site *site, struct buf *b)
{
	const struct server *s = (const struct server *)site;
	buf_printf(b,
	           "# HELP wudan_clock_suspect 1: the clock stepped, expiry is stopped.\n"
	           "# TYPE wudan_clock_suspect gauge\nwudan_clock_suspect %d\n",
	           s->jobs && jobs_clock_suspect(s->jobs));
}

/* A sixth of a megabyte that never changes while the program runs. */
static const char *described(struct arena *mem)
{
	struct buf out = BUF(mem);
	openapi_write(&out, routes_all, routes_tags, WUDAN_VERSION);
	return buf_str(&out);
}

static struct site site_of(struct folder *f, const struct server_extra *extra)
{
	uint64_t seed;
	random_bytes(&seed, sizeof seed);
	struct ctx c = folder_ctx(f, f->mem, f->db);
	db_snapshot(f->db);
	const char *brand = setting_text(&c, "brand"), *office = setting_text(&c, "office");
	db_end(f->db);
	return (struct site){
		.routes = routes_all,
		.nav = routes_nav,
		.doors = routes_doors,
		.tags = routes_tags,
		.keys = f->keys,
		.events = events_new(f->mem),
		.throttle = throttle_new(f->mem, seed),
		.origin = f->cfg->origin,
		.hosts = f->cfg->hosts,
		.node = f->cfg->node,
		.secure = f->cfg->secure,
		.demo = extra->demo,
		.demo_accounts = extra->demo_accounts,
		.brand = brand,
		.described = described(f->mem),
		.office = office,
		.started = clock_now(),
		.wake = wake,
		.unread = routes_unread,
		.waiting = routes_waiting,
		.place = routes_place,
		.hears = routes_hears,
		.metrics = metrics,
	};
}

static bool start_parts(struct server *s, const char **why)
{
	const struct config *cfg = s->folder->cfg;
	struct jobs_config jobs = {
		.db = cfg->db,
		.node = cfg->node,
		.outbox = {cfg->sms_url, cfg->sms_token, cfg->smtp_url, cfg->smtp_from,
	                   cfg->smtp_user, cfg->smtp_password, cfg->webhook_secret, cfg->origin},
	};
	struct mhd_config door = {.listen = cfg->listen,
	                          .socket_mode = (int)strtol(cfg->socket_mode, NULL, 8),
	                          .db = cfg->db,
	                          .trusted = cfg->open ? NULL : "127.0.0.1,::1,unix"};
	s->site.writer = s->writer = writer_start(folder_give(s->folder));
	*why = "no thread for the writer";
	if (!s->writer)
		return false;
	s->jobs = jobs_start(s->folder->mem, &s->site, &jobs, why);
	if (s->jobs)
		s->control = control_start(s->folder, s->writer, why);
	if (!s->control)
		return false;
	s->door = mhd_start(&s->site, &door, why);
	if (!s->door)
		*why = arena_printf(s->folder->mem, "cannot serve on %s: %s", cfg->listen, *why);
	return s->door;
}

struct server *server_start(struct folder *f, const struct server_extra *extra, const char **why)
{
	raise_limits();
	struct server *s = ARENA_NEW(f->mem, struct server);
	*s = (struct server){.site = site_of(f, extra), .folder = f};
	if (start_parts(s, why)) {
		log_line(LOG_INFO, "serving", "address", f->cfg->listen, "database",
		         strncmp(f->cfg->db, "sqlite:", 7) ? "postgresql" : "sqlite", NULL);
		return s;
	}
	server_stop(s);
	return NULL;
}

const char *server_origin(const struct server *s)
{
	return s->site.origin;
}

void server_stop(struct server *s)
{
	if (s->door) {
		log_line(LOG_INFO, "stopping", NULL);
		events_close(s->site.events);
		mhd_quiesce(s->door, QUIESCE_MS);
	}
	jobs_stop(s->jobs);
	control_stop(s->control);
	writer_stop(s->writer);
	mhd_stop(s->door);
	log_line(LOG_INFO, "stopped", NULL);
}

bool server_run(struct server *s)
{
	enum { LOOK_MS = 1000 };
	while (!server_wait(LOOK_MS) && !writer_lost(s->writer))
		continue;
	bool lost = writer_lost(s->writer);
	if (lost)
		log_line(LOG_ERROR, "ending", "why",
		         "the disk did not keep what was written; start the program again", NULL);
	server_stop(s);
	return !lost;
}

/* ---- wudan serve, wudan migrate ---- */

static bool prepare(struct folder *f, const char **why)
{
	struct ctx c = folder_ctx(f, f->mem, f->db);
	db_begin(f->db);
	if (county_prepare(&c, f->cfg->county, why)) {
		guardian_reseal(&c);
		if (db_commit(f->db))
			return true;
		*why = "the database could not keep what it was given";
	}
	db_rollback(f->db);
	return false;
}

int command_serve(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	struct folder f;
	const char *why = "";
	server_block_signals();
	if (!folder_open(&f, cfg, mem, &why))
		return command_failed("%s", why);
	struct server *s = NULL;
	if (prepare(&f, &why))
		s = server_start(&f, &(struct server_extra){0}, &why);
	bool good = s && server_run(s);
	if (s && !good)
		why = "the disk did not keep what was written";
	folder_close(&f);
	return good ? EXIT_DONE : command_failed("%s", why);
}

int command_migrate(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	struct folder f;
	const char *why = "";
	if (!folder_open(&f, cfg, mem, &why))
		return command_failed("%s", why);
	bool good = prepare(&f, &why);
	if (good)
		printf("the database stands at migration %d\n", migrate_version(f.db));
	folder_close(&f);
	return good ? EXIT_DONE : command_failed("%s", why);
}
