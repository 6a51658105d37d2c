#include "features/auth/audit_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "features/auth/auth_web.h"
#include "gen/auth.html.h"
#include "web/serve.h"
#include "web/show.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct ask {
	const char *q, *after, *action, *subject, *who, *node;
	int64_t from, until, sort;
};
static const struct field asks[] = {
	FIELD(struct ask, q, .max = 60,
              .doc = "words of what was done, part of a name, number of an order; each is found"),
	FIELD(struct ask, from, .as = AS_DATE, .label = "从哪天"),
	FIELD(struct ask, until, .as = AS_DATE, .label = "到哪天", .doc = "that day too"),
	FIELD(struct ask, sort, .words = deed_sort_words, .labels = deed_sort_labels,
              .doc = "only this kind"),
	FIELD(struct ask, action, .max = 40, .doc = "beginning of the action, \"order.\""),
	FIELD(struct ask, subject, .max = 40, .doc = "public id of what was acted upon"),
	FIELD(struct ask, who, .max = 40, .doc = "id of the actor"),
	FIELD(struct ask, node, .max = 40, .doc = "whose chain, when there are several nodes"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};
static const struct field verify_fields[] = {
	FIELD(struct verify_page, good),
	FIELD(struct verify_page, entries),
	FIELD(struct verify_page, first_bad),
	FIELD(struct verify_page, node),
	FIELD(struct verify_page, what),
	FIELD(struct verify_page, head, .doc = "the last hash; write it down elsewhere"),
	RECORD("AuditProof", "What recomputing the chain of the audit log found."),
};

static enum err audit_page(struct req *rq), verify_it(struct req *rq), verify_page(struct req *rq);

static const struct view audit_view = {auth_audit_html, audit_row_fields, .list = true,
                                       .desk = true, .section = "audit"};
static const struct view verify_view = {auth_verify_html, verify_fields, .desk = true,
                                        .section = "audit"};

const struct route audit_routes[] = {
	{GET, "/audit", audit_page, AUDIT_READ, "Entries of the audit log, newest first",
         .asks = asks, .gives = &audit_view, .flags = ROUTE_HEAVY},
	{GET, "/audit/verify", verify_page, AUDIT_READ, "Recomputes the chain of the audit log",
         .gives = &verify_view, .flags = ROUTE_ALONE, .prepare = verify_it},
	{0},
};

/* ---- one entry ---- */

/* The highest office he held; "resident,reviewer" → 中心审核员. */
static const char *role_of(struct arena *mem, const char *roles)
{
	const char **each = text_split(mem, roles, ",");
	int64_t best = -1;
	for (; *each; each++) {
		int64_t role = field_word(role_words, *each);
		best = role > best ? role : best;
	}
	return best < 0 ? "" : role_labels[best];
}

static const char *who_of(const struct audit_row *r)
{
	if (r->name)
		return r->name;
	return text_empty(r->who)             ? "没登录的人"
	       : text_equal(r->who, "system") ? "系统"
	                                      : "已不在册的人";
}

static const char *day_of(struct arena *mem, int64_t at, int64_t now)
{
	static const char *const week[] = {"日", "一", "二", "三", "四", "五", "六"};
	int64_t today = clock_midnight(now), day = clock_midnight(at);
	return arena_printf(mem, "%s%s 星期%s",
	                    day == today         ? "今天，"
	                    : day == today - DAY ? "昨天，"
	                                         : "",
	                    show_day(mem, at), week[clock_local(at).weekday]);
}

/* "GET /settings": the page of the navigation that he was not let into. */
static const char *door_of(struct req *rq, const struct audit_row *r)
{
	const char *path = r->detail ? strchr(r->detail, '/') : NULL;
	if (!text_equal(r->action, "access.denied") || !path)
		return NULL;
	for (const struct nav *n = rq->site->nav; n && n->path; n++)
		if (n->path[1] && text_starts(path, n->path))
			return arena_printf(rq->c.mem, "（“%s”）", n->label);
	return NULL;
}

static struct audit_line line_of(struct req *rq, const struct audit_row *r,
                                 const struct audit_row *last)
{
	struct arena *mem = rq->c.mem;
	struct day at = clock_local(r->at);
	bool begins = !last || clock_midnight(last->at) != clock_midnight(r->at);
	struct audit_line l = {
		.row = r,
		.day = begins ? day_of(mem, r->at, rq->c.now) : NULL,
		.clock = arena_printf(mem, "%02d:%02d", at.hour, at.minute),
		.who = who_of(r),
		.role = role_of(mem, r->roles),
		.said = deed_say(&rq->c, r->action, r->kind, r->subject, r->detail),
	};
	const char *door = door_of(rq, r);
	if (door)
		l.said.after = door;
	if (l.said.by)
		l.who = l.said.by;
	return l;
}

/* ---- the page ---- */

static const char *address(struct arena *mem, const struct audit_page *p, const struct ask *ask,
                           const char *sort, const char *after)
{
	return place_address(mem, "/audit", "q", p->q, "from", p->from, "until", p->until, "sort",
	                     sort, "action", ask->action, "subject", ask->subject, "who", ask->who,
	                     "node", ask->node, "after", after, NULL);
}

static void add_tabs(struct arena *mem, struct audit_page *p, const struct ask *ask,
                     const struct audit_found *f)
{
	p->tabs[0] = (struct audit_tab){address(mem, p, ask, NULL, NULL), "全部", 0, ask->sort < 0};
	for (int i = 0; i < DEED_SORTS; i++) {
		p->tabs[0].count += f->sorts[i];
		p->tabs[i + 1] = (struct audit_tab){address(mem, p, ask, deed_sort_words[i], NULL),
		                                    deed_sort_labels[i], f->sorts[i],
		                                    ask->sort == i};
	}
}

static enum err audit_page(struct req *rq)
{
	struct ask ask = {.sort = -1};
	struct arena *mem = rq->c.mem;
	if (req_asks(rq, asks, &ask) != OK)
		return ERR_INVALID;
	struct audit_query q = {ask.node,
	                        ask.action,
	                        ask.subject,
	                        ask.who,
	                        ask.after ? strtoll(ask.after, NULL, 10) : 0,
	                        ask.from,
	                        ask.until ? ask.until + DAY : 0,
	                        ask.sort,
	                        ask.q,
	                        rq->face};
	struct audit_found f = auth_audit(&rq->c, &q);
	struct audit_page p = {.q = ask.q,
	                       .count = f.count,
	                       .from = ask.from ? clock_date(mem, ask.from) : NULL,
	                       .until = ask.until ? clock_date(mem, ask.until) : NULL,
	                       .what = ask.sort < 0 ? NULL : deed_sort_words[ask.sort],
	                       .checked = audit_last_check(&rq->c)};
	p.lines = ARENA_ARRAY(mem, struct audit_line, f.count + 1);
	for (size_t i = 0; i < f.count; i++)
		p.lines[i] = line_of(rq, &f.rows[i], i ? &f.rows[i - 1] : NULL);
	p.list = (struct list){f.rows, f.count, sizeof(struct audit_row), NULL};
	if (f.next)
		p.list.next = arena_printf(mem, "%lld", (long long)f.next);
	p.more = f.next ? address(mem, &p, &ask, p.what, p.list.next) : NULL;
	add_tabs(mem, &p, &ask, &f);
	if (!text_empty(p.q))
		p.found = arena_printf(mem, "“%s”找到 %lld 条，新的在前%s", p.q,
		                       (long long)p.tabs[0].count,
		                       f.cut ? "；更早的没有找，请选日期" : "");
	else if (f.cut)
		p.found = "只看了最近 40 万条，更早的请选日期";
	page_title(rq, "操作日志", NULL);
	return render(rq, &audit_view, &p);
}

/* A million hashes take seconds: off the loop. */
static enum err verify_it(struct req *rq)
{
	struct audit_verdict *v = ARENA_NEW(rq->c.mem, struct audit_verdict);
	*v = audit_verify(&rq->c);
	rq->prepared = v;
	return OK;
}

static enum err verify_page(struct req *rq)
{
	const struct audit_verdict *v = rq->prepared;
	if (!v)
		return ERR_BUSY;
	char *whole = arena_strdup(rq->c.mem, v->head);
	for (char *p = whole; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	struct verify_page page = {v->good,
	                           v->entries,
	                           v->first_bad,
	                           v->node,
	                           v->what,
	                           v->head,
	                           text_short(rq->c.mem, v->head),
	                           whole};
	page_title(rq, "核对操作日志", "/audit");
	return render(rq, &verify_view, &page);
}
