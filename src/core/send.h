/* send.h - one HTTP request as a client, and its answer.
 *
 * For the demonstration, which talks to its own server like any other program. No redirect is
 * followed. Messages to people leave through outbox_send() (core/outbox.h).
 */
#pragma once
#include <stddef.h>

struct arena;
struct send_answer {
	long status;      /* 0: no answer, see fault */
	const char *body; /* at most 1 MiB, NUL-terminated; never NULL */
	size_t size;
	const char *fault; /* English; NULL: answered */
};

/* `token` goes out as bearer, `key` as Idempotency-Key, `json` as the body; each may be NULL. */
struct send_answer send_http(struct arena *a, const char *method, const char *url,
                             const char *token, const char *key, const char *json);
