/* dispatch_bulk_web.c - many orders offered at once: the preview, then what became of each. */
#include "base/arena.h"
#include "base/text.h"
#include "features/dispatch/dispatch_web.h"
#include "gen/dispatch.html.h"

static enum err preview(struct req *rq), make(struct req *rq);

struct bulk_in {
	const char *const *orders, *const *offers;
};
static const struct field asks[] = {FIELD_AS(struct bulk_in, orders, "order", .max = DISPATCH_BULK,
                                             .label = "单子", .doc = "ids of open orders"),
                                    {0}};
static const struct field takes[] = {
	FIELD(struct bulk_in, orders, .required = true, .max = DISPATCH_BULK, .label = "单子",
              .doc = "those of the preview, in its sequence"),
	FIELD(struct bulk_in, offers, .max = DISPATCH_BULK, .label = "派哪几单",
              .doc = "`offer` of the lines that are to be made; the others are skipped"),
	RECORD("Bulk", "Which orders to offer at once.")};
#define R(m, ...) FIELD(struct bulk_row, m, __VA_ARGS__)
static const struct field row_fields[] = {
	R(order),
	R(number, .label = "单号"),
	R(title, .label = "事项"),
	R(team, .doc = "id of the first candidate, when it is a team"),
	R(person, .doc = "the same, when it is one person"),
	R(side_name, .label = "排第一的"),
	R(points, .label = "得分", .doc = "out of 100"),
	R(revision),
	R(offer, .doc = "what is sent back to make it; null: nothing can be made"),
	R(skipped),
	R(ok, .doc = "true: it was offered"),
	R(said, .label = "结果", .doc = "what came of it, or why nobody can be asked"),
	RECORD("BulkLine", "What would come or came of one of several orders.")};
static const struct view bulk_view = {.html = dispatch_bulk_html,
                                      .fields = row_fields,
                                      .list = true,
                                      .desk = true,
                                      .section = "dispatch"};

const struct route dispatch_bulk_routes[] = {
	{GET, "/dispatch/bulk", preview, ORDER_DISPATCH,
         "The first candidate of each of several open orders, as if offered one after the other",
         .asks = asks, .gives = &bulk_view, .flags = ROUTE_HEAVY},
	{POST, "/dispatch/bulk", make, ORDER_DISPATCH,
         "Offer several orders, each whole or not at all", .takes = takes, .gives = &bulk_view,
         .done = ""},
	{0},
};

static struct bulk_row row_of(struct ctx *c, const struct dispatch_line *l)
{
	const struct candidate *x = l->side;
	struct bulk_row r = {.order = l->order,
	                     .number = l->number,
	                     .title = l->title,
	                     .said = l->said,
	                     .revision = l->revision,
	                     .ok = l->ok,
	                     .skipped = l->skip,
	                     .line = l};
	if (!x)
		return r;
	r.team = x->team ? x->uid : NULL;
	r.person = x->person ? x->uid : NULL;
	r.side_name = x->name;
	r.points = x->points;
	r.offer = arena_printf(c->mem, "%s.%lld.%s", l->order, (long long)l->revision, x->uid);
	return r;
}

static enum err show(struct req *rq, const struct dispatch_line *lines, size_t n, bool done)
{
	struct bulk_page p = {.count = n, .done = done};
	p.rows = ARENA_ARRAY(rq->c.mem, struct bulk_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		p.rows[i] = row_of(&rq->c, &lines[i]);
		p.offers += p.rows[i].offer != NULL;
		p.made += lines[i].ok;
	}
	p.list = (struct list){p.rows, n, sizeof *p.rows, NULL};
	p.form = req_form(rq, takes, NULL);
	page_title(rq, "批量派单", "/dispatch");
	return render(rq, &bulk_view, &p);
}

static enum err preview(struct req *rq)
{
	struct bulk_in in = {0};
	size_t n;
	enum err e = req_asks(rq, asks, &in);
	if (e != OK)
		return e;
	const struct dispatch_line *lines = dispatch_plan(&rq->c, in.orders, &n);
	return show(rq, lines, n, false);
}

static enum err make(struct req *rq)
{
	struct bulk_in in = {0};
	struct dispatch_line *lines;
	size_t n;
	enum err e = req_read(rq, takes, &in);
	if (e == OK)
		e = dispatch_bulk(&rq->c, in.orders, in.offers, &lines, &n);
	return e == OK ? show(rq, lines, n, true) : e;
}
