#include "web/sure.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/life.h"
#include "gen/web.html.h"
#include "web/gate.h"
#include "web/page.h"
#include "web/where.h"

bool sure_due(const struct req *rq)
{
	bool form = !rq->json && !rq->bearer && rq->method != GET;
	return form && rq->route->sure && !req_body(rq, "_sure");
}

/* Everything that was sent goes with the second form; what he wrote or chose himself is shown. */
static void sent(struct req *rq, struct sure_page *p)
{
	struct pair *all = ARENA_ARRAY(rq->c.mem, struct pair, rq->body.count + 1);
	for (size_t i = 0; i < rq->body.count; i++) {
		const struct field *f = field_find(rq->route->takes, rq->body.at[i].name);
		if (req_own(rq->body.at[i].name))
			continue;
		all[p->count] = rq->body.at[i];
		all[p->count++].label = f && f->kind == FIELD_TEXT && f->as != AS_HIDDEN &&
		                                        f->as != AS_SECRET
		                                ? f->label
		                                : NULL;
	}
	p->sent = all;
}

void sure_print(struct req *rq, struct db *reader)
{
	struct html body = {.out = BUF(rq->c.mem), .now = rq->c.now};
	const struct route *r = rq->route;
	rq->c.db = reader;
	rq->reply = (struct reply){.html.out = BUF(rq->c.mem), .status = 200};
	db_snapshot(reader);
	struct sure_page p = {.what = r->life ? life_first(r->life, r->data)->label : NULL,
	                      .brings = r->sure,
	                      .aside = rq->aside,
	                      .action = where_sent(rq),
	                      .from = where_from(rq),
	                      .then = rq->then,
	                      .csrf = req_csrf(rq),
	                      .op = random_id(rq->c.mem)};
	p.desk = access_reach(rq->c.who, ORDER_LOG) != REACH_NONE;
	const struct view view = {.desk = p.desk};
	sent(rq, &p);
	web_sure_html(&body, &p);
	page_title(rq, "请再确认一下", p.from);
	page_write(rq, &view, (struct safe){buf_str(&body.out)});
	db_end(reader);
}
