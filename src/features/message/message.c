#include "features/message/message.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "gen/message.sql.h"

#include <string.h>

const struct field message_fields[] = {
	FIELD(struct message, id),
	FIELD(struct message, at, .doc = "seconds UTC"),
	FIELD(struct message, subject),
	FIELD(struct message, body),
	FIELD(struct message, link, .doc = "local path; null: none"),
	FIELD(struct message, read),
	FIELD(struct message, asks, .doc = "it waits for the reader to act"),
	FIELD(struct message, kind, .doc = "word of a template; empty: none"),
	RECORD("Message", "A message of the inbox."),
};

const char *const message_group_labels[] = {"要您办的", "您的单子",   "去服务的单子", "队伍",
                                            "投诉",     "服务和资讯", "账号和资质",   "其他"};

static bool ends(const char *word, const char *const *tails)
{
	const char *dot = strrchr(word, '.');
	for (; dot && *tails; tails++)
		if (strcmp(dot, *tails) == 0)
			return true;
	return false;
}

/* Of an order: by whom it tells. Of anything else: by where it leads. */
enum message_group message_group(const struct message *m)
{
	static const char *const mine[] = {".requester", ".joined", ".desk", NULL};
	static const struct {
		const char *link;
		enum message_group group;
	} places[] = {{"/teams", MESSAGE_TEAM},
	              {"/menu", MESSAGE_WRITING},
	              {"/news", MESSAGE_WRITING},
	              {"/me", MESSAGE_ACCOUNT},
	              {"/proposals", MESSAGE_ACCOUNT}};
	const char *link = m->link ? m->link : "";
	if (m->asks && !m->read)
		return MESSAGE_ASKS;
	if (strstr(link, "/complain"))
		return MESSAGE_COMPLAINT;
	if (strchr(m->kind, '.'))
		return ends(m->kind, mine) ? MESSAGE_MINE : MESSAGE_SERVE;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (text_starts(link, places[i].link))
			return places[i].group;
	return text_starts(link, "/orders") ? MESSAGE_MINE : MESSAGE_OTHER;
}

struct message_queue *message_queues(struct ctx *c, size_t *count)
{
	size_t all = 0;
	const struct wait **w = feature_waits(c, &all);
	struct message_queue *q = ARENA_ARRAY(c->mem, struct message_queue, all + 1);
	*count = 0;
	for (size_t i = 0; i < all; i++) {
		int64_t n = w[i]->count(c, access_scope(c->who, w[i]->perm), INT32_MAX);
		if (n)
			q[(*count)++] = (struct message_queue){n, w[i]->label, w[i]->icon,
			                                       w[i]->url};
	}
	return q;
}

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
