#include "features/person/qualification_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/person.html.h"
#include "web/form.h"

struct entry {
	const char *kind, *number, *category, *after;
	int64_t expires;
};
static const struct field add_fields[] = {
	FIELD(struct entry, kind, .required = true, .max = 40, .label = "哪种资质",
              .doc = "word of its kind"),
	FIELD(struct entry, number, .required = true, .min = 4, .max = 60, .label = "证书编号",
              .hint = "密存，核实的人只看到头尾"),
	FIELD(struct entry, expires, .as = AS_DATE, .label = "有效期到", .hint = "长期有效可以不填",
              .doc = "seconds UTC; 0: never ends"),
	RECORD("Qualification", "A paper to be confirmed."),
};
static const struct field waiting_asks[] = {CURSOR_FIELD(struct entry), {0}};
static const struct field gate_entry[] = {
	FIELD(struct entry, category, .required = true, .max = 40, .label = "服务类别",
              .doc = "category word"),
	FIELD(struct entry, kind, .required = true, .max = 40, .label = "要求的资质",
              .doc = "word of its kind"),
	RECORD("Gate", "Which paper, of which category."),
};
static const struct field guardian_entry[] = {
	FIELD_AS(struct guardian, purpose, "guardian.purpose", .required = true,
                 .words = guardian_purpose_words, .labels = guardian_purpose_labels,
                 .label = "监护人同意什么"),
	FIELD_AS(struct guardian, name, "guardian.name", .required = true, .max = 40,
                 .label = "监护人姓名", .check = person_check_name),
	FIELD_AS(struct guardian, phone, "guardian.phone", .required = true, .as = AS_PHONE,
                 .label = "监护人电话", .check = person_check_contact),
	FIELD_AS(struct guardian, how, "guardian.how", .required = true, .max = 40,
                 .label = "怎样同意的", .hint = "如：书面、当面"),
	FIELD_AS(struct guardian, at, "guardian.at", .required = true, .as = AS_DATE,
                 .label = "哪天同意的"),
	RECORD("Guardian", "What a guardian agreed to."),
};

static enum err own(struct req *rq), add(struct req *rq), drop(struct req *rq),
	waiting(struct req *rq), decide(struct req *rq), gates(struct req *rq),
	gate_change(struct req *rq), guardian(struct req *rq);

static const struct view own_view = {person_papers_html, qualification_fields, .list = true,
                                     .section = "me"};
static const struct view waiting_view = {person_papers_waiting_html, qualification_fields,
                                         .list = true, .desk = true, .section = "papers"};
static const struct view gates_view = {person_gates_html, gate_fields, .list = true, .desk = true,
                                       .section = "gates"};

const struct route qualification_routes[] = {
	{GET, "/me/qualifications", own, PERM_SIGNED_IN, "Own papers", .gives = &own_view},
	{POST, "/me/qualifications", add, PERM_SIGNED_IN, "Adds one; staff confirm it",
         .takes = add_fields, .gives = &own_view, .done = "已交上。工作人员核实以后才算数。"},
	{POST, "/me/qualifications/:id/delete", drop, PERM_SIGNED_IN, "Takes an own one away",
         .gives = &own_view, .done = "这份资质已删掉。",
         .sure = "删掉以后，要用时得重新上交、重新核实。"},
	{GET, "/qualifications", waiting, PERSON_VOUCH, "Papers in reach that wait to be confirmed",
         .asks = waiting_asks, .gives = &waiting_view},
	{POST, "/qualifications/:id/:move", decide, .life = &qualification_life,
         .gives = &waiting_view},
	{GET, "/gates", gates, LIMIT_READ, "What a category asks for", .gives = &gates_view},
	{POST, "/gates", gate_change, SETTING_MANAGE, "A category asks for a kind of paper",
         .takes = gate_entry, .gives = &gates_view, .data = 1,
         .done = "门槛已加上，往后派这一类单子都按它查。"},
	{POST, "/gates/remove", gate_change, SETTING_MANAGE, "It does so no more",
         .takes = gate_entry, .gives = &gates_view,
         .done = "门槛已去掉，往后派这一类单子不再查它。",
         .sure = "往后派这一类单子不再要求这种资质，没有资质的人也会被派去。"},
	{POST, "/people/:id/guardian", guardian, PERSON_ENTER,
         "Records what a guardian agreed to for a minor", .takes = guardian_entry,
         .gives = &person_show_view, .done = "监护人的同意已记下。"},
	{0},
};

static const struct choice *kinds(struct req *rq)
{
	size_t n = 0;
	struct qualification_kind *k = qualification_kinds(&rq->c, &n);
	struct choice *out = ARENA_ARRAY(rq->c.mem, struct choice, n + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct choice){k[i].word, k[i].label};
	return out;
}

static void fill(struct papers_page *page)
{
	page->list = (struct list){page->rows, page->count, sizeof(struct qualification), NULL};
}

static enum err own(struct req *rq)
{
	struct papers_page page = {.form = req_form(rq, add_fields, NULL)};
	page.rows = qualification_of(&rq->c, rq->c.who->id, &page.count);
	page.kinds = kinds(rq);
	fill(&page);
	page_title(rq, "我的资质", "/me");
	return render(rq, &own_view, &page);
}

static enum err add(struct req *rq)
{
	struct entry in = {0};
	const char *uid = NULL;
	if (req_read(rq, add_fields, &in) != OK)
		return ERR_INVALID;
	return created(rq, qualification_add(&rq->c, in.kind, in.number, in.expires, &uid),
	               "/me/qualifications");
}

static enum err drop(struct req *rq)
{
	return done(rq, qualification_remove(&rq->c, rq->id), "/me/qualifications");
}

static enum err waiting(struct req *rq)
{
	const struct field *fields = life_named(&qualification_life, "refuse")->takes;
	struct entry ask = {0};
	if (req_asks(rq, waiting_asks, &ask) != OK)
		return ERR_INVALID;
	page_keeps(rq);
	struct papers_page page = {.staff = true, .form = req_form(rq, fields, NULL)};
	const char *next;
	page.rows = qualification_waiting(&rq->c, cursor_read(ask.after), &page.count, &next);
	fill(&page);
	page.list.next = next;
	if (next)
		page.more = place_address(rq->c.mem, "/qualifications", "after", next, NULL);
	page_title(rq, "资质核实", NULL);
	return render(rq, &waiting_view, &page);
}

static enum err decide(struct req *rq)
{
	struct qualification_said in = {0};
	if (rq->route->takes && req_read(rq, rq->route->takes, &in) != OK)
		return ERR_INVALID;
	return done(rq, qualification_decide(&rq->c, rq->id, rq->route->data, &in),
	            "/qualifications");
}

static const struct choice *categories(struct req *rq)
{
	size_t n = 0;
	struct skill *s = skill_list(&rq->c, NULL, &n);
	struct choice *out = ARENA_ARRAY(rq->c.mem, struct choice, n + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct choice){s[i].word, s[i].label};
	return out;
}

static enum err gates(struct req *rq)
{
	struct gates_page page = {.form = req_form(rq, gate_entry, NULL)};
	page.rows = gate_list(&rq->c, &page.count);
	page.list = (struct list){page.rows, page.count, sizeof(struct gate), NULL};
	page.change = access_reach(rq->c.who, SETTING_MANAGE) != REACH_NONE;
	page.kinds = kinds(rq);
	page.categories = categories(rq);
	page_title(rq, "服务门槛", NULL);
	return render(rq, &gates_view, &page);
}

static enum err gate_change(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, gate_entry, &in) != OK)
		return ERR_INVALID;
	return done(rq, gate_set(&rq->c, in.category, in.kind, rq->route->data), "/gates");
}

const struct form *qualification_guardian_form(struct req *rq)
{
	struct guardian *held = ARENA_NEW(rq->c.mem, struct guardian);
	*held = (struct guardian){.purpose = GUARDIAN_TAKES_PART, .at = rq->c.now};
	return req_form(rq, guardian_entry, held);
}

static enum err guardian(struct req *rq)
{
	struct guardian in = {.purpose = -1};
	if (req_read(rq, guardian_entry, &in) != OK)
		return ERR_INVALID;
	return done(rq, guardian_add(&rq->c, rq->id, &in),
	            arena_printf(rq->c.mem, "/people/%s", rq->id));
}
