#include "web/cookie.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "web/decode.h"
#include "web/serve.h"

#include <string.h>

/* It outlives the sessions: a page that lay open over one is told from a forged one. */
enum { ANONYMOUS_DAYS = 180 };

const char *const cookie_modes[] = {"standard", "elder", NULL};
const char *const cookie_sizes[] = {"", "2", "3", "4", NULL};
const char *const cookie_themes[] = {"auto", "light", "dark", NULL};

static const char *full_name(const struct req *rq, const char *name)
{
	bool bound = rq->site->secure &&
	             (strcmp(name, "wudan_session") == 0 || strcmp(name, "wudan_anon") == 0);
	return bound ? arena_printf(rq->c.mem, "__Host-%s", name) : name;
}

void reply_cookie(struct req *rq, const char *name, const char *value, int64_t max_age)
{
	struct reply *r = &rq->reply;
	struct arena *a = rq->c.mem;
	const char *age = max_age == 0 ? ""
	                               : arena_printf(a, "; Max-Age=%lld",
	                                              (long long)(max_age < 0 ? 0 : max_age));
	const char *cookie = arena_printf(a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
	                                  full_name(rq, name), value, age,
	                                  rq->site->secure ? "; Secure" : "");
	size_t n = strcspn(cookie, "=") + 1;
	for (int i = 0; i < r->cookie_count; i++)
		if (strncmp(r->cookies[i], cookie, n) == 0) {
			r->cookies[i] = cookie;
			return;
		}
	if (r->cookie_count < (int)(sizeof(r->cookies) / sizeof(r->cookies[0])))
		r->cookies[r->cookie_count++] = cookie;
}

const char *cookie_session(const struct req *rq)
{
	const char *token = decode_get(&rq->cookies, full_name(rq, "wudan_session"));
	return text_empty(token) ? NULL : token;
}

static const char *signature(const struct req *rq, const char *id)
{
	return crypto_mac(rq->c.keys, rq->c.mem, "anonymous", id);
}

const char *cookie_anonymous(const struct req *rq)
{
	const char *value = decode_get(&rq->cookies, full_name(rq, "wudan_anon"));
	const char *dot = value ? strchr(value, '.') : NULL;
	if (!dot || dot == value)
		return NULL;
	const char *id = arena_strndup(rq->c.mem, value, (size_t)(dot - value));
	return crypto_equal(dot + 1, signature(rq, id)) ? id : NULL;
}

const char *cookie_make_anonymous(struct req *rq)
{
	const char *id = random_id(rq->c.mem);
	const char *value = arena_printf(rq->c.mem, "%s.%s", id, signature(rq, id));
	reply_cookie(rq, "wudan_anon", value, ANONYMOUS_DAYS * DAY);
	return id;
}

const char *cookie_choice(const struct req *rq, const char *name, const char *const *words)
{
	const char *value = decode_get(&rq->cookies, name);
	int64_t n = value ? field_word(words, value) : -1;
	return words[n < 0 ? 0 : n];
}
