#include "web/rate.h"

#include "base/arena.h"
#include "core/access.h"
#include "web/serve.h"
#include "web/throttle.h"

/* Somebody who guesses has `burst` tries, then `minute` more each minute. */
static const struct {
	const char *word;
	int burst, minute;
	const char *say; /* NULL: what err_title() says */
} rates[] = {
	[RATE_UNSAFE] = {"unsafe", 300, 600, NULL},
	[RATE_FOLLOW] = {"follow", 10, 10, "查得太快了，请过一分钟再试。"},
	[RATE_SIGN_IN] = {"sign-in", 60, 6, "这里登录出错的次数太多，请过一会儿再试。"},
	[RATE_REGISTER] = {"register", 40, 1,
                           "这里注册的人太多，请过一会儿再试，或请村站代为登记。"},
	[RATE_CODE] = {"code", 20, 2, "试得太多了，请过一会儿再试。"},
	[RATE_PASSWORD] = {"password", 5, 1, "试得太多了，请过一会儿再试。"},
};

/* NULL: not counted, the program itself asks. */
static const char *key_of(const struct req *rq, enum rate r)
{
	const char *network = ctx_network(&rq->c);
	if (r == RATE_PASSWORD)
		return arena_printf(rq->c.mem, "%s %lld", rates[r].word, (long long)rq->c.who->id);
	return *network ? arena_printf(rq->c.mem, "%s %s", rates[r].word, network) : NULL;
}

enum err rate_take(struct req *rq, enum rate r)
{
	const char *key = key_of(rq, r);
	if (!key || throttle_take(rq->site->throttle, key, 1, rates[r].burst, rates[r].minute,
	                          &rq->reply.retry_after))
		return OK;
	return rates[r].say ? refuse(rq, ERR_LIMIT, NULL, "%s", rates[r].say) : ERR_LIMIT;
}

void rate_give_back(struct req *rq, enum rate r)
{
	const char *key = key_of(rq, r);
	if (key)
		throttle_take(rq->site->throttle, key, -1, rates[r].burst, rates[r].minute, NULL);
}
