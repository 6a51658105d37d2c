/* picker_web.h - one page to choose people on, for every form that asks for somebody.
 *
 * It needs neither a script nor a session's memory: the address carries who is chosen so far (`pick`), each line is
 * a button that adds or drops one, and the dock at the end holds the feature's own form, which sends them. Who may be
 * found is the feature's: it reads what was asked by picker_read(), gives the rows and renders picker_view. Who was
 * chosen and may not be is told there, never dropped in silence; the change that is sent judges all of it again.
 */
#pragma once
#include "web/form.h"
#include "web/req.h"
#include "web/ui.h"

enum {
	PICKER_FIRST = 8, /* the best ones, before somebody asks for all */
	PICKER_PAGE = 20,
	PICKER_MOST = 20 /* at once: they all stand in the address (LIMIT_PATH) */
};
extern const char *const picker_sort_words[];
enum picker_sort { PICKER_NEAR, PICKER_LOAD };

/* Somebody who may be chosen; what is NULL or below 0 is not shown. */
struct picker_row {
	const char *uid, *name, *about; /* "队长 · HY000123" */
	struct ui_tag free;             /* is he free then: 空着, 有活 */
	const char *then;               /* why not */
	int64_t tenths;                 /* how far he lives from there, in 100 m */
	const char *home;               /* "西渡镇 盘龙村" */
	struct ui_tag paper;
	int64_t load; /* visits this month */
	bool on;      /* chosen */
};
struct picker {
	/* By picker_read(). */
	const char *q, *after;               /* after: uid of the last one of the page before */
	bool all, only;                      /* everybody; only who is free */
	int64_t sort;                        /* enum picker_sort */
	const char *chosen[PICKER_MOST + 1]; /* uids, NULL ends */
	size_t chosen_count;
	bool fresh; /* the address says nothing of who is chosen: the feature may */
	bool full;  /* one more was asked for than may be */

	/* By the feature. */
	size_t most;                /* who may be chosen at once; 1: another takes his place */
	const char *path, *back;    /* of this page; where the form stands */
	const char *heading, *what; /* 选谁上门; what it is for */
	const struct ui_tag *asks;  /* what it asks for; `ask_count` of them */
	const char *where;          /* "西渡镇 盘龙村，12月2日 09:00 到 11:00" */
	const char *hint;           /* what can be typed: "姓名、编号或完整手机号" */
	const struct pair *keeps;   /* goes along in the address */
	const struct picker_row *rows, *picked;
	const char *const *refused; /* sentences: who was chosen and may not be; NULL ends */
	size_t ask_count, keep_count, count, picked_count;
	const char *found, *of;  /* "合适的 7 人，4 人那时有空"; "全队 214 人" */
	const char *everybody;   /* button that shows all; NULL: these are */
	const char *more;        /* uid behind which the next page begins; NULL: no more */
	const char *none;        /* what an empty list says */
	bool timed;              /* free or not, near or far is known: it can be sorted by that */
	const struct form *form; /* of the dock */
	const char *action, *button; /* where the dock is sent */
	const char *name;            /* the field that each chosen one is sent in */
	void (*inputs)(struct html *h, const void *model); /* its other inputs; NULL: none */
	const void *model;
};

/* Reads the address; `most` is to be set before. */
enum err picker_read(struct req *rq, struct picker *p);
/* For the feature: somebody who is chosen though the address does not say so. */
void picker_choose(struct picker *p, const char *uid);
bool picker_chosen(const struct picker *p, const char *uid);
/* "a.b": the chosen ones as the address carries them. */
const char *picker_pick(struct arena *mem, const struct picker *p);
/* Cuts the rows to the page that was asked for, and marks the chosen ones. */
void picker_page(struct picker *p, struct picker_row *rows, size_t count, size_t most);
extern const struct view picker_view; /* at the desk of who has one */
