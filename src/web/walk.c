#include "web/walk.h"

#include "web/serve.h"

#include <stddef.h>

static struct walk *of_job(struct write_job *job)
{
	return (struct walk *)(void *)((char *)job - offsetof(struct walk, job));
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
	w->resume(w);
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
	(void)end; /* the answer stands; the writer has logged what it could not keep */
	w->resume(w);
}

static void notes(struct walk *w)
{
	w->job = (struct write_job){.run = notes_run, .done = notes_done};
	writer_submit(w->rq->site->writer, &w->job);
}

static void task_run(struct task *task, struct db *reader)
{
	struct walk *w = (struct walk *)(void *)((char *)task - offsetof(struct walk, task));
	bool go = serve_prepare(w->rq, reader);
	if (go && w->rq->method != GET) {
		change(w);
		return;
	}
	if (go)
		serve_work(w->rq, reader);
	if (serve_has_after(w->rq))
		notes(w);
	else
		w->resume(w);
}

static bool prepare(struct walk *w)
{
	w->suspend(w);
	w->task = (struct task){.run = task_run};
	if (!pool_put(w->pool, &w->task)) {
		serve_unkept(w->rq, ERR_BUSY);
		w->resume(w);
	}
	return false;
}

bool walk_rooms(struct walk *w, struct db *reader)
{
	struct req *rq = w->rq;
	if (!serve_enter(rq))
		return true;
	if (rq->route->prepare)
		return prepare(w);
	if (rq->method == GET) {
		serve_work(rq, reader);
		if (!serve_has_after(rq))
			return true;
	}
	w->suspend(w);
	if (rq->method == GET)
		notes(w);
	else
		change(w);
	return false;
}
