#include "features/person/me_web.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/access.h"
#include "gen/person.html.h"
#include "web/show.h"

static const struct field me_fields[] = {
	FIELD(struct me_page, id),
	FIELD(struct me_page, name),
	FIELD(struct me_page, phone, .doc = "masked"),
	FIELD(struct me_page, roles,
              .doc = "role words, united from grants, teams and the account"),
	FIELD(struct me_page, volunteer),
	FIELD(struct me_page, number, .doc = "volunteer number"),
	FIELD(struct me_page, home, .doc = "division code"),
	FIELD(struct me_page, home_name),
	FIELD(struct me_page, teams, .doc = "ids of the teams he is an active member of"),
	FIELD(struct me_page, team_names),
	FIELD(struct me_page, leads, .doc = "ids of those he leads or deputises in"),
	FIELD(struct me_page, unread, .doc = "messages not read yet"),
	RECORD("Me", "Who is signed in."),
};

struct edit {
	const char *home, *email, *address;
	const char *const *skills;
	bool no_sms;
};
static const struct field edit_fields[] = {
	FIELD(struct edit, home, .label = "住在哪个村（社区）", .check = place_check_code,
              .doc = "division code"),
	FIELD(struct edit, skills, .label = "擅长什么", .max = 40, .doc = "category words"),
	FIELD(struct edit, address, .max = 100, .label = "详细住址",
              .hint = "密存；接单的人在服务期间才看得到"),
	FIELD(struct edit, email, .max = 100, .label = "电子邮箱", .check = person_check_email),
	FIELD(struct edit, no_sms, .label = "不要给我发短信"),
	RECORD("Me", "What the caller changes about himself."),
};

static enum err show(struct req *rq), save(struct req *rq);

static const struct view me_view = {me_show_html, me_fields, .section = "me"};

const struct route me_routes[] = {
	{GET, "/me", show, PERM_SIGNED_IN, "Who is signed in", .gives = &me_view},
	{POST, "/me", save, PERM_SIGNED_IN, "Changes the own home, skills, address, e-mail",
         .takes = edit_fields, .gives = &me_view, .done = "资料已存好。"},
	{0},
};

static void fill_roles(struct req *rq, struct me_page *page)
{
	const char **words = ARENA_ARRAY(rq->c.mem, const char *, ROLE_COUNT + 1);
	struct buf names = BUF(rq->c.mem);
	size_t n = 0;
	for (enum role r = ROLE_RESIDENT; r < ROLE_COUNT; r++) {
		if (!access_has_role(rq->c.who, r))
			continue;
		words[n++] = role_words[r];
		buf_printf(&names, "%s%s", names.len ? "、" : "", role_labels[r]);
	}
	page->roles = words;
	page->role_names = buf_str(&names);
}

/* member_state 2: active; member_role 0: plain. */
static void fill_teams(struct req *rq, struct me_page *page)
{
	enum { ACTIVE = 2, PLAIN = 0 };
	page->team = person_teams(&rq->c, rq->c.who->id, &page->team_count);
	const char **ids = ARENA_ARRAY(rq->c.mem, const char *, page->team_count + 1);
	const char **names = ARENA_ARRAY(rq->c.mem, const char *, page->team_count + 1);
	const char **leads = ARENA_ARRAY(rq->c.mem, const char *, page->team_count + 1);
	size_t n = 0, led = 0;
	for (size_t i = 0; i < page->team_count; i++) {
		const struct team_of *t = &page->team[i];
		if (t->state != ACTIVE)
			continue;
		ids[n] = t->id;
		names[n++] = t->name;
		if (t->role != PLAIN)
			leads[led++] = t->id;
	}
	page->teams = ids;
	page->team_names = names;
	page->leads = leads;
}

static void fill_form(struct req *rq, const struct person *p, struct me_page *page)
{
	struct edit *held = ARENA_NEW(rq->c.mem, struct edit);
	*held = (struct edit){
		.home = page->home, .email = p->email, .address = p->address, .no_sms = p->no_sms};
	page->edit = req_form(rq, edit_fields, held);
	page->place = place_picker(rq, page->edit, "home", "住在哪个村（社区）");
	page->skills.label = "擅长什么";
	page->skills.at = skill_list(&rq->c, p->skills, &page->skills.count);
	page->skills.problem = form_problem(page->edit, "skills");
}

static enum err show(struct req *rq)
{
	struct person *p = person_get(&rq->c, rq->c.who->id);
	if (!p)
		return ERR_MISSING;
	struct place *home = place_get(&rq->c, p->home);
	person_open(&rq->c, p);
	struct me_page page = {
		.id = p->uid,
		.name = p->name,
		.number = p->number,
		.volunteer = p->volunteer,
		.phone = show_phone_masked(rq->c.mem, p->phone),
		.home = home ? home->code : NULL,
		.home_name = place_title(&rq->c, p->home),
		.email = p->email,
		.address = p->address,
		.no_sms = p->no_sms,
		.skill_names = skill_labels(&rq->c, p->skills),
		.unread = person_unread(&rq->c, p->id),
	};
	fill_roles(rq, &page);
	fill_teams(rq, &page);
	if (!rq->json) {
		page.asides = feature_of_me(&rq->c, &page.aside_count);
		page.serves = access_reach(rq->c.who, ORDER_SERVE) != REACH_NONE;
		fill_form(rq, p, &page);
	}
	page_title(rq, "我的", NULL);
	return render(rq, &me_view, &page);
}

static enum err save(struct req *rq)
{
	struct edit in = {0};
	if (req_read(rq, edit_fields, &in) != OK)
		return ERR_INVALID;
	struct place *home = place_current(&rq->c, in.home);
	if (in.home && (!home || home->kind == PLACE_COUNTY))
		return refuse(rq, ERR_INVALID, "home", "没有这个地区，或它已经撤并。");
	/* A form that shows the boxes sends an empty one too, so that all can be cleared. */
	const char *skills = req_sent(rq, "skills") ? skill_text(&rq->c, in.skills) : NULL;
	if (req_sent(rq, "skills") && !skills)
		return ERR_INVALID;
	struct person_edit edit = {.home = home ? home->id : 0, .skills = skills, .no_sms = -1};
	if (req_sent(rq, "email"))
		edit.email = in.email ? in.email : "";
	if (req_sent(rq, "address"))
		edit.address = in.address ? in.address : "";
	if (req_sent(rq, "no_sms"))
		edit.no_sms = in.no_sms;
	return done(rq, person_edit(&rq->c, &edit), "/me");
}
