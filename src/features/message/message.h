/* message.h - what was told to one person: the inbox that core/outbox fills.
 *
 * Everybody reads only his own; somebody else's message and none answer alike.
 */
#pragma once
#include "base/field.h"
#include "core/ctx.h"

struct message {
	int64_t at;
	bool read, asks; /* asks: it waits for him to do something */
	const char *id, *kind, *subject, *body,
		*link; /* kind: "" none; link: local path, NULL: none */
};
extern const struct field message_fields[];

/* What stands together on the page. */
enum message_group {
	MESSAGE_ASKS, /* not read, and waits for him */
	MESSAGE_MINE,
	MESSAGE_SERVE,
	MESSAGE_TEAM,
	MESSAGE_COMPLAINT,
	MESSAGE_WRITING,
	MESSAGE_ACCOUNT,
	MESSAGE_OTHER,
	MESSAGE_GROUPS
};
extern const char *const message_group_labels[];
enum message_group message_group(const struct message *m);

/* What stands on his desk, by the numbers of now; those of which there are none are left out. */
struct message_queue {
	int64_t count;
	const char *label, *icon, *url;
};
struct message_queue *message_queues(struct ctx *c, size_t *count);

/* Of c->who, newest first, after the message with id `after` (NULL: from the newest). At most
 * LIMIT_PAGE; *next: `after` of the following page, NULL: no more. */
struct message *message_list(struct ctx *c, bool unread, const char *after, size_t *count,
                             const char **next);
int64_t message_unread(struct ctx *c);
/* ERR_MISSING: not his. Reading twice is fine. *link may be NULL. */
enum err message_read(struct ctx *c, const char *id, const char **link);
void message_read_all(struct ctx *c);
