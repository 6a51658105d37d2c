/* sheet_priv.h - between the faces of a sheet (sheet.c) and its flow (sheet_flow.c). */
#pragma once
#include "web/sheet.h"

/* A list on its way out. All of it lies in `mem`, which is its own. */
struct sheet {
	struct arena *mem, *page; /* page: dropped after each page of the list */
	enum sheet_kind kind;
	struct req ask; /* as it came in; a copy of it asks for each page */
	const struct view *view;
	char next[200];    /* `after` of the page to be asked; sent as the last word of the query */
	bool more, broken; /* broken: a page could not be had */
	bool begun, told;  /* the log's first entry; and its second */
	int64_t rows, until_ms; /* until_ms: nobody is waited for longer */
	struct buf out;
	size_t at; /* what of it has been taken */
	struct sheet_door door;
	struct task task;
	struct write_job job;
	struct actor actor; /* for the second entry, when the request's own memory may be gone */
	struct ctx c;
};

/* Of one who may have it, and has not two on the way already; NULL: refused (*e). */
struct sheet *sheet_begin(struct req *rq, const struct view *view, enum err *e);
/* Where the list goes on, NULL: it ends. */
void sheet_next(struct sheet *s, const char *next);

/* Of the paper or the file: its beginning, the rows of one page, its end. */
void sheet_top(struct req *rq, const struct sheet *s, struct buf *out);
void sheet_rows(struct arena *a, const struct sheet *s, const struct list *list, struct buf *out);
void sheet_foot(struct arena *a, const struct sheet *s, struct buf *out);
/* "place=430421100 q=*": what was asked for, without what may be a name. */
const char *sheet_filter_logged(const struct req *rq);
