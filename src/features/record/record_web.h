/* record_web.h - a team's record, and the desk of call backs. */
#pragma once
#include "features/order/order_web.h"
#include "features/record/record.h"

extern const struct route record_routes[];

struct record_page {
	struct record r; /* first: the JSON face */
	const char *name, *url;
	bool inner;
};

struct callback_row {
	const char *id, *number, *title, *place; /* JSON */
	int64_t reason, deadline;
	const struct order_card *card;
	const char *tone;
	bool chosen;
};
struct callbacks_page {
	struct list list; /* JSON: struct callback_row */
	struct callback_row *rows;
	size_t count;
	const char *next_url, *none; /* none: said where the queue is empty */
	const char *summary, *draw;  /* draw: "不满意的都回访；其余随机抽 5%。" */
	bool may_set;
	struct order_page *chosen; /* ?order=UID, else the first; NULL: none */
	struct queue_place at;
	int64_t reason; /* of the chosen one */
	const char *const *script;
	const char *conflict; /* why it is not his to call; NULL: it is */
	const struct choice *places;
	const char *place, *q;
};
