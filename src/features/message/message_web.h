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
struct inbox_page {
	struct list list; /* JSON: struct message */
	const struct message *rows;
	size_t count;
	int64_t unread;
	const char *more;
	const struct form *form;
};
