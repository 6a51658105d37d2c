/* message_web.h - the inbox. */
#pragma once
#include "features/message/message.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route message_routes[];

struct message_line {
	const struct message *m;
	const struct form *form;
};
/* The messages of one group, those not read before those read. */
struct message_part {
	const char *label;
	const struct message **at;
	size_t count;
	const struct form *form;
};
struct inbox_page {
	struct list list; /* JSON: struct message */
	const struct message *rows;
	size_t count;
	int64_t unread;
	const char *first, *more,
		*unseen; /* unseen: those not read, of which this page shows too few */
	struct message_part fresh[MESSAGE_GROUPS]; /* not read; empty ones have no count */
	struct message_part seen;
	const struct message_queue *queues;
	size_t queue_count;
	const struct form *form;
};
