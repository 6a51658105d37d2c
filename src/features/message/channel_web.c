#include "features/message/channel_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "features/place/place_web.h"
#include "gen/message.html.h"
#include "web/show.h"

#include <string.h>

struct entry {
	const char *subject, *body, *after;
	int64_t state;
	bool look;
};
static const struct field template_entry[] = {
	FIELD(struct entry, subject, .max = 40, .label = "标题",
              .hint = "和正文一起留空就恢复原文"),
	FIELD(struct entry, body, .as = AS_LINES, .max = 200, .label = "正文",
              .hint = "可用 {标题} 单子标题、{单号}、{状态} "
                      "现在的状态、{时限}、{上门时间}、{服务方} 谁来做、"
                      "{上门的人}"),
	FIELD(struct entry, look, .as = AS_HIDDEN, .doc = "only check and show, change nothing"),
	RECORD("Template", "Its new words."),
};
static const struct field ask_fields[] = {
	FIELD(struct entry, state, .label = "状态", .words = delivery_state_words,
              .labels = delivery_state_labels, .doc = "failed unless given"),
	FIELD(struct entry, after, .doc = "`next` of the page before"),
	{0},
};
static const struct field line_fields[] = {
	FIELD(struct template_line, id, .doc = "word of the kind"),
	FIELD(struct template_line, label, .label = "什么时候发"),
	FIELD(struct template_line, subject, .label = "标题"),
	FIELD(struct template_line, body, .label = "正文"),
	FIELD(struct template_line, changed, .label = "改过", .doc = "the county changed it"),
	FIELD(struct template_line, pressing, .doc = "never waits for the digest"),
	RECORD("TemplateLine", "The words of one kind of message."),
};
static const struct field page_fields[] = {
	FIELD_AS(struct template_page, t.id, "id", .doc = "word of the kind"),
	FIELD_AS(struct template_page, t.label, "label"),
	FIELD_AS(struct template_page, t.subject, "subject"),
	FIELD_AS(struct template_page, t.body, "body"),
	FIELD_AS(struct template_page, t.changed, "changed"),
	FIELD(struct template_page, shown_subject, .doc = "filled with sample values"),
	FIELD(struct template_page, shown_body),
	RECORD("Template", "The words of one kind of message, and what they become."),
};

static enum err channels(struct req *rq), choose(struct req *rq), templates(struct req *rq),
	template_one(struct req *rq), template_save(struct req *rq), deliveries(struct req *rq),
	retry(struct req *rq);

static const struct view channels_view = {message_channels_html, channel_choice_fields,
                                          .section = "me"};
static const struct view templates_view = {message_templates_html, line_fields, .list = true,
                                           .desk = true, .section = "templates"};
static const struct view template_view = {message_template_html, page_fields, .desk = true,
                                          .section = "templates"};
static const struct view deliveries_view = {message_deliveries_html, delivery_row_fields,
                                            .list = true, .desk = true, .section = "deliveries"};

const struct route channel_routes[] = {
	{GET, "/me/channels", channels, PERM_SIGNED_IN, "How he is told", .gives = &channels_view},
	{POST, "/me/channels", choose, PERM_SIGNED_IN, "Changes it", .takes = channel_choice_fields,
         .gives = &channels_view, .done = "通知方式已存好，下一条消息起照这样发。"},
	{GET, "/templates", templates, SETTING_MANAGE, "The words of every kind of message",
         .gives = &templates_view},
	{GET, "/templates/:id", template_one, SETTING_MANAGE, "One of them, with a preview",
         .gives = &template_view},
	{POST, "/templates/:id", template_save, SETTING_MANAGE,
         "Changes it; both empty: back to the standard", .takes = template_entry,
         .gives = &template_view, .done = "消息的写法已存好，下一条起照这样发。"},
	{GET, "/deliveries", deliveries, SETTING_MANAGE, "What became of outgoing messages",
         .asks = ask_fields, .gives = &deliveries_view, .flags = ROUTE_HEAVY},
	{POST, "/deliveries/:id/:move", retry, .life = &delivery_life, .gives = &deliveries_view},
	{0},
};

static enum err channels(struct req *rq)
{
	struct channel_choice *k = channel_choice(&rq->c);
	if (!k)
		return ERR_MISSING;
	struct channels_page page = {.k = *k, .form = req_form(rq, channel_choice_fields, k)};
	page_title(rq, "怎样通知我", "/me");
	return render(rq, &channels_view, &page);
}

static enum err choose(struct req *rq)
{
	struct channel_choice *k = channel_choice(&rq->c);
	if (!k)
		return ERR_MISSING;
	if (req_read(rq, channel_choice_fields, k) != OK)
		return ERR_INVALID;
	channel_choose(&rq->c, k);
	return done(rq, OK, "/me/channels");
}

/* ---- words ---- */

static struct template_line line_of(struct req *rq, const struct message_kind *k)
{
	struct message_text *own = message_kind_changed(&rq->c, k->word);
	return (struct template_line){.id = k->word,
	                              .label = k->label,
	                              .subject = own ? own->subject : k->subject,
	                              .body = own ? own->body : k->body,
	                              .changed = own,
	                              .pressing = k->pressing};
}

static enum err templates(struct req *rq)
{
	struct templates_page page = {0};
	size_t n = 0;
	while (message_kinds[n].word)
		n++;
	struct template_line *rows = ARENA_ARRAY(rq->c.mem, struct template_line, n);
	for (size_t i = 0; i < n; i++)
		rows[i] = line_of(rq, &message_kinds[i]);
	page.rows = rows;
	page.count = n;
	page.list = (struct list){rows, n, sizeof *rows, NULL};
	page_title(rq, "消息模板", NULL);
	return render(rq, &templates_view, &page);
}

/* With values as an order might have. */
static void preview(struct req *rq, const char *subject, const char *body,
                    struct template_page *page)
{
	const struct message_facts sample = {.title = "厨房水龙头漏水",
	                                     .number = "D20261123001",
	                                     .state = "待接单",
	                                     .deadline = rq->c.now + DAY};
	if (text_empty(subject) || message_kind_fault(rq->c.mem, subject) ||
	    message_kind_fault(rq->c.mem, body))
		return;
	page->shown_subject = message_kind_fill(rq->c.mem, subject, &sample);
	page->shown_body = message_kind_fill(rq->c.mem, body, &sample);
}

/* `typed`: a preview of it, not yet kept; NULL: as it stands. */
static enum err template_show(struct req *rq, const struct entry *typed)
{
	const struct message_kind *k = message_kind_find(rq->id);
	if (!k)
		return ERR_MISSING;
	struct template_page page = {
		.t = line_of(rq, k), .standard_subject = k->subject, .standard_body = k->body};
	struct entry *held = ARENA_NEW(rq->c.mem, struct entry);
	*held = typed ? *typed : (struct entry){.subject = page.t.subject, .body = page.t.body};
	page.form = req_form(rq, template_entry, held);
	preview(rq, form_value(page.form, "subject"), form_value(page.form, "body"), &page);
	page_title(rq, k->label, "/templates");
	return render(rq, &template_view, &page);
}

static enum err template_one(struct req *rq)
{
	return template_show(rq, NULL);
}

static enum err template_save(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, template_entry, &in) != OK)
		return ERR_INVALID;
	if (in.look && message_kind_check(&rq->c, in.subject, in.body) != OK)
		return ERR_INVALID;
	if (in.look)
		return template_show(rq, &in);
	return done(rq, message_kind_set(&rq->c, rq->id, in.subject, in.body),
	            arena_printf(rq->c.mem, "/templates/%s", rq->id));
}

/* ---- what became of them ---- */

/* What went wrong, in words an office knows; the rest as it is. */
static const char *fault_text(struct arena *mem, const char *fault)
{
	if (text_equal(fault, "its channel is off"))
		return "通道没有配置";
	if (text_equal(fault, "no address"))
		return "没有手机号或邮箱";
	if (text_starts(fault, "answered "))
		return arena_printf(mem, "对方回答 %s", fault + strlen("answered "));
	return fault;
}

static enum err deliveries(struct req *rq)
{
	struct entry ask = {.state = DELIVERY_FAILED};
	struct arena *mem = rq->c.mem;
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	page_keeps(rq);
	struct deliveries_page page = {.state = ask.state, .form = req_form(rq, NULL, NULL)};
	page.rows = delivery_list(&rq->c, ask.state, ask.after, &page.count, &page.list.next);
	page.list.items = page.rows;
	page.list.count = page.count;
	page.list.size = sizeof(struct delivery_row);
	page.who = ARENA_ARRAY(mem, const char *, page.count + 1);
	page.fault = ARENA_ARRAY(mem, const char *, page.count + 1);
	for (size_t i = 0; i < page.count; i++) {
		const struct delivery_row *d = &page.rows[i];
		page.fault[i] = fault_text(mem, d->fault ? d->fault : "");
		page.who[i] = d->person_name ? show_name_masked(mem, d->person_name) : d->hook;
	}
	if (page.list.next)
		page.more = place_address(mem, "/deliveries", "state",
		                          delivery_state_words[ask.state], "after", page.list.next,
		                          NULL);
	delivery_counts(&rq->c, page.counts);
	page_title(rq, "消息发送", NULL);
	return render(rq, &deliveries_view, &page);
}

static enum err retry(struct req *rq)
{
	return done(rq, delivery_retry(&rq->c, rq->id), "/deliveries");
}
