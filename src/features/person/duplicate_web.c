#include "features/person/duplicate_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/place/place.h"
#include "gen/person.html.h"
#include "web/form.h"
#include "web/show.h"

static const struct field ask_fields[] = {
	FIELD(struct duplicate_wish, other, .max = 40, .doc = "id of the second person"),
	{0},
};
static const struct field list_asks[] = {CURSOR_FIELD(struct duplicate_wish), {0}};
static const struct field apart_fields[] = {
	FIELD(struct duplicate_wish, other, .required = true, .max = 40, .label = "另一份档案"),
	RECORD("PersonApart", "Who is somebody else."),
};
static const struct field merge_fields[] = {
	FIELD(struct duplicate_wish, keep, .required = true, .max = 40, .label = "保留哪一份",
              .doc = "id of the one that stays"),
	FIELD(struct duplicate_wish, other, .required = true, .max = 40, .label = "另一份档案",
              .doc = "id of the second person, when `keep` is the one of the path"),
	FIELD(struct duplicate_wish, note, .required = true, .min = 4, .max = 200,
              .label = "怎样核实是同一个人",
              .hint = "如：当面核对过证件；写进合并记录，查错时据此恢复"),
	RECORD("PersonMerge", "Which two are one, and how that is known."),
};

static enum err list(struct req *rq), apart(struct req *rq), merge_form(struct req *rq),
	merge(struct req *rq);

static const struct view list_view = {person_duplicates_html, duplicate_fields, .list = true,
                                      .desk = true, .section = "people"};
static const struct view form_view = {person_merge_html, NULL, .desk = true, .section = "people"};

const struct route duplicate_routes[] = {
	{GET, "/people/duplicates", list, PERSON_VOUCH, "Pairs in reach that may be one person",
         .asks = list_asks, .gives = &list_view, .flags = ROUTE_HEAVY},
	{GET, "/people/:id/merge", merge_form, PERSON_VOUCH, "Both side by side, masked",
         .asks = ask_fields, .gives = &form_view, .flags = ROUTE_PAGE},
	{POST, "/people/:id/merge", merge, PERSON_VOUCH,
         "Makes one of two; audited, with a row of everything that moved", .takes = merge_fields,
         .gives = &person_show_view, .done = "两份档案已合成一份，单子和时长都在这里。"},
	{POST, "/people/:id/apart", apart, PERSON_VOUCH, "They are two: not proposed again",
         .takes = apart_fields, .gives = &list_view, .done = "已记下不是同一个人，不会再提示。"},
	{0},
};

static enum err list(struct req *rq)
{
	struct duplicates_page page = {.form = req_form(rq, apart_fields, NULL)};
	struct duplicate_wish ask = {0};
	const char *next;
	if (req_asks(rq, list_asks, &ask) != OK)
		return ERR_INVALID;
	page.rows = duplicate_list(&rq->c, cursor_read(ask.after), &page.count, &next);
	page.list = (struct list){page.rows, page.count, sizeof(struct duplicate), next};
	if (next)
		page.more = place_address(rq->c.mem, "/people/duplicates", "after", next, NULL);
	page_title(rq, "重复的档案", "/people");
	return render(rq, &list_view, &page);
}

static bool side(struct req *rq, const char *uid, struct person_page *out)
{
	struct person *p = person_by_uid(&rq->c, uid);
	struct place *home = p ? place_get(&rq->c, p->home) : NULL;
	if (!home || !access_may(rq->c.who, PERSON_VOUCH, &(struct subject){.path = home->path}))
		return false;
	int64_t age = person_age(p->birth, rq->c.now);
	person_open(&rq->c, p);
	*out = (struct person_page){
		.id = p->uid,
		.name = p->name,
		.number = p->number,
		.volunteer = p->volunteer,
		.ended = p->ended,
		.home_name = place_title(&rq->c, p->home),
		.phone = show_phone_masked(rq->c.mem, p->phone),
		.id_number = show_id_masked(rq->c.mem, p->id_number),
		.age = age < 0 ? NULL : arena_printf(rq->c.mem, "%lld 岁", (long long)age),
		.entered = p->entered_by ? "工作人员代为登记" : "本人登记",
		.skill_names = skill_labels(&rq->c, p->skills),
	};
	out->teams = person_teams(&rq->c, p->id, &out->team_count);
	return true;
}

static enum err merge_form(struct req *rq)
{
	struct merge_page page = {.form = req_form(rq, merge_fields, NULL)};
	page.other = req_query(rq, "other");
	if (text_empty(page.other))
		page.other = req_came_back(rq, "other");
	if (!side(rq, rq->id, &page.side[0]) || !side(rq, page.other, &page.side[1]))
		return ERR_MISSING;
	page.together = !text_equal(page.side[0].id, page.side[1].id);
	for (int end = PERSON_LEFT; end >= PERSON_DIED; end--) /* who died has not only left */
		if (page.side[0].ended == end || page.side[1].ended == end)
			page.end = person_end_labels[end];
	page_title(rq, "合并档案", "/people/duplicates");
	return render(rq, &form_view, &page);
}

static enum err merge(struct req *rq)
{
	struct duplicate_wish in = {0};
	if (req_read(rq, merge_fields, &in) != OK)
		return ERR_INVALID;
	bool first = text_equal(in.keep, rq->id);
	if (!first && !text_equal(in.keep, in.other))
		return refuse(rq, ERR_INVALID, "keep", "请从两份档案里选一份保留。");
	return done(rq, duplicate_merge(&rq->c, in.keep, first ? in.other : rq->id, in.note),
	            arena_printf(rq->c.mem, "/people/%s", in.keep));
}

static enum err apart(struct req *rq)
{
	struct duplicate_wish in = {0};
	if (req_read(rq, apart_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, duplicate_apart(&rq->c, rq->id, in.other), "/people/duplicates");
}
