/* overview_web.h - the desk of staff, the page of a village station, and the lists behind the numbers. */
#pragma once
#include "features/order/order_web.h"
#include "features/overview/overview.h"
#include "web/form.h"
#include "web/land.h"
#include "web/req.h"

extern const struct route overview_routes[];

/* A number that leads to its list, with its bar. */
struct desk_bar {
	const char *label, *text, *url; /* text: beside the label, "" none */
	const char *said;               /* the bar read out */
	int64_t n, whole;               /* whole: at least 1 */
	int colour;                     /* c1 … c6 */
};
struct overview_figure {
	const char *label, *icon, *url;
	int64_t n;
};
struct desk_choice {
	const char *label, *url;
	bool here;
};
/* Two bars a column in a box of 288 × 120; of the running one what is still expected, dashed. */
struct desk_column {
	int64_t found, closed, found_rest, closed_rest; /* heights */
};
struct desk_chart {
	const struct overview_bucket *at; /* OVERVIEW_BUCKETS of them */
	struct desk_column column[OVERVIEW_BUCKETS];
	const char *title, *said; /* said: the picture read out */
	const char *now;          /* "本周" */
	const char *running;      /* the sentence about it */
	int64_t top;              /* of the axis, which has three steps */
};
/* GET /desk: waits to contacts are shown on both pages, the rest on that of staff only. */
struct desk_page {
	struct overview o; /* first: the JSON face */
	const char *told;  /* "截至 11月23日 19:30 · 本月从 11月1日算起" */
	const char *place; /* label of what is counted: "全县", "西渡镇" */
	struct desk_choice periods[PERIOD_COUNT];
	struct desk_bar steps[STEP_COUNT], faces[FACE_COUNT];
	const char *period, *steps_told, *faces_told; /* period: "本月" */
	const struct overview_figure
		*figures; /* the county's main ones, of who has nothing to do */
	size_t figure_count;
	const struct overview_wait *waits;
	size_t wait_count;
	const char **late; /* of each: "2 单已超时" */
	struct desk_bar *states;
	size_t state_count;
	int64_t state_all; /* of all of them */

	const struct choice *places; /* townships to choose from; NULL: nothing to choose */
	const char *chosen, *word;   /* code of the place and word of the period, for the form */
	const char *accept, *close;  /* "1 天" , "还没有" */
	const char *accept_told, *close_told; /* "按最近 300 单" */
	struct desk_chart chart;
	struct desk_bar *corps;
	size_t corps_count;
	struct ui_tiles tiles;
	const char *tiles_title;

	/* The station's. */
	const struct order_card *drafts, *verdicts, *running;
	size_t draft_count, verdict_count, running_count; /* shown */
	int64_t draft_all, verdict_all;
	const struct overview_contact *contacts;
	size_t contact_count;
	const char *phone, *tel; /* of the office; "" none */
};

/* GET /desk/orders, GET /desk/mine */
struct desk_list {
	struct list list; /* JSON: struct overview_order */
	const char *title, *told, *back, *next_url;
	const struct order_card *rows;
};
struct desk_joins {
	struct list list; /* JSON: struct overview_join */
	const struct overview_join *rows;
	const char *next_url; /* NULL: no more */
};

/* overview_page_web.c: fills the model from what is counted. */
void overview_page_common(struct req *rq, struct desk_page *p, const struct overview_ask *ask);
void overview_page_staff(struct req *rq, struct desk_page *p, const struct overview_ask *ask);
void overview_page_station(struct req *rq, struct desk_page *p);
/* Cards that lead to /orders/ID and `tail`. */
struct order_card *overview_cards(struct req *rq, const struct overview_order *o, size_t n,
                                  const char *tail);
