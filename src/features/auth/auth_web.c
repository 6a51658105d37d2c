#include "features/auth/auth_web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/feature.h"
#include "core/grant.h"
#include "core/session.h"
#include "core/token.h"
#include "features/person/person.h"
#include "gen/auth.html.h"
#include "web/page.h"
#include "web/rate.h"
#include "web/serve.h"
#include "web/where.h"

#include <string.h>

enum { COOKIE_DAYS = 30 };

struct sign_in {
	const char *phone, *password, *next;
};
static const struct field sign_in_fields[] = {
	FIELD(struct sign_in, phone, .required = true, .as = AS_PHONE, .label = "手机号",
              .check = person_check_phone),
	FIELD(struct sign_in, password, .required = true, .as = AS_SECRET, .max = 128,
              .label = "密码"),
	FIELD(struct sign_in, next, .as = AS_HIDDEN, .max = 500),
	{0},
};
struct ask {
	const char *next, *code, *token;
	bool registered, ended;
};
static const struct field sign_in_asks[] = {
	FIELD(struct ask, next),
	FIELD(struct ask, registered),
	FIELD(struct ask, ended),
	{0},
};
static const struct field code_asks[] = {FIELD(struct ask, code), FIELD(struct ask, token), {0}};

struct demo_ask {
	const char *role, *phone, *next;
};
static const struct field demo_fields[] = {
	FIELD(struct demo_ask, role, .max = 40, .label = "身份"),
	FIELD(struct demo_ask, phone, .as = AS_PHONE, .check = person_check_phone),
	FIELD(struct demo_ask, next, .max = 500),
	{0},
};

static const struct field signup_fields[] = {
	FIELD(struct signup, name, .required = true, .label = "真实姓名",
              .check = person_check_name),
	FIELD(struct signup, phone, .required = true, .as = AS_PHONE, .label = "手机号",
              .check = person_check_phone, .hint = "登录用；只有接单的人在服务期间看得到"),
	FIELD(struct signup, home, .label = "住在哪个村（社区）", .check = place_check_code),
	FIELD(struct signup, volunteer, .label = "登记为志愿者（须实名）"),
	FIELD(struct signup, id_number, .label = "身份证号（或护照、通行证、居留证件号）",
              .check = person_check_id_number, .hint = "志愿者必填；居民可以不填，但要填出生日期"),
	FIELD(struct signup, birth, .as = AS_DATE, .label = "出生日期"),
	FIELD(struct signup, password, .required = true, .as = AS_SECRET, .max = 128,
              .label = "设置密码", .hint = "至少 8 位，不要用生日、电话和常见的密码"),
	FIELD(struct signup, guardian_name, .label = "监护人姓名", .check = person_check_name),
	FIELD(struct signup, guardian_phone, .as = AS_PHONE, .label = "监护人电话",
              .check = person_check_contact),
	FIELD(struct signup, guardian_consent, .label = "我是监护人，同意登记孩子的信息"),
	FIELD(struct signup, consent, .required = true,
              .label = "我同意平台为志愿服务登记和使用以上信息，可随时查看、更正和要求删除"),
	{0},
};

/* One struct for every form around a password. */
struct secret {
	const char *code, *name, *phone, *old, *password;
};
static const struct field setup_fields[] = {
	FIELD(struct secret, code, .required = true, .as = AS_HIDDEN, .max = 64),
	FIELD(struct secret, name, .required = true, .label = "姓名", .check = person_check_name),
	FIELD(struct secret, phone, .required = true, .as = AS_PHONE, .label = "手机号",
              .check = person_check_phone),
	FIELD(struct secret, password, .required = true, .as = AS_SECRET, .max = 128,
              .label = "设置密码"),
	{0},
};
static const struct field letter_fields[] = {
	FIELD(struct secret, code, .required = true, .as = AS_HIDDEN, .max = 64),
	FIELD(struct secret, password, .required = true, .as = AS_SECRET, .max = 128,
              .label = "设置密码"),
	{0},
};
static const struct field password_fields[] = {
	FIELD(struct secret, old, .required = true, .as = AS_SECRET, .max = 128,
              .label = "现在的密码"),
	FIELD(struct secret, password, .required = true, .as = AS_SECRET, .max = 128,
              .label = "新密码"),
	{0},
};

static enum err sign_in_page(struct req *rq), sign_in_check(struct req *rq),
	sign_in(struct req *rq), sign_out(struct req *rq), demo(struct req *rq),
	register_page(struct req *rq), hash_password(struct req *rq), register_it(struct req *rq),
	setup_page(struct req *rq), setup(struct req *rq), letter_page(struct req *rq),
	letter(struct req *rq), password_page(struct req *rq), password_check(struct req *rq),
	password(struct req *rq);

static const struct view sign_in_view = {auth_sign_in_html, NULL, .section = "me"};
static const struct view register_view = {auth_register_html, NULL, .section = "me"};
static const struct view secret_view = {auth_secret_html, NULL, .section = "me"};

const struct route auth_routes[] = {
	{GET, "/sign-in", sign_in_page, PERM_PUBLIC, "Sign-in form", .asks = sign_in_asks,
         .gives = &sign_in_view, .flags = ROUTE_PAGE | ROUTE_ALWAYS},
	{POST, "/sign-in", sign_in, PERM_PUBLIC, "Signs in by phone and password",
         .takes = sign_in_fields, .prepare = sign_in_check, .flags = ROUTE_PAGE | ROUTE_ANYBODY,
         .done = ""},
	{POST, "/sign-out", sign_out, PERM_PUBLIC, "Ends the session",
         .flags = ROUTE_PAGE | ROUTE_ANYBODY, .done = ""},
	{POST, "/sign-in/demo", demo, PERM_PUBLIC, "One-click sign-in of the demonstration",
         .takes = demo_fields, .flags = ROUTE_PAGE | ROUTE_ANYBODY, .done = ""},
	{GET, "/register", register_page, PERM_PUBLIC, "Registration form", .gives = &register_view,
         .flags = ROUTE_PAGE},
	{POST, "/register", register_it, PERM_PUBLIC, "Registers a resident or volunteer",
         .takes = signup_fields, .data = RATE_REGISTER, .prepare = hash_password,
         .flags = ROUTE_PAGE | ROUTE_ANYBODY, .done = "注册好了，欢迎您。"},
	{GET, "/setup", setup_page, PERM_PUBLIC, "First administrator, by a one-time code",
         .asks = code_asks, .gives = &secret_view, .flags = ROUTE_PAGE},
	{POST, "/setup", setup, PERM_PUBLIC, "Makes the first administrator", .takes = setup_fields,
         .data = RATE_CODE, .prepare = hash_password, .flags = ROUTE_PAGE | ROUTE_ANYBODY,
         .done = "管理员账号已建好。下一步：给各人开通账号、授予角色。"},
	{GET, "/letter", letter_page, PERM_PUBLIC, "Own password, by the code of a letter",
         .asks = code_asks, .gives = &secret_view, .flags = ROUTE_PAGE},
	{POST, "/letter", letter, PERM_PUBLIC, "Sets the password by the code of a letter",
         .takes = letter_fields, .data = RATE_CODE, .prepare = hash_password,
         .flags = ROUTE_PAGE | ROUTE_ANYBODY, .done = "密码已设好，账号可以用了。"},
	{GET, "/password", password_page, PERM_SIGNED_IN, "Change of password",
         .gives = &secret_view, .flags = ROUTE_PAGE},
	{POST, "/password", password, PERM_SIGNED_IN, "Changes the password; other sessions end",
         .takes = password_fields, .prepare = password_check, .flags = ROUTE_PAGE,
         .done = "密码已改，别处的登录都已退出。"},
	{0},
};

FEATURE(auth);
const struct route *const auth_paths[] = {auth_routes, auth_admin_routes, audit_routes,
                                          proposal_routes, NULL};

void auth_enter(struct req *rq, int64_t person)
{
	if (rq->c.who->session)
		session_end(&rq->c, rq->c.who->session);
	const char *token = session_start(&rq->c, person, SESSION_BROWSER);
	const struct account *a = account_of(&rq->c, person);
	reply_cookie(rq, "wudan_session", token, a && a->staff ? 0 : (int64_t)COOKIE_DAYS * DAY);
}

const char *auth_home(struct req *rq, int64_t person)
{
	static const struct {
		enum role role;
		const char *path;
	} desks[] = {
		{ROLE_DISPATCHER, "/desk"},   {ROLE_REVIEWER, "/desk"},   {ROLE_TOWNSHIP, "/desk"},
		{ROLE_STATION, "/desk"},      {ROLE_VIEWER, "/desk"},     {ROLE_AUDITOR, "/audit"},
		{ROLE_SYSADMIN, "/accounts"}, {ROLE_SECADMIN, "/grants"}, {ROLE_LEADER, "/work"}};
	const struct actor *who = session_actor_of(&rq->c, person);
	for (size_t i = 0; who && i < sizeof(desks) / sizeof(desks[0]); i++)
		if (access_has_role(who, desks[i].role))
			return desks[i].path;
	return "/";
}

static const char *onward(struct req *rq, const char *next, int64_t person)
{
	return req_local(next) ? next : auth_home(rq, person);
}

/* ---- phone and password ---- */

static void add_demo(struct req *rq, struct sign_in_page *page)
{
	page->demo = rq->site->demo_accounts;
	size_t n = page->demo ? page->demo->count : 0;
	page->demo_places = ARENA_ARRAY(rq->c.mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct place *p = place_by_code(&rq->c, page->demo->at[i].place);
		page->demo_places[i] = p ? place_title(&rq->c, p->id) : "";
	}
}

static enum err sign_in_page(struct req *rq)
{
	struct ask ask = {0};
	req_asks(rq, sign_in_asks, &ask);
	struct sign_in *held = ARENA_NEW(rq->c.mem, struct sign_in);
	held->next = req_local(ask.next) ? ask.next : NULL;
	struct sign_in_page page = {.form = req_form(rq, sign_in_fields, held),
	                            .next = held->next,
	                            .registered = ask.registered,
	                            .ended = ask.ended,
	                            .kept = held->next && strstr(held->next, WHERE_UNSENT "=")};
	if (rq->site->demo)
		add_demo(rq, &page);
	page_title(rq, "登录", "/");
	return render(rq, &sign_in_view, &page);
}

struct tried {
	const char *hash; /* the one the password was tried against */
	bool ok;
};

/* Slow and equally slow for an unknown phone; nothing is decided here. */
static enum err sign_in_check(struct req *rq)
{
	const char *phone = req_body(rq, "phone"), *typed = req_body(rq, "password");
	struct tried *t = ARENA_NEW(rq->c.mem, struct tried);
	rq->prepared = t;
	if (!phone || !typed || person_check_phone(rq->c.mem, &phone))
		return OK;
	enum err e = rate_take(rq, RATE_SIGN_IN);
	if (e != OK)
		return e;
	if (account_wait(&rq->c, phone) > 0)
		return OK;
	t->hash = account_find(&rq->c, phone)->hash;
	t->ok = crypto_password_ok(t->hash, typed);
	return OK;
}

static enum err sign_in(struct req *rq)
{
	struct sign_in in = {0};
	const struct tried *t = rq->prepared;
	if (req_read(rq, sign_in_fields, &in) != OK)
		return ERR_INVALID;
	const struct account *a = account_find(&rq->c, in.phone);
	bool ok = t && t->ok && t->hash && text_equal(t->hash, a->hash);
	enum err e = account_admit(&rq->c, in.phone, a, ok);
	if (e != OK)
		return e;
	rate_give_back(rq, RATE_SIGN_IN);
	auth_enter(rq, a->person);
	return done(rq, OK, onward(rq, in.next, a->person));
}

static enum err sign_out(struct req *rq)
{
	if (rq->c.who->session)
		session_end(&rq->c, rq->c.who->session);
	reply_cookie(rq, "wudan_session", "", -1);
	return done(rq, OK, "/");
}

static const struct demo_account *demo_find(const struct demo_accounts *all,
                                            const struct demo_ask *in)
{
	for (size_t i = 0; all && i < all->count; i++)
		if (in->phone ? text_equal(all->at[i].phone, in->phone)
		              : text_equal(all->at[i].role, in->role))
			return &all->at[i];
	return NULL;
}

static enum err demo(struct req *rq)
{
	struct demo_ask in = {0};
	if (!rq->site->demo || !rq->site->demo_accounts)
		return ERR_MISSING;
	if (req_read(rq, demo_fields, &in) != OK)
		return ERR_INVALID;
	const struct demo_account *d = demo_find(rq->site->demo_accounts, &in);
	if (!d)
		return refuse(rq, ERR_INVALID, "role", "没有这个示例账号。");
	auth_enter(rq, d->person);
	audit(&rq->c, "account.signin_demo", "person", person_get(&rq->c, d->person)->uid, NULL);
	return done(rq, OK, onward(rq, in.next, d->person));
}

/* ---- registering ---- */

static enum err register_page(struct req *rq)
{
	struct register_page page = {.form = req_form(rq, signup_fields, NULL)};
	page.home = place_picker(rq, page.form, "home", "住在哪个村（社区）");
	page_title(rq, "注册", "/sign-in");
	return render(rq, &register_view, &page);
}

/* The hash of the new password. */
static enum err hash_password(struct req *rq)
{
	const char *typed = req_body(rq, "password");
	const char *phone = req_body(rq, "phone");
	enum err e = rate_take(rq, (enum rate)rq->route->data);
	if (e != OK)
		return e;
	if (typed && !account_password_fault(rq->c.mem, typed, phone))
		rq->prepared = (void *)crypto_password(rq->c.mem, typed);
	return OK;
}

static bool weak(struct req *rq, const char *password, const char *phone)
{
	const char *fault = account_password_fault(rq->c.mem, password, phone);
	if (fault || !rq->prepared)
		refuse(rq, ERR_INVALID, "password", "%s", fault ? fault : "请换一个密码。");
	return fault || !rq->prepared;
}

static enum err register_it(struct req *rq)
{
	struct signup in = {0};
	enum err e = req_read(rq, signup_fields, &in);
	if (e == OK)
		e = auth_register(&rq->c, &in, rq->prepared);
	if (e != OK)
		rate_give_back(rq, RATE_REGISTER); /* nobody was registered */
	return done(rq, e, "/sign-in?registered=1");
}

/* ---- one-time codes ---- */

static enum err secret_page(struct req *rq, struct secret_page *page, const struct field *fields,
                            const void *held, const char *title)
{
	page->form = req_form(rq, fields, held);
	page_title(rq, title, "/");
	return render(rq, &secret_view, page);
}

/* The code that came in the address or, printed again, in the form; NULL: not a good one. `purpose`
 * NULL: of a letter. */
static struct secret *code_held(struct req *rq, const char *purpose)
{
	struct ask ask = {0};
	req_asks(rq, code_asks, &ask);
	struct secret *held = ARENA_NEW(rq->c.mem, struct secret);
	held->code = rq->method == POST ? req_body(rq, "code") : ask.code ? ask.code : ask.token;
	bool good = held->code && (purpose ? token_good(&rq->c, purpose, held->code)
	                                   : auth_letter_good(&rq->c, held->code));
	return good ? held : NULL;
}

static enum err setup_page(struct req *rq)
{
	static const char *const inputs[] = {"code", "name", "phone", "password", NULL};
	struct secret *held = code_held(rq, "first-admin");
	struct secret_page page = {.path = "/setup",
	                           .heading = "第一位管理员",
	                           .inputs = inputs,
	                           .button = "建立账号",
	                           .text = "这位管理员是安全管理员：给别人授予角色，自己不看单、不"
	                                   "建账号。链接只能用一次。"};
	return held ? secret_page(rq, &page, setup_fields, held, "初次设置") : ERR_MISSING;
}

static enum err setup(struct req *rq)
{
	struct secret in = {0};
	int64_t person = 0;
	if (req_read(rq, setup_fields, &in) != OK || weak(rq, in.password, in.phone))
		return ERR_INVALID;
	enum err e = auth_setup(&rq->c, in.code, in.name, in.phone, rq->prepared, &person);
	if (e != OK)
		return e;
	rate_give_back(rq, RATE_CODE);
	auth_enter(rq, person);
	return done(rq, OK, "/grants");
}

static enum err letter_page(struct req *rq)
{
	static const char *const inputs[] = {"code", "password", NULL};
	struct secret *held = code_held(rq, NULL);
	struct secret_page page = {.path = "/letter",
	                           .heading = "设置自己的密码",
	                           .inputs = inputs,
	                           .button = "保存密码",
	                           .text = "密码只有您自己知道。设好以后，用手机号和密码登录。"};
	return held ? secret_page(rq, &page, letter_fields, held, "设置密码") : ERR_MISSING;
}

static enum err letter(struct req *rq)
{
	struct secret in = {0};
	int64_t person = 0;
	if (req_read(rq, letter_fields, &in) != OK || weak(rq, in.password, NULL))
		return ERR_INVALID;
	enum err e = auth_letter_use(&rq->c, in.code, rq->prepared, &person);
	if (e == OK)
		rate_give_back(rq, RATE_CODE);
	return done(rq, e, "/sign-in");
}

/* ---- the own password ---- */

struct change {
	const char *hash; /* of the new one; NULL: too weak */
	struct tried old;
};

static enum err password_page(struct req *rq)
{
	static const char *const inputs[] = {"old", "password", NULL};
	struct secret_page page = {.path = "/password",
	                           .heading = "修改密码",
	                           .inputs = inputs,
	                           .button = "保存新密码",
	                           .text = "改好以后，其他设备上的登录会全部退出。"};
	return secret_page(rq, &page, password_fields, NULL, "修改密码");
}

static enum err password_check(struct req *rq)
{
	struct change *x = ARENA_NEW(rq->c.mem, struct change);
	const char *old = req_body(rq, "old"), *typed = req_body(rq, "password");
	const struct account *a = account_of(&rq->c, rq->c.who->id);
	rq->prepared = x;
	if (!a || !old || !typed)
		return OK;
	/* Whoever sits at somebody's open page does not guess his password from there. */
	enum err e = rate_take(rq, RATE_PASSWORD);
	if (e != OK)
		return e;
	x->old = (struct tried){a->hash, crypto_password_ok(a->hash, old)};
	if (x->old.ok && !account_password_fault(rq->c.mem, typed, NULL))
		x->hash = crypto_password(rq->c.mem, typed);
	return OK;
}

static enum err password(struct req *rq)
{
	struct secret in = {0};
	const struct change *x = rq->prepared;
	if (req_read(rq, password_fields, &in) != OK)
		return ERR_INVALID;
	const struct account *a = account_of(&rq->c, rq->c.who->id);
	if (!a || !x || !x->old.ok || !text_equal(a->hash, x->old.hash))
		return refuse(rq, ERR_INVALID, "old", "现在的密码不对。");
	const char *fault = account_password_fault(rq->c.mem, in.password, NULL);
	if (fault || !x->hash)
		return refuse(rq, ERR_INVALID, "password", "%s", fault ? fault : "请换一个密码。");
	enum err e = account_password_set(&rq->c, a->person, x->hash, WAY_OWN);
	if (e != OK)
		return e;
	auth_enter(rq, a->person);
	return done(rq, OK, "/me");
}
