#include "features/person/person_web.h"
#include "features/person/qualification_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "gen/person.html.h"
#include "web/show.h"

#include <string.h>

struct ask {
	const char *place, *q, *after;
	bool volunteers;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, place, .label = "地区", .as = AS_PLACE,
              .doc = "division code; at or under it"),
	FIELD(struct ask, q, .label = "姓名、编号或电话", .max = 60,
              .doc = "part of the name, a whole volunteer number or a whole phone number"),
	FIELD(struct ask, volunteers, .label = "只看志愿者", .doc = "only volunteers"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};

struct entry {
	const char *name, *phone, *address, *home, *consent_by, *consent_how;
	int64_t consent_at;
	bool phone_new;
};
static const struct field entry_fields[] = {
	FIELD(struct entry, name, .required = true, .label = "姓名", .check = person_check_name),
	FIELD(struct entry, phone, .as = AS_PHONE, .label = "电话", .check = person_check_contact,
              .hint = "没有可以不填"),
	FIELD(struct entry, phone_new, .label = "已核实：这个号码现在是他本人的",
              .doc = "true: checked, the phone of somebody who died is his now"),
	FIELD(struct entry, home, .required = true, .label = "住在哪个村（社区）",
              .check = place_check_code, .doc = "division code of the village"),
	FIELD(struct entry, address, .max = 100, .label = "详细住址",
              .hint = "组、门牌；密存，只在需要时打开"),
	FIELD_AS(struct entry, consent_by, "consent.by", .required = true, .max = 40,
                 .label = "谁同意登记", .hint = "本人或家属的姓名"),
	FIELD_AS(struct entry, consent_how, "consent.how", .required = true, .max = 40,
                 .label = "怎样同意的", .hint = "如：当面、电话、书面"),
	FIELD_AS(struct entry, consent_at, "consent.at", .required = true, .as = AS_DATE,
                 .label = "哪天同意的"),
	RECORD("Person", "Somebody to be registered, with his consent."),
};

struct reveal_ask {
	int64_t what;
	const char *reason;
};
static const struct field reveal_fields[] = {
	FIELD(struct reveal_ask, what, .required = true, .words = person_secret_words,
              .labels = person_secret_labels, .label = "看哪一项"),
	FIELD(struct reveal_ask, reason, .required = true, .min = 4, .max = 100, .label = "理由",
              .hint = "每次查看都会记入日志"),
	RECORD("PersonSecret", "What to see of somebody, and why."),
};
static const struct field reveal_page_fields[] = {
	FIELD(struct reveal_page, id),
	FIELD(struct reveal_page, what),
	FIELD(struct reveal_page, text, .doc = "in full, this once"),
	RECORD("PersonSecret", "What is sealed, in full, this once."),
};

static const struct field person_page_fields[] = {
	FIELD(struct person_page, id),
	FIELD(struct person_page, name),
	FIELD(struct person_page, phone, .doc = "masked"),
	FIELD(struct person_page, id_number, .doc = "masked"),
	FIELD(struct person_page, number, .doc = "volunteer number"),
	FIELD(struct person_page, home, .doc = "division code"),
	FIELD(struct person_page, home_name),
	FIELD(struct person_page, volunteer),
	FIELD(struct person_page, skills),
	FIELD(struct person_page, sample),
	FIELD(struct person_page, ended, .words = person_end_words, .labels = person_end_labels),
	RECORD("Person", "Somebody as his page shows him, masked."),
};

static enum err list_page(struct req *rq), new_page(struct req *rq), show_page(struct req *rq),
	enter(struct req *rq), reveal(struct req *rq);

static const struct view list_view = {person_list_html, person_row_fields, .list = true,
                                      .desk = true, .section = "people"};
const struct view person_show_view = {person_show_html, person_page_fields, .desk = true,
                                      .section = "people"};
static const struct view new_view = {person_new_html, NULL, .desk = true, .section = "people"};
static const struct view reveal_view = {person_revealed_html, reveal_page_fields, .desk = true,
                                        .section = "people"};

const struct route person_routes[] = {
	{GET, "/people", list_page, PERSON_READ, "People in reach, masked", .asks = ask_fields,
         .gives = &list_view, .flags = ROUTE_HEAVY},
	{GET, "/people/new", new_page, PERSON_ENTER, "Form for a resident without an account",
         .flags = ROUTE_PAGE, .gives = &new_view},
	{GET, "/people/:id", show_page, PERSON_READ, "One person, masked",
         .gives = &person_show_view},
	{POST, "/people", enter, PERSON_ENTER, "Keeps a resident, with consent recorded",
         .takes = entry_fields, .gives = &person_show_view,
         .done = "已建档。以后替他登记单子，找得到这个人。"},
	{POST, "/people/:id/reveal", reveal, PERSON_REVEAL,
         "The full phone, address or ID number, with a reason; logged", .takes = reveal_fields,
         .gives = &reveal_view, .flags = ROUTE_LOOK, .done = ""},
	{0},
};

static enum err list_page(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct people_page page = {.q = ask.q, .volunteers = ask.volunteers};
	struct person_query q = {
		.place = ask.place, .q = ask.q, .volunteers = ask.volunteers, .after = ask.after};
	page.list.items = page.rows = person_list(&rq->c, &q, &page.count, &page.list.next);
	page.list.count = page.count;
	page.list.size = sizeof(struct person_row);
	page.enter = access_reach(rq->c.who, PERSON_ENTER) != REACH_NONE;
	page.vouch = access_reach(rq->c.who, PERSON_VOUCH) != REACH_NONE;
	if (page.list.next)
		page.more = place_address(rq->c.mem, "/people", "place", ask.place, "q", ask.q,
		                          "volunteers", ask.volunteers ? "1" : NULL, "after",
		                          page.list.next, NULL);
	if (!rq->json) {
		page.place = place_picker(rq, NULL, "place", "地区");
		page.place->townships = true;
		page.place->held = ask.place;
	}
	page_title(rq, "居民与志愿者", NULL);
	return render(rq, &list_view, &page);
}

static enum err new_page(struct req *rq)
{
	struct entry *held = ARENA_NEW(rq->c.mem, struct entry);
	held->consent_at = rq->c.now;
	struct person_new_page page = {.form = req_form(rq, entry_fields, held)};
	page.home = place_picker(rq, page.form, "home", "住在哪个村（社区）");
	page.home->required = true;
	page_title(rq, "登记居民", "/people");
	return render(rq, &new_view, &page);
}

static const char *path_of(struct req *rq, const char *uid)
{
	return arena_printf(rq->c.mem, "/people/%s", uid ? uid : "");
}

static enum err enter(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, entry_fields, &in) != OK)
		return ERR_INVALID;
	struct place *home = place_current(&rq->c, in.home);
	if (!home || home->kind != PLACE_VILLAGE)
		return refuse(rq, ERR_INVALID, "home", "没有这个村（社区），或它已经撤并。");
	if (!access_may(rq->c.who, PERSON_ENTER, &(struct subject){.path = home->path}))
		return refuse(rq, ERR_DENIED, "home", "这个村（社区）不在您的辖区。");
	struct person *p = person_enter(&rq->c, in.name, in.phone, in.address, home->id,
	                                in.consent_by, in.consent_how, in.consent_at,
	                                in.phone_new ? NULL : "phone_new");
	return created(rq, p ? OK : ERR_INVALID, path_of(rq, p ? p->uid : NULL));
}

static bool may_reveal(struct req *rq, const struct place *home, int64_t id)
{
	return access_may(rq->c.who, PERSON_REVEAL,
	                  &(struct subject){.path = home ? home->path : NULL, .owner = id});
}

static void fill(struct req *rq, struct person *p, const struct place *home,
                 struct person_page *page)
{
	struct arena *mem = rq->c.mem;
	int64_t age = person_age(p->birth, rq->c.now);
	person_open_to_show(&rq->c, p);
	*page = (struct person_page){
		.id = p->uid,
		.name = p->name,
		.number = p->number,
		.skills = text_split(mem, p->skills, " "),
		.volunteer = p->volunteer,
		.sample = p->sample,
		.ended = p->ended,
		.home = home ? home->code : NULL,
		.home_name = place_title(&rq->c, p->home),
		.phone = show_phone_masked(mem, p->phone),
		.id_number = show_id_masked(mem, p->id_number),
		.address_kept = p->address ? "已登记（密存）" : "没有登记",
		.email_kept = p->email ? "已登记（密存）" : NULL,
		.consent = p->consent_at
	                           ? arena_printf(mem, "%s，%s，%s", p->consent_by, p->consent_how,
	                                          show_day(mem, p->consent_at))
	                           : NULL,
		.entered = p->entered_by ? "工作人员代为登记" : "本人登记",
		.age = age < 0 ? NULL : arena_printf(mem, "%lld 岁", (long long)age),
		.skill_names = skill_labels(&rq->c, p->skills),
	};
}

/* Papers, guardians, and what was merged into him. */
static void fill_more(struct req *rq, const struct person *p, const struct place *home,
                      struct person_page *page)
{
	struct ctx *c = &rq->c;
	int64_t age = person_age(p->birth, c->now);
	const struct subject here = {.path = home ? home->path : NULL};
	if (access_may(c->who, PERSON_ENTER, &here) && p->id != c->who->id)
		page->depart_url = arena_printf(c->mem, "/people/%s/depart", p->uid);
	page->minor = age >= 0 && age < GUARDIAN_AGE;
	page->papers = qualification_of(c, p->id, &page->paper_count);
	page->merges = merge_list(c, p->id, &page->merge_count);
	if (!page->minor)
		return;
	page->guardians = guardian_list(c, p->id, &page->guardian_count);
	if (access_may(c->who, PERSON_ENTER, &here))
		page->guardian = qualification_guardian_form(rq);
}

static enum err show_page(struct req *rq)
{
	struct person *p = person_by_uid(&rq->c, rq->id);
	if (!p || !person_visible(&rq->c, p->id))
		return ERR_MISSING;
	if (!text_equal(p->uid, rq->id)) /* kept twice, and merged */
		return done(rq, OK, path_of(rq, p->uid));
	struct place *home = place_get(&rq->c, p->home);
	struct person_page page;
	fill(rq, p, home, &page);
	page.teams = person_teams(&rq->c, p->id, &page.team_count);
	if (may_reveal(rq, home, p->id) && !rq->json)
		page.reveal = req_form(rq, reveal_fields, NULL);
	if (!rq->json)
		fill_more(rq, p, home, &page);
	page_title(rq, p->name, "/people");
	return render(rq, &person_show_view, &page);
}

static enum err reveal(struct req *rq)
{
	struct reveal_ask in = {.what = -1};
	if (req_read(rq, reveal_fields, &in) != OK)
		return ERR_INVALID;
	struct reveal_page page = {.id = rq->id, .back = path_of(rq, rq->id)};
	enum err e = person_reveal(&rq->c, rq->id, in.what, in.reason, &page.text);
	if (e != OK)
		return e;
	page.name = person_by_uid(&rq->c, rq->id)->name;
	page.label = person_secret_labels[in.what];
	page.what = person_secret_words[in.what];
	page_title(rq, "查看隐私信息", page.back);
	return render(rq, &reveal_view, &page);
}

/* ---- in the one search ---- */

static const char *about(struct ctx *c, const struct person_row *p)
{
	return arena_printf(c->mem, "%s%s%s%s", p->volunteer ? "志愿者 · " : "",
	                    p->home_name ? p->home_name : "", p->number ? " · " : "",
	                    p->number ? p->number : "");
}

static struct finding *find(struct ctx *c, const char *q, size_t most, size_t *count)
{
	const struct person_query query = {.q = q};
	const char *next;
	bool may = access_reach(c->who, PERSON_READ) != REACH_NONE;
	*count = 0;
	struct person_row *p = may ? person_list(c, &query, count, &next) : NULL;
	*count = *count < most ? *count : most;
	struct finding *f = ARENA_ARRAY(c->mem, struct finding, *count + 1);
	for (size_t i = 0; i < *count; i++)
		f[i] = (struct finding){p[i].uid, p[i].name, about(c, &p[i]),
		                        arena_printf(c->mem, "/people/%s", p[i].uid)};
	return f;
}

FEATURE(person);
const struct finder person_finders[] = {
	{"person", "人员", "user", "/people", .seat = 6, .find = find},
	{0},
};
