#include "web/walk.h"

#include "core/access.h"
#include "web/again.h"
#include "web/serve.h"
#include "web/sheet.h"

#include <stddef.h>

static struct walk *of_job(struct write_job *job)
{
	return (struct walk *)(void *)((char *)job - offsetof(struct walk, job));
}

static struct walk *of_task(struct task *task)
{
	return (struct walk *)(void *)((char *)task - offsetof(struct walk, task));
}

static void again(struct task *task, struct db *reader)
{
	struct walk *w = of_task(task);
	if (reader)
		again_print(w->rq, reader);
	else
		serve_unkept(w->rq, ERR_BUSY);
	w->resume(w);
}

/* The reply is ready, but for a page that the change leads to (again.h): that is read like any. */
static void finish(struct walk *w)
{
	w->task = (struct task){.run = again, .who = w->rq->c.who->id};
	if (!again_waits(w->rq)) {
		w->resume(w);
	} else if (!pool_put(w->pools->reads, &w->task)) {
		serve_unkept(w->rq, ERR_BUSY);
		w->resume(w);
	}
}

static bool job_run(struct write_job *job, struct db *db)
{
	return serve_work(of_job(job)->rq, db);
}

static void job_after(struct write_job *job, struct db *db)
{
	serve_after(of_job(job)->rq, db);
}

static void job_done(struct write_job *job, enum write_end end)
{
	struct walk *w = of_job(job);
	bool told = end == WRITE_FAILED && w->rq->reply.status >= 500;
	if ((end == WRITE_FAILED && !told) || end == WRITE_REFUSED)
		serve_unkept(w->rq, ERR_BUSY);
	finish(w);
}

static void change(struct walk *w)
{
	w->job = (struct write_job){.run = job_run, .after = job_after, .done = job_done};
	writer_submit(w->rq->site->writer, &w->job);
}

static bool notes_run(struct write_job *job, struct db *db)
{
	serve_after(of_job(job)->rq, db);
	return true;
}

static void notes_done(struct write_job *job, enum write_end end)
{
	struct walk *w = of_job(job);
	/* The answer stands, and the writer has logged what it could not keep; but nothing is exported that is
	 * not in the audit log. */
	if (end == WRITE_KEPT)
		sheet_noted(w->rq);
	else if (w->rq->sheet)
		serve_unkept(w->rq, ERR_BUSY);
	finish(w);
}

static void notes(struct walk *w)
{
	w->job = (struct write_job){.run = notes_run, .done = notes_done};
	writer_submit(w->rq->site->writer, &w->job);
}

static void ready(struct walk *w)
{
	if (serve_has_after(w->rq))
		notes(w);
	else
		finish(w);
}

static void prepare(struct task *task, struct db *reader)
{
	struct walk *w = of_task(task);
	if (serve_prepare(w->rq, reader))
		change(w);
	else
		ready(w);
}

static void look(struct task *task, struct db *reader)
{
	struct walk *w = of_task(task);
	if (!reader)
		serve_unkept(w->rq, ERR_CROWDED);
	else if (!w->rq->route->prepare || serve_prepare(w->rq, reader))
		serve_work(w->rq, reader);
	ready(w);
}

static bool hand(struct walk *w, struct pool *pool, struct task task, enum err full)
{
	w->task = task;
	w->suspend(w);
	if (!pool_put(pool, &w->task)) {
		serve_unkept(w->rq, full);
		w->resume(w);
	}
	return false;
}

static bool hand_read(struct walk *w, struct db *reader)
{
	const struct task task = {.run = look,
	                          .who = serve_person(w->rq, reader),
	                          .alone = w->rq->route->flags & ROUTE_ALONE};
	return hand(w, w->pools->reads, task, ERR_CROWDED);
}

/* Whoever asked has perhaps gone; answering him makes the next one wait as long. */
static bool too_late(const struct walk *w)
{
	return w->late && !(w->rq->route->flags & ROUTE_ALWAYS);
}

bool walk_rooms(struct walk *w, struct db *reader)
{
	struct req *rq = w->rq;
	bool safe = rq->method == GET;
	if (!serve_enter(rq))
		return true;
	if (safe && too_late(w)) {
		serve_unkept(rq, ERR_CROWDED);
		return true;
	}
	if (safe && (rq->route->prepare || rq->route->flags & ROUTE_HEAVY || rq->face))
		return hand_read(w, reader);
	if (rq->route->prepare)
		return hand(w, w->pools->slow, (struct task){.run = prepare}, ERR_BUSY);
	if (safe) {
		serve_work(rq, reader);
		if (!serve_has_after(rq))
			return true;
	}
	w->suspend(w);
	if (safe)
		notes(w);
	else
		change(w);
	return false;
}
