/* rate.h - how often something may be tried: all limits of the door in one table (rate.c).
 *
 * Counted by network (ctx_network(): an IPv4 address, the /64 of an IPv6 one), because whoever tries
 * changes the phone or the number he tries with, and an IPv6 host its address. A village or an office
 * stands behind one address, too: what succeeded is given back, so only what failed is counted, and each
 * bucket holds what thirty people in one hall get wrong in one morning.
 */
#pragma once
#include "web/req.h"

enum rate {
	RATE_UNSAFE, /* unsafe requests without a session */
	RATE_FOLLOW, /* number and phone of an order that do not fit: /follow and /complain together */
	RATE_SIGN_IN, /* wrong phone or password, besides the wait of each phone (core/account.h) */
	RATE_REGISTER, /* accounts made */
	RATE_CODE,     /* codes of letters that are not good */
	RATE_PASSWORD, /* the present password, asked for a change: by person, not by network */
};

/* OK, or ERR_LIMIT with a sentence and rq->reply.retry_after. Takes from the bucket at once, so that a
 * hundred tries at the same time are a hundred. */
enum err rate_take(struct req *rq, enum rate r);
void rate_give_back(struct req *rq, enum rate r); /* it was no failure after all */
