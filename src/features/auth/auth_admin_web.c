/* auth_admin_web.c - the desks of the administrators: accounts and roles. */
#include "features/auth/auth_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/grant.h"
#include "core/origin.h"
#include "features/person/person.h"
#include "gen/auth.html.h"
#include "web/serve.h"
#include "web/show.h"

#include <stdlib.h>

struct ask {
	const char *q, *after, *phone, *person;
	int64_t role;
	bool staff;
};
static const struct field account_asks[] = {
	FIELD(struct ask, q, .label = "姓名或手机号", .max = 60,
              .doc = "part of the name, or a whole phone number"),
	FIELD(struct ask, staff, .label = "只看工作人员", .doc = "only staff"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};
static const struct field grant_asks[] = {
	FIELD(struct ask, phone, .label = "电话", .max = 30,
              .doc = "whole phone number of one person"),
	FIELD(struct ask, person, .as = AS_CODE, .doc = "id of one person"),
	FIELD(struct ask, role, .label = "岗位", .labels = role_labels, .words = role_words,
              .doc = "only this role"),
	FIELD(struct ask, after, .doc = "`next` of the page before"),
	{0},
};
struct entry {
	const char *name, *phone, *reason, *person, *place;
	int64_t role;
};
static const struct field account_fields[] = {
	FIELD(struct entry, name, .required = true, .label = "姓名", .check = person_check_name),
	FIELD(struct entry, phone, .required = true, .as = AS_PHONE, .label = "手机号",
              .check = person_check_phone),
	RECORD("Account", "Who is to have an account."),
};
static const struct field lock_fields[] = {
	FIELD(struct entry, reason, .required = true, .min = 2, .max = 100, .label = "理由"),
	RECORD("AccountLock", "Why an account is locked."),
};
static const struct field give_fields[] = {
	FIELD(struct entry, person, .required = true, .as = AS_HIDDEN, .max = 40,
              .doc = "id of the person"),
	FIELD(struct entry, role, .required = true, .words = role_words, .labels = role_labels,
              .label = "角色"),
	FIELD(struct entry, place, .required = true, .label = "在哪里", .check = place_check_code,
              .hint = "村站授在村，乡镇所授在乡镇，其余授在县中心", .doc = "division code"),
	RECORD("Grant", "Which role to give to whom, and where."),
};

static enum err accounts(struct req *rq), account_new(struct req *rq),
	account_letter(struct req *rq), lock(struct req *rq), unlock(struct req *rq),
	grants(struct req *rq), give(struct req *rq), take(struct req *rq);

static const struct field letter_json[] = {
	FIELD(struct letter_page, name),
	FIELD(struct letter_page, code, .doc = "seen only now"),
	FIELD(struct letter_page, address, .doc = "where the bearer sets his password"),
	FIELD(struct letter_page, days, .doc = "good for so many days"),
	RECORD("Letter", "A one-time code with which its bearer sets a password."),
};
static const struct view accounts_view = {auth_accounts_html, account_row_fields, .list = true,
                                          .desk = true, .section = "accounts"};
static const struct view letter_view = {auth_letter_html, letter_json, .desk = true,
                                        .section = "accounts"};
static const struct view grants_view = {auth_grants_html, grant_seen_fields, .list = true,
                                        .desk = true, .section = "grants"};
const struct route auth_admin_routes[] = {
	{GET, "/accounts", accounts, ACCOUNT_MANAGE, "People with an account", .asks = account_asks,
         .gives = &accounts_view, .flags = ROUTE_HEAVY},
	{POST, "/accounts", account_new, ACCOUNT_MANAGE,
         "Makes a letter for somebody who is to have an account", .takes = account_fields,
         .gives = &letter_view, .done = ""},
	{POST, "/accounts/:id/letter", account_letter, ACCOUNT_MANAGE,
         "Makes a letter with a one-time code for a new password", .gives = &letter_view,
         .done = ""},
	{POST, "/accounts/:id/lock", lock, ACCOUNT_MANAGE, "Locks an account; its sessions end",
         .takes = lock_fields, .gives = &accounts_view, .done = "账号已停用，他的登录都已退出。",
         .sure = "停用以后，他在所有手机和电脑上马上退出，恢复使用前登不进来。"},
	{POST, "/accounts/:id/unlock", unlock, ACCOUNT_MANAGE, "Unlocks an account",
         .gives = &accounts_view, .done = "账号已恢复使用，可以登录了。"},
	{GET, "/grants", grants, GRANT_MANAGE, "Who holds which role where", .asks = grant_asks,
         .gives = &grants_view},
	{POST, "/grants", give, GRANT_MANAGE, "Gives a role at a place; never to oneself",
         .takes = give_fields, .gives = &grants_view, .done = "角色已授予，马上生效。"},
	{POST, "/grants/:id/take", take, GRANT_MANAGE, "Takes a role back", .gives = &grants_view,
         .done = "角色已收回，马上生效。",
         .sure = "收回以后，他马上看不到、也办不了这个角色的事；要恢复得重新授予。"},
	{0},
};

/* ---- accounts ---- */

static enum err accounts(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, account_asks, &ask) != OK)
		return ERR_INVALID;
	struct accounts_page page = {.q = ask.q, .staff = ask.staff};
	const char *phone = ask.q;
	bool whole = phone && !person_check_phone(rq->c.mem, &phone);
	struct account_query q = {.phone = whole ? phone : NULL,
	                          .name = whole ? NULL : ask.q,
	                          .after = ask.after,
	                          .staff = ask.staff};
	page.list.items = page.rows = auth_accounts(&rq->c, &q, &page.count, &page.list.next);
	page.list.count = page.count;
	page.list.size = sizeof(struct account_row);
	if (page.list.next)
		page.more = place_address(rq->c.mem, "/accounts", "q", ask.q, "staff",
		                          ask.staff ? "1" : NULL, "after", page.list.next, NULL);
	page_keeps(rq);
	page.add = req_form(rq, account_fields, NULL);
	page.lock = req_form(rq, lock_fields, NULL);
	page_title(rq, "账号", NULL);
	return render(rq, &accounts_view, &page);
}

static enum err show_letter(struct req *rq, enum err e, const char *name, const char *code)
{
	if (e != OK)
		return e;
	struct letter_page page = {.name = name, .code = code, .days = AUTH_LETTER_DAYS};
	page.address = arena_printf(rq->c.mem, "%s/letter?code=%s",
	                            rq->site->origin ? rq->site->origin : "", code);
	page_title(rq, "开户信", "/accounts");
	return render(rq, &letter_view, &page);
}

static enum err account_new(struct req *rq)
{
	struct entry in = {0};
	if (req_read(rq, account_fields, &in) != OK)
		return ERR_INVALID;
	if (account_find(&rq->c, in.phone)->person)
		return refuse(rq, ERR_INVALID, "phone", "这个手机号已有账号，请在列表里查找。");
	const char *code;
	enum err e = auth_letter_new(&rq->c, in.name, in.phone, &code);
	return show_letter(rq, e, in.name, code);
}

static enum err account_letter(struct req *rq)
{
	struct person *p = person_by_uid(&rq->c, rq->id);
	const char *code;
	enum err e = auth_letter(&rq->c, rq->id, &code);
	return show_letter(rq, e, p ? p->name : NULL, code);
}

static enum err lock(struct req *rq)
{
	struct entry in = {0};
	struct person *p = person_by_uid(&rq->c, rq->id);
	if (!p)
		return ERR_MISSING;
	if (req_read(rq, lock_fields, &in) != OK)
		return ERR_INVALID;
	return done(rq, account_lock(&rq->c, p->id, in.reason, HAND_ONE), "/accounts");
}

static enum err unlock(struct req *rq)
{
	struct person *p = person_by_uid(&rq->c, rq->id);
	return p ? done(rq, account_unlock(&rq->c, p->id, NULL, HAND_ONE), "/accounts")
	         : ERR_MISSING;
}

/* ---- roles ---- */

/* Whom the page is about: found by the whole phone number, or by the id. */
static struct person *about(struct req *rq, const struct ask *ask, struct grants_page *page)
{
	const char *phone = ask->phone;
	struct person *p = NULL;
	if (ask->person)
		p = person_by_uid(&rq->c, ask->person);
	else if (phone && !person_check_phone(rq->c.mem, &phone))
		p = person_get(&rq->c, account_find(&rq->c, phone)->person);
	page->missed = !p && (ask->person || ask->phone);
	return p;
}

/* What whoever gives a role should know of the account before. */
static void say_origin(struct req *rq, const struct person *p, struct grants_page *page)
{
	struct arena *mem = rq->c.mem;
	struct origin o = origin_of(&rq->c, p->id);
	page->made = o.made ? arena_printf(mem, "%s，%s", show_time(mem, o.made), o.made_by)
	                    : "没有记录";
	page->set = o.set ? arena_printf(mem, "%s，%s", show_time(mem, o.set), o.set_by)
	                  : "没有记录";
	page->warning = origin_warning(&rq->c, p->id, NULL);
}

static enum err grants(struct req *rq)
{
	struct ask ask = {0};
	int64_t next = 0;
	if (req_asks(rq, grant_asks, &ask) != OK)
		return ERR_INVALID;
	if (!ask.person)
		ask.person = req_came_back(rq, "person");
	struct grants_page page = {.phone = ask.phone};
	struct person *p = about(rq, &ask, &page);
	struct entry *held = ARENA_NEW(rq->c.mem, struct entry);
	page.uid = held->person = p ? p->uid : NULL;
	page.name = p ? p->name : NULL;
	if (p)
		say_origin(rq, p, &page);
	if (!page.missed)
		page.rows = grant_seen_list(&rq->c, page.uid, ask.role,
		                            ask.after ? strtoll(ask.after, NULL, 10) : 0,
		                            &page.count, &next);
	page.list = (struct list){page.rows, page.count, sizeof(struct grant_seen), NULL};
	if (next)
		page.list.next = arena_printf(rq->c.mem, "%lld", (long long)next);
	page.more = next ? place_address(rq->c.mem, "/grants", "person", ask.person, "after",
	                                 page.list.next, NULL)
	                 : NULL;
	held->role = -1;
	page_keeps(rq);
	page.give = req_form(rq, give_fields, held);
	page.take = req_form(rq, NULL, NULL);
	page.place = place_picker(rq, page.give, "place", "在哪里");
	page.place->county = page.place->townships = page.place->required = true;
	page.place->hint = "村站授在村，乡镇所授在乡镇，其余授在县中心";
	page_title(rq, "角色授权", NULL);
	return render(rq, &grants_view, &page);
}

static enum err give(struct req *rq)
{
	struct entry in = {.role = -1};
	if (req_read(rq, give_fields, &in) != OK)
		return ERR_INVALID;
	struct person *p = person_by_uid(&rq->c, in.person);
	struct place *at = place_current(&rq->c, in.place);
	if (!p || !account_of(&rq->c, p->id))
		return refuse(rq, ERR_INVALID, "person", "没有这个人的账号，请先开通账号。");
	if (!at)
		return refuse(rq, ERR_INVALID, "place", "没有这个地区，或它已经撤并。");
	return done(rq, grant_give(&rq->c, p->id, (enum role)in.role, at->id, HAND_ONE),
	            place_address(rq->c.mem, "/grants", "person", p->uid, NULL));
}

static enum err take(struct req *rq)
{
	char *end;
	int64_t id = strtoll(rq->id, &end, 10);
	return *end ? ERR_MISSING : done(rq, grant_take(&rq->c, id, HAND_ONE), "/grants");
}
