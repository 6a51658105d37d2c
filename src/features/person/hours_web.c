#include "features/person/hours_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/person.html.h"
#include "web/form.h"

struct entry {
	const char *hours;
	const char *const *parts, *const *fine, *const *skills;
	int64_t radius;
};
static const struct field hours_entry[] = {
	FIELD(struct entry, hours, .label = "一周", .check = hours_check,
              .doc = "168 hours in 42 hex digits, Monday 00:00 first"),
	FIELD(struct entry, parts, .label = "时段", .max = 22,
              .doc = "\"1-0\" Monday morning … \"7-2\" Sunday evening"),
	FIELD(struct entry, fine, .label = "钟点", .max = 169, .doc = "\"0\" … \"167\""),
	RECORD("Hours", "When the caller has time."),
};
static const struct field skills_entry[] = {
	FIELD(struct entry, skills, .label = "擅长什么", .max = 40, .doc = "category words"),
	FIELD(struct entry, radius, .max = 200, .label = "最远能去多少公里",
              .hint = "从住的村算起，0 表示没有说", .doc = "km; 0: not said"),
	RECORD("Skills", "What the caller can do, and how far he goes."),
};
static const struct field hours_fields[] = {
	FIELD(struct hours_page, hours,
              .doc = "168 hours in 42 hex digits, Monday 00:00 first; null: not said"),
	FIELD(struct hours_page, free, .doc = "hours a week"),
	RECORD("Hours", "When somebody has time."),
};
static const struct field skills_fields[] = {
	FIELD_AS(struct skills_page, words, "skills", .doc = "category words"),
	FIELD(struct skills_page, radius, .doc = "km; 0: not said"),
	RECORD("Skills", "What somebody can do, and how far he goes."),
};

static enum err hours(struct req *rq), hours_save(struct req *rq), skills(struct req *rq),
	skills_save(struct req *rq);

static const struct view hours_view = {person_hours_html, hours_fields, .section = "me"};
static const struct view skills_view = {person_skills_html, skills_fields, .section = "me"};

const struct route hours_routes[] = {
	{GET, "/me/hours", hours, PERM_SIGNED_IN, "The own week: when he has time",
         .gives = &hours_view},
	{POST, "/me/hours", hours_save, PERM_SIGNED_IN,
         "Changes it, by parts of the day or by hours", .takes = hours_entry, .gives = &hours_view,
         .done = "空闲时间已存好，派单时会按它来排。"},
	{PATCH, "/me/hours", hours_save, PERM_SIGNED_IN, "The same", .takes = hours_entry,
         .gives = &hours_view, .flags = ROUTE_API, .done = ""},
	{GET, "/me/skills", skills, PERM_SIGNED_IN, "Own skills, and how far he goes",
         .gives = &skills_view},
	{POST, "/me/skills", skills_save, PERM_SIGNED_IN, "Changes them", .takes = skills_entry,
         .gives = &skills_view, .done = "特长和路程已存好，派单时会按它来排。"},
	{0},
};

static enum err hours(struct req *rq)
{
	struct person *p = person_get(&rq->c, rq->c.who->id);
	if (!p)
		return ERR_MISSING;
	struct hours_page *page = ARENA_NEW(rq->c.mem, struct hours_page);
	page->hours = p->hours;
	hours_read(p->hours, page->week);
	for (int h = 0; h < HOURS_WEEK; h++)
		page->free += page->week[h];
	page->form = req_form(rq, hours_entry, NULL);
	page_title(rq, "我的空闲时间", "/me");
	return render(rq, &hours_view, page);
}

static enum err hours_save(struct req *rq)
{
	struct person *p = person_get(&rq->c, rq->c.who->id);
	struct entry in = {0};
	bool week[HOURS_WEEK], good = true;
	if (!p)
		return ERR_MISSING;
	if (req_read(rq, hours_entry, &in) != OK)
		return ERR_INVALID;
	hours_read(in.hours ? in.hours : p->hours, week);
	if (req_sent(rq, "fine"))
		good = hours_take_fine(week, in.fine);
	else if (req_sent(rq, "parts"))
		good = hours_take_parts(week, in.parts);
	if (!good)
		return refuse(rq, ERR_INVALID, req_sent(rq, "fine") ? "fine" : "parts",
		              "有不认识的时段，请重新勾选。");
	person_hours_set(&rq->c, hours_write(rq->c.mem, week), -1);
	return done(rq, OK, "/me/hours");
}

static enum err skills(struct req *rq)
{
	struct person *p = person_get(&rq->c, rq->c.who->id);
	if (!p)
		return ERR_MISSING;
	struct entry *held = ARENA_NEW(rq->c.mem, struct entry);
	held->radius = p->radius;
	struct skills_page page = {.radius = p->radius,
	                           .words = text_split(rq->c.mem, p->skills, " "),
	                           .form = req_form(rq, skills_entry, held)};
	page.skills.label = "擅长什么";
	page.skills.at = skill_list(&rq->c, p->skills, &page.skills.count);
	page.skills.problem = form_problem(page.form, "skills");
	page_title(rq, "擅长和范围", "/me");
	return render(rq, &skills_view, &page);
}

static enum err skills_save(struct req *rq)
{
	struct entry in = {.radius = -1};
	if (req_read(rq, skills_entry, &in) != OK)
		return ERR_INVALID;
	const char *text = req_sent(rq, "skills") ? skill_text(&rq->c, in.skills) : NULL;
	if (req_sent(rq, "skills") && !text)
		return ERR_INVALID;
	enum err e = person_edit(&rq->c, &(struct person_edit){.skills = text, .no_sms = -1});
	if (e == OK)
		person_hours_set(&rq->c, NULL, in.radius);
	return done(rq, e, "/me/skills");
}
