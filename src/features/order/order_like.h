/* order_like.h - running orders that may be the same as a new one. A proposal, never a decision: whoever may
 * merge decides.
 */
#pragma once
#include "core/ctx.h"

/* What a new order looks like; zero and NULL members match nobody. */
struct order_like_ask {
	int64_t order;     /* its row, which is left out; 0: not kept yet */
	int64_t place;     /* its row */
	int64_t requester; /* person */
	int64_t created;   /* 0: now */
	const char *title, *phone_index;
};
struct order_like {
	const char *uid, *number, *title, *place_title;
	int64_t state, created, percent;
	bool person; /* the same requester or telephone: counts only beside like words */
	bool here;   /* the same place */
	const char *why; /* 都在盘龙村 · 都说“厨房灯” · 隔 2 天; of order_likes() only */
};
enum { ORDER_LIKES = 3, ORDER_LIKE_DAYS = 60 };
/* Percent of the pairs that two titles share: of one village, of one person. */
enum { ORDER_LIKE_WORDS = 50, ORDER_LIKE_PERSON = 20 };
/* Running orders of the last 60 days that may be the same, at most ORDER_LIKES, likest first; only
 * such as c->who may read. */
struct order_like *order_likes(struct ctx *c, const struct order_like_ask *ask, size_t *count);
const char *order_phone_index(struct ctx *c, int64_t order); /* of a kept order; NULL: none */
