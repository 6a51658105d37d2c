#include "features/depart/depart_web.h"

#include "base/arena.h"
#include "core/feature.h"
#include "gen/depart.html.h"

#define D(m, ...) FIELD(struct depart, m, __VA_ARGS__)
static const struct field takes[] = {
	D(kind, .required = true, .words = depart_kind_words, .labels = depart_kind_labels,
          .label = "是哪一种情况"),
	D(day, .as = AS_DATE, .label = "哪一天", .hint = "不知道可以不填"),
	D(place, .label = "搬到哪个村（社区）", .check = place_check_code,
          .doc = "moved: code of the new village"),
	D(orders, .words = depart_orders_words, .labels = depart_orders_labels,
          .label = "县内搬家：还没有办完的单子"),
	D(told_by, .required = true, .min = 2, .max = 60, .label = "谁告知的，怎样告知的",
          .hint = "如：女儿电话告知；村委会证明"),
	RECORD("Departure", "Who died, left or moved, and what becomes of his orders."),
};
#define N(m, ...) FIELD(struct depart_note, m, __VA_ARGS__)
static const struct field gives[] = {
	N(at, .label = "记录时间", .as = AS_MOMENT, .doc = "seconds UTC, when it was recorded"),
	N(kind, .label = "什么事", .words = depart_kind_words, .labels = depart_kind_labels),
	N(day, .label = "哪天", .as = AS_DAY, .doc = "the day it happened; 0: not known"),
	N(actor, .label = "谁记的", .doc = "who recorded it"),
	N(told_by, .label = "听谁说的"),
	N(from, .doc = "name of the home before"),
	N(to, .label = "搬到哪里", .doc = "moved: name of the new home"),
	N(outcome, .label = "后来怎样",
          .doc = "Chinese: what became of the orders, what is left to do"),
	RECORD("Departure", "What was recorded of a departure."),
};

static enum err page(struct req *rq), record(struct req *rq);

static const struct view view = {
	.html = depart_show_html, .fields = gives, .list = true, .desk = true, .section = "people"};

const struct route depart_routes[] = {
	{GET, "/people/:id/depart", page, PERSON_ENTER, "That somebody died or moved, newest first",
         .gives = &view},
	{POST, "/people/:id/depart", record, PERSON_ENTER,
         "Records that somebody died, moved, or is here after all", .takes = takes, .gives = &view,
         .done = "已记下，他手上的单子已按规定处理。"},
	{0},
};

FEATURE(depart);
const struct route *const depart_paths[] = {depart_routes, NULL};

static const struct choice *kinds(const struct person *p)
{
	static const struct choice here[] = {{"died", "去世"},
	                                     {"left", "搬离本县"},
	                                     {"moved", "搬到县内别的村"},
	                                     {NULL, NULL}},
				   died[] = {{"returned", "记错了，恢复"}, {NULL, NULL}},
				   left[] = {{"returned", "搬回来了，或记错了，恢复"},
	                                     {"died", "去世"},
	                                     {NULL, NULL}};
	return p->ended == PERSON_DIED ? died : p->ended == PERSON_LEFT ? left : here;
}

static enum err page(struct req *rq)
{
	enum err e;
	struct ctx *c = &rq->c;
	struct person *p = depart_person(c, rq->id, &e);
	if (!p)
		return e;
	struct depart *held = ARENA_NEW(c->mem, struct depart);
	*held = (struct depart){.kind = p->ended ? DEPART_RETURNED : -1};
	struct depart_page v = {.id = p->uid,
	                        .name = p->name,
	                        .ended = p->ended,
	                        .open = depart_open(c, p->id),
	                        .kinds = kinds(p)};
	v.notes = depart_notes(c, p->id, &v.count);
	v.list = (struct list){v.notes, v.count, sizeof *v.notes, NULL};
	if (rq->json)
		return render(rq, &view, &v);
	v.form = req_form(rq, takes, held);
	v.place = place_picker(rq, v.form, "place", "搬到哪个村（社区）");
	page_title(rq, "去世或搬走", arena_printf(c->mem, "/people/%s", p->uid));
	return render(rq, &view, &v);
}

/* Whoever moved to a village that is not his is no longer his to see: back to the list. */
static const char *onward(struct req *rq)
{
	enum err e;
	int problems = rq->c.problem_count;
	struct person *p = depart_person(&rq->c, rq->id, &e);
	rq->c.problem_count = problems;
	return p ? arena_printf(rq->c.mem, "/people/%s/depart", p->uid) : "/people";
}

static enum err record(struct req *rq)
{
	struct depart in = {.kind = -1};
	enum err e;
	if (!depart_person(&rq->c, rq->id,
	                   &e)) /* before his fields: he learns nothing of a stranger */
		return e;
	e = req_read(rq, takes, &in);
	if (e == OK)
		e = depart_record(&rq->c, rq->id, &in);
	return done(rq, e, e == OK ? onward(rq) : "/people");
}
