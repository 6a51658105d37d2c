/* message.h - what was told to one person: the inbox that core/outbox fills.
 *
 * Everybody reads only his own; somebody else's message and none answer alike.
 */
#pragma once
#include "base/field.h"
#include "core/ctx.h"

struct message {
	int64_t at;
	bool read;
	const char *id, *subject, *body, *link; /* link: local path, NULL: none */
};
extern const struct field message_fields[];

/* Of c->who, newest first, after the message with id `after` (NULL: from the newest). At most
 * LIMIT_PAGE; *next: `after` of the following page, NULL: no more. */
struct message *message_list(struct ctx *c, bool unread, const char *after, size_t *count,
                             const char **next);
int64_t message_unread(struct ctx *c);
/* ERR_MISSING: not his. Reading twice is fine. *link may be NULL. */
enum err message_read(struct ctx *c, const char *id, const char **link);
void message_read_all(struct ctx *c);
