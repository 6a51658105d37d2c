#include "features/message/message.h"

#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/message.sql.h"

const struct field message_fields[] = {
	FIELD(struct message, id),
	FIELD(struct message, at, .doc = "seconds UTC"),
	FIELD(struct message, subject),
	FIELD(struct message, body),
	FIELD(struct message, link, .doc = "local path; null: none"),
	FIELD(struct message, read),
	RECORD("Message", "A message of the inbox."),
};

struct message *message_list(struct ctx *c, bool unread, const char *after, size_t *count,
                             const char **next)
{
	struct message *m = sql_message_list(c, unread, after ? after : "", count);
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = m[LIMIT_PAGE - 1].id;
	}
	return m;
}

int64_t message_unread(struct ctx *c)
{
	return sql_message_unread(c);
}

enum err message_read(struct ctx *c, const char *id, const char **link)
{
	const char *to = sql_message_link(c, id);
	if (!to)
		return ERR_MISSING;
	*link = text_empty(to) ? NULL : to;
	sql_message_read(c, id);
	return OK;
}

void message_read_all(struct ctx *c)
{
	sql_message_read_all(c);
}
