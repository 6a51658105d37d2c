/* sheet_flow.c - a sheet on its way: page after page of the list, as far as the socket takes them. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "web/serve.h"
#include "web/sheet_priv.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum {
	PART = 32 << 10, /* bytes that are made at once, */
	PART_MS = 50,    /* … or what so much time gives */
};

/* ---- how many at a time ---- */

static struct {
	pthread_mutex_t lock;
	int64_t who[LIMIT_SHEETS]; /* 0: free */
} seats = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* OK, ERR_LIMIT (he has his two), ERR_CROWDED. */
static enum err seat_take(int64_t who)
{
	int own = 0, place = -1;
	pthread_mutex_lock(&seats.lock);
	for (int i = 0; i < LIMIT_SHEETS; i++) {
		own += seats.who[i] == who;
		place = seats.who[i] ? place : i;
	}
	bool mine = own < LIMIT_SHEETS_OF_ONE;
	if (mine && place >= 0)
		seats.who[place] = who;
	pthread_mutex_unlock(&seats.lock);
	return !mine ? ERR_LIMIT : place < 0 ? ERR_CROWDED : OK;
}

static void seat_leave(int64_t who)
{
	pthread_mutex_lock(&seats.lock);
	for (int i = 0; i < LIMIT_SHEETS; i++)
		if (seats.who[i] == who) {
			seats.who[i] = 0;
			break;
		}
	pthread_mutex_unlock(&seats.lock);
}

/* ---- its beginning ---- */

/* The request as it came, and one more word in its address: where the list goes on. */
static void keep_question(struct sheet *s, const struct req *rq)
{
	size_t n = 0;
	s->ask = *rq;
	s->ask.sheet = s;
	s->ask.query.at = ARENA_ARRAY(s->mem, struct pair, rq->query.count + 1);
	for (size_t i = 0; i < rq->query.count; i++)
		if (!text_equal(rq->query.at[i].name, "after"))
			s->ask.query.at[n++] = rq->query.at[i];
	s->ask.query.at[n++] = (struct pair){.name = "after", .value = s->next};
	s->ask.query.count = n;
}

static void keep_asker(struct sheet *s, const struct req *rq)
{
	const struct actor *who = rq->c.who;
	s->actor = (struct actor){
		.id = who->id, .uid = arena_strdup(s->mem, who->uid), .roles = who->roles};
	s->c = (struct ctx){.mem = s->mem,
	                    .who = &s->actor,
	                    .keys = rq->c.keys,
	                    .request = arena_strdup(s->mem, rq->c.request),
	                    .source = arena_strdup(s->mem, rq->c.source),
	                    .node = arena_strdup(s->mem, rq->c.node)};
}

struct sheet *sheet_begin(struct req *rq, const struct view *view, enum err *e)
{
	if (!sheet_may(rq)) {
		*e = refuse(rq, ERR_DENIED, NULL, "您的岗位不能导出或打印名单。");
		return NULL;
	}
	*e = seat_take(rq->c.who->id);
	if (*e == ERR_LIMIT)
		refuse(rq, ERR_LIMIT, NULL, "您已有 %d 份名单正在导出，等一份完了再导。",
		       LIMIT_SHEETS_OF_ONE);
	if (*e != OK)
		return NULL;
	struct arena *mem = arena_new();
	struct sheet *s = ARENA_NEW(mem, struct sheet);
	*s = (struct sheet){.mem = mem,
	                    .page = arena_new(),
	                    .kind = rq->face,
	                    .view = view,
	                    .out = BUF(mem),
	                    .until_ms = clock_mono_ms() + LIMIT_SHEET_MS};
	keep_question(s, rq);
	keep_asker(s, rq);
	return s;
}

void sheet_next(struct sheet *s, const char *next)
{
	/* A list that stands still would never end. */
	s->broken |= next && (strlen(next) >= sizeof s->next || text_equal(next, s->next));
	s->more = next && !s->broken;
	if (s->more)
		snprintf(s->next, sizeof s->next, "%s", next);
}

enum err sheet_page(struct req *rq, const struct view *view, const struct list *list)
{
	struct sheet *s = rq->sheet;
	struct buf *out = &rq->reply.html.out;
	bool first = !s;
	enum err e = OK;
	if (first && !(s = rq->sheet = sheet_begin(rq, view, &e)))
		return e;
	*out = BUF(rq->c.mem);
	if (first)
		sheet_top(rq, s, out);
	sheet_rows(rq->c.mem, s, list, out);
	s->rows += (int64_t)list->count;
	sheet_next(s, list->next);
	bool enough = s->kind == SHEET_PRINT && s->rows >= LIMIT_PRINT;
	if (!s->more || enough)
		sheet_foot(rq->c.mem, s, out);
	s->more &= !enough;
	if (first && s->more)
		rq->reply.sheet = s;
	return OK;
}

/* ---- page after page ---- */

static void one(struct sheet *s, struct db *reader)
{
	arena_reset(s->page);
	struct req *rq = ARENA_NEW(s->page, struct req);
	*rq = s->ask;
	rq->c.mem = s->page;
	rq->c.now = clock_now();
	rq->c.steady = clock_steady();
	s->more = false; /* until the page says that it leads on */
	s->door.work(rq, reader);
	s->broken |= rq->reply.status != 200;
	if (!s->broken)
		buf_add(&s->out, buf_str(&rq->reply.html.out), rq->reply.html.out.len);
}

static void fetch(struct sheet *s, struct db *reader)
{
	int64_t began = clock_mono_ms();
	s->at = s->out.len = 0;
	s->broken |= began > s->until_ms;
	while (s->more && !s->broken && s->out.len < PART && clock_mono_ms() - began < PART_MS)
		one(s, reader);
}

static void fetch_task(struct task *task, struct db *reader)
{
	struct sheet *s = (struct sheet *)(void *)((char *)task - offsetof(struct sheet, task));
	fetch(s, reader);
	s->door.wake(s->door.who);
}

void sheet_bind(struct sheet *s, const struct buf *begun, const struct sheet_door *door)
{
	s->door = *door;
	buf_add(&s->out, buf_str(begun), begun->len);
}

long sheet_read(struct sheet *s, char *out, size_t room)
{
	size_t n = s->out.len - s->at;
	if (n) {
		n = n < room ? n : room;
		memcpy(out, s->out.at + s->at, n);
		s->at += n;
		return (long)n;
	}
	if (s->broken)
		return SHEET_BROKEN;
	if (!s->more)
		return SHEET_ENDED;
	s->task = (struct task){.run = fetch_task, .who = s->actor.id, .begun = true};
	s->door.sleep(s->door.who);
	if (!pool_put(s->door.pool, &s->task)) {
		s->broken = true; /* the program is stopping */
		s->door.wake(s->door.who);
	}
	return SHEET_SLEEPS;
}

/* ---- what the log says of it ---- */

bool sheet_due(const struct req *rq)
{
	return rq->sheet && !rq->sheet->begun && rq->reply.status == 200;
}

void sheet_begun(struct req *rq)
{
	const char *what = rq->sheet->kind == SHEET_CSV ? "csv" : "print";
	const char *how = sheet_filter_logged(rq);
	audit(&rq->c, "list.export", "list", rq->path,
	      arena_printf(rq->c.mem, "%s%s%s", what, *how ? " " : "", how));
}

void sheet_noted(struct req *rq)
{
	if (sheet_due(rq))
		rq->sheet->begun = true;
}

static void ended(struct sheet *s, struct db *db)
{
	bool whole = !s->more && !s->broken && s->at == s->out.len;
	s->c.db = db;
	s->c.now = clock_now();
	audit(&s->c, "list.exported", "list", s->ask.path,
	      arena_printf(s->mem, "rows=%lld%s", (long long)s->rows, whole ? "" : " broken"));
	s->told = true;
}

static void forget(struct sheet *s)
{
	arena_free(s->page);
	arena_free(s->mem);
}

static struct sheet *of_job(struct write_job *job)
{
	return (struct sheet *)(void *)((char *)job - offsetof(struct sheet, job));
}

static bool ended_run(struct write_job *job, struct db *db)
{
	ended(of_job(job), db);
	return true;
}

static void ended_done(struct write_job *job, enum write_end end)
{
	struct sheet *s = of_job(job);
	if (end != WRITE_KEPT)
		log_line(LOG_WARN, "the end of an export is not in the audit log", "request",
		         s->c.request, NULL);
	forget(s);
}

void sheet_leave(struct sheet *s)
{
	if (!s)
		return;
	struct site *site = s->ask.site;
	bool told = !s->begun || s->told || !site->writer;
	seat_leave(s->actor.id);
	/* The request's own memory ends now. */
	s->ask.path = arena_strdup(s->mem, s->ask.path);
	s->job = (struct write_job){.run = ended_run, .done = ended_done};
	pthread_mutex_lock(&seats.lock);
	bool late = site->quiet;
	if (!told && !late)
		writer_submit(site->writer, &s->job);
	pthread_mutex_unlock(&seats.lock);
	if (told)
		forget(s);
	else if (late)
		ended_done(&s->job, WRITE_REFUSED);
}

void sheet_quiet(struct site *site)
{
	pthread_mutex_lock(&seats.lock);
	site->quiet = true;
	pthread_mutex_unlock(&seats.lock);
}

void sheet_whole(struct req *rq, struct db *db, bool (*work)(struct req *rq, struct db *db))
{
	struct sheet *s = rq->sheet;
	if (!s)
		return;
	s->door.work = work;
	while (rq->reply.sheet && s->more && !s->broken) {
		fetch(s, db);
		buf_add(&rq->reply.html.out, buf_str(&s->out), s->out.len);
		s->at = s->out.len;
	}
	if (s->begun) {
		db_begin(db);
		ended(s, db);
		db_commit(db);
	}
	sheet_leave(s);
	rq->sheet = rq->reply.sheet = NULL;
}
