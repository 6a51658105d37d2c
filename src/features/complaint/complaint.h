/* complaint.h - what somebody says against the way his order was handled, and the office's answer 投诉.
 *
 * The requester or his proxy complains, also without an account by number and phone. It is read and
 * answered by the township and the centre, never by anybody of the serving side it is about, nor by its
 * author. One at a time is open per order. Text and answer are sealed; only those who may answer and the
 * author read them. Answering sends a message to requester and proxy, which leads to the answer and does not
 * repeat it.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/cursor.h"
#include "core/life.h"
#include "features/order/order.h"

enum complaint_state { COMPLAINT_OPEN, COMPLAINT_ANSWERED, COMPLAINT_STATES };
enum complaint_action { COMPLAINT_REPLY };
extern const struct life complaint_life;
extern const char *const complaint_state_words[], *const complaint_state_labels[];

struct complaint {
	int64_t row, orders, author, state, at, answered, requester, proxy;
	const char *uid, *text, *answer; /* opened where the asker may read them, else NULL */
	const char *order, *number, *title, *place, *path, *team_name, *answerer_name;
};
extern const struct field complaint_fields[];

/* About `o`, in the asker's own name (a guest: he has shown number and phone). ERR_DENIED for others
 * than requester and proxy; ERR_STATE before submission and while one is open. */
enum err complaint_add(struct ctx *c, const struct order *o, const char *text);
struct complaint *complaint_of(struct ctx *c, int64_t order,
                               size_t *count); /* newest first, opened */
/* May the asker complain about it at all? Refused as complaint_add() does, but for the open one. */
enum err complaint_may(struct ctx *c, const struct order *o);

/* Is it about an order that he asked for or entered? */
bool complaint_mine(const struct ctx *c, const struct complaint *k);

/* In the asker's reach (COMPLAINT_READ) and not about his own side; open ones first, the oldest first, then
 * those answered, the newest first. At most COMPLAINT_PAGE after `at`; *next: of the following page, NULL: no
 * more. */
enum { COMPLAINT_PAGE = 50 };
struct complaint *complaint_list(struct ctx *c, struct cursor at, size_t *count, const char **next);
struct cursor complaint_cursor(const struct complaint *k); /* where it stands in that list */
struct complaint *complaint_by_uid(struct ctx *c, const char *uid); /* NULL: not in that list */
int64_t complaint_waiting(struct ctx *c);                           /* how many of it are open */
/* What somebody answers with. */
struct complaint_said {
	const char *answer;
};
/* ERR_MISSING when it is not in his reach to answer. */
enum err complaint_answer(struct ctx *c, const char *uid, const struct complaint_said *in);
bool complaint_reached(struct ctx *c, const char *uid); /* is it? */
