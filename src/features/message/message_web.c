#include "features/message/message_web.h"

#include "base/arena.h"
#include "core/feature.h"
#include "features/message/channel_web.h"
#include "features/place/place_web.h"
#include "gen/message.html.h"

struct ask {
	const char *after;
	bool unread;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, unread, .doc = "only those not read yet"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};

static enum err inbox(struct req *rq), read_one(struct req *rq), read_all(struct req *rq);

static const struct view inbox_view = {message_inbox_html, message_fields, .list = true,
                                       .section = "inbox"};

const struct route message_routes[] = {
	{GET, "/inbox", inbox, INBOX_READ, "Own messages, newest first", .asks = ask_fields,
         .gives = &inbox_view},
	{POST, "/inbox/:id/read", read_one, INBOX_READ, "Marks a message as read",
         .gives = &inbox_view, .done = ""},
	{POST, "/inbox/read-all", read_all, INBOX_READ, "Marks all as read", .gives = &inbox_view,
         .done = "全部标为已读。"},
	{0},
};

FEATURE(message);
const struct route *const message_paths[] = {message_routes, channel_routes, NULL};

static void put(struct inbox_page *page, const struct message *m)
{
	struct message_part *to = m->read ? &page->seen : &page->fresh[message_group(m)];
	to->at[to->count++] = m;
}

static void sort(struct req *rq, struct inbox_page *page)
{
	struct message_part *parts[MESSAGE_GROUPS + 1] = {&page->seen};
	int64_t shown = 0;
	for (int i = 0; i < MESSAGE_GROUPS; i++) {
		page->fresh[i].label = message_group_labels[i];
		parts[i + 1] = &page->fresh[i];
	}
	for (int i = 0; i <= MESSAGE_GROUPS; i++) {
		parts[i]->form = page->form;
		parts[i]->at = ARENA_ARRAY(rq->c.mem, const struct message *, page->count + 1);
	}
	for (size_t i = 0; i < page->count; i++) {
		put(page, &page->rows[i]);
		shown += !page->rows[i].read;
	}
	page->seen.label = "看过的";
	page->unseen = shown < page->unread ? "/inbox?unread=1" : NULL;
}

static enum err inbox(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct inbox_page page = {.unread = message_unread(&rq->c)};
	page.rows = message_list(&rq->c, ask.unread, ask.after, &page.count, &page.list.next);
	page.list.items = page.rows;
	page.list.count = page.count;
	page.list.size = sizeof(struct message);
	if (page.list.next)
		page.more = place_address(rq->c.mem, "/inbox", "unread", ask.unread ? "1" : NULL,
		                          "after", page.list.next, NULL);
	page.form = req_form(rq, NULL, NULL);
	page.first = ask.after || ask.unread ? "/inbox" : NULL;
	if (!rq->json) {
		sort(rq, &page);
		page.queues = ask.after ? NULL : message_queues(&rq->c, &page.queue_count);
		page.unseen = ask.unread ? NULL : page.unseen;
	}
	page_title(rq, "消息", NULL);
	return render(rq, &inbox_view, &page);
}

/* A page goes on to what the message is about. */
static enum err read_one(struct req *rq)
{
	const char *link = NULL;
	enum err e = message_read(&rq->c, rq->id, &link);
	return done(rq, e, link && !rq->json && req_local(link) ? link : "/inbox");
}

static enum err read_all(struct req *rq)
{
	message_read_all(&rq->c);
	return done(rq, OK, "/inbox");
}
