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
	FIELD_AS(struct message, row, "message_row", .hidden = true),
	FIELD(struct message, read_at, .hidden = true),
	{0},
};

struct message *message_list(struct ctx *c, bool unread, const char *after, size_t *count,
                             const char **next)
{
	struct message *m = db_all(c->db, c->mem, sql_message_list, struct message, message_fields,
	                           count, V(c->who->id), V(unread), V(after ? after : ""),
	                           V(LIMIT_PAGE + 1));
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = m[LIMIT_PAGE - 1].id;
	}
	return m;
}

int64_t message_unread(struct ctx *c)
{
	return db_int(c->db, sql_message_unread, V(c->who->id));
}

enum err message_read(struct ctx *c, const char *id, const char **link)
{
	const char *to = db_text(c->db, c->mem, sql_message_link, V(id), V(c->who->id));
	if (!to)
		return ERR_MISSING;
	*link = text_empty(to) ? NULL : to;
	db_exec(c->db, sql_message_read, V(id), V(c->who->id), V(c->now));
	return OK;
}

void message_read_all(struct ctx *c)
{
	db_exec(c->db, sql_message_read_all, V(c->who->id), V(c->now));
}
