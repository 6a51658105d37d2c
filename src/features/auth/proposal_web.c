/* proposal_web.c - the page 双人复核: what waits for a second person, and what became of it. */
#include "features/auth/auth_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/duty.h"
#include "features/auth/proposal.h"
#include "features/person/person.h"
#include "gen/auth.html.h"
#include "web/serve.h"

/* The three top duties as a form names them; enum role has them in this order. */
static const char *const top_words[] = {"auditor", "sysadmin", "secadmin", NULL};
static const char *const top_labels[] = {"审计员", "系统管理员", "安全管理员", NULL};

struct ask {
	const char *person, *after;
	int64_t kind, role;
};
static const struct field asks[] = {
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	FIELD(struct ask, person, .max = 40, .doc = "id of a person: fills the form for him"),
	FIELD(struct ask, kind, .words = proposal_kind_words, .doc = "fills the form"),
	FIELD(struct ask, role, .words = top_words, .doc = "fills the form"),
	{0},
};

struct entry {
	const char *person, *phone, *reason;
	int64_t kind, role;
};
#define F_KIND                                                                                     \
	FIELD(struct entry, kind, .required = true, .words = proposal_kind_words,                  \
	      .labels = proposal_kind_labels, .label = "什么事")
#define F_PHONE(...)                                                                               \
	FIELD(struct entry, phone, .as = AS_PHONE, .label = "他登录用的手机号",                    \
	      .check = person_check_phone, .doc = "whole number he signs in with", __VA_ARGS__)
#define F_ROLE                                                                                     \
	FIELD(struct entry, role, .words = top_words, .labels = top_labels, .label = "职责",       \
	      .hint = "授予或收回职责时选", .doc = "for give and take")
#define F_REASON                                                                                   \
	FIELD(struct entry, reason, .required = true, .min = 4, .max = 200, .label = "理由",       \
	      .hint = "怎样核实的、为什么，确认的人要看")
static const struct field fields[] = {
	F_KIND,
	FIELD(struct entry, person, .as = AS_HIDDEN, .max = 40,
              .doc = "id of the person; or his phone"),
	F_PHONE(.required = false),
	F_ROLE,
	F_REASON,
	RECORD("Proposal", "What to propose, about whom."),
};
/* The form of a page that does not know yet whom it is about. */
static const struct field by_phone[] = {F_KIND, F_PHONE(.required = true), F_ROLE, F_REASON, {0}};

static const struct field done_fields[] = {
	FIELD(struct proposal_done, id),
	FIELD(struct proposal_done, kind, .words = proposal_kind_words,
              .labels = proposal_kind_labels),
	FIELD(struct proposal_done, name),
	FIELD(struct proposal_done, code, .doc = "of a letter, seen only now; else null"),
	FIELD(struct proposal_done, address, .doc = "where its bearer sets his password"),
	FIELD(struct proposal_done, days, .doc = "good for so many days"),
	RECORD("ProposalDone", "What a confirmed proposal did."),
};

static enum err list(struct req *rq), make(struct req *rq), confirm(struct req *rq),
	end(struct req *rq);

static const struct view desk_view = {auth_proposals_html, proposal_fields, .list = true,
                                      .desk = true, .section = "proposals"};
static const struct view own_view = {auth_proposals_html, proposal_fields, .list = true,
                                     .section = "me"};
static const struct view done_view = {auth_proposal_done_html, done_fields, .desk = true,
                                      .section = "proposals"};

const struct route proposal_routes[] = {
	{GET, "/proposals", list, PERM_SIGNED_IN,
         "What takes two: all for holders of a top duty, for others what is about them",
         .asks = asks, .gives = &desk_view},
	{POST, "/proposals", make, PROPOSAL_MANAGE, "Proposes what another has to confirm",
         .takes = fields, .gives = &desk_view, .done = "已提出，等另一位有权限的人确认后生效。"},
	{POST, "/proposals/:id/confirm", confirm, PROPOSAL_MANAGE,
         "Confirms what another proposed; it is done at once", .gives = &done_view,
         .done = "已确认，马上生效。", .sure = "确认以后马上生效。"},
	{POST, "/proposals/:id/:move", end, .life = &proposal_life, .gives = &desk_view},
	{0},
};

static const char *whole(struct req *rq, const struct proposal *p)
{
	const char *what = proposal_kind_labels[p->kind];
	return p->role ? arena_printf(rq->c.mem, "%s：%s", what, role_labels[p->role]) : what;
}

/* The form, for the one it was asked for or sent with: who has no account, nor leads, stays unnamed. */
static void form_of(struct req *rq, const struct ask *ask, struct proposals_page *page)
{
	struct entry *held = ARENA_NEW(rq->c.mem, struct entry);
	const char *uid = ask->person ? ask->person : req_came_back(rq, "person");
	const struct person *p = uid ? person_by_uid(&rq->c, uid) : NULL;
	if (p && !account_of(&rq->c, p->id) && !duty_opens(&rq->c, p->id))
		p = NULL;
	*held = (struct entry){.person = p ? p->uid : NULL, .kind = ask->kind, .role = ask->role};
	page->name = p ? p->name : NULL;
	page->form = req_form(rq, p ? fields : by_phone, held);
}

static enum err list(struct req *rq)
{
	struct ask ask = {.kind = -1, .role = -1};
	const char *next;
	if (req_asks(rq, asks, &ask) != OK)
		return ERR_INVALID;
	struct proposals_page page = {.may = access_reach(rq->c.who, PROPOSAL_MANAGE) !=
	                                     REACH_NONE};
	page.rows = proposal_list(&rq->c, ask.after, &page.count, &next);
	page.list = (struct list){page.rows, page.count, sizeof(struct proposal), next};
	if (next)
		page.more = place_address(rq->c.mem, "/proposals", "after", next, NULL);
	page.lines = ARENA_ARRAY(rq->c.mem, struct proposal_line, page.count + 1);
	page_keeps(rq);
	page.act = req_form(rq, NULL, NULL);
	for (size_t i = 0; i < page.count; i++)
		page.lines[i] = (struct proposal_line){&page.rows[i], page.act,
		                                       whole(rq, &page.rows[i])};
	form_of(rq, &ask, &page);
	size_t holders;
	duty_holders(&rq->c, &holders);
	page.alone = page.may && holders < 2;
	page_title(rq, "双人复核", page.may ? NULL : "/me");
	return render(rq, page.may ? &desk_view : &own_view, &page);
}

/* Whose account it is, or will be: a leader's first letter takes two as well. */
static struct person *with_phone(struct req *rq, const char *phone)
{
	struct person *p = person_get(&rq->c, account_find(&rq->c, phone)->person);
	if (!p)
		p = person_by_phone(&rq->c, phone);
	return p && (account_of(&rq->c, p->id) || duty_opens(&rq->c, p->id)) ? p : NULL;
}

static enum err make(struct req *rq)
{
	struct entry in = {.kind = -1, .role = -1};
	if (req_read(rq, fields, &in) != OK)
		return ERR_INVALID;
	struct person *p = in.person  ? person_by_uid(&rq->c, in.person)
	                   : in.phone ? with_phone(rq, in.phone)
	                              : NULL;
	if (!p)
		return refuse(rq, ERR_INVALID, in.person ? "person" : "phone",
		              "没有这个账号，请填他登录用的完整手机号。");
	return done(rq,
	            proposal_make(&rq->c, (enum proposal_kind)in.kind, p->uid,
	                          in.role < 0 ? 0 : ROLE_AUDITOR + in.role, in.reason),
	            "/proposals");
}

static enum err confirm(struct req *rq)
{
	struct proposal *p;
	const char *code;
	enum err e = proposal_confirm(&rq->c, rq->id, &p, &code);
	if (e != OK)
		return e;
	struct proposal_done page = {.id = p->id,
	                             .kind = p->kind,
	                             .name = p->name,
	                             .code = code,
	                             .what = whole(rq, p),
	                             .days = code ? PROPOSAL_LETTER_DAYS : 0};
	if (code)
		page.address = arena_printf(rq->c.mem, "%s/letter?code=%s",
		                            rq->site->origin ? rq->site->origin : "", code);
	page_title(rq, "双人复核", "/proposals");
	return render(rq, &done_view, &page);
}

static enum err end(struct req *rq)
{
	return done(rq, proposal_end(&rq->c, rq->id, (enum proposal_action)rq->route->data),
	            "/proposals");
}
