/* proposal.c - what takes two: proposing it, and its life until it is done or over. */
#include "features/auth/proposal.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "core/account.h"
#include "core/audit.h"
#include "core/duty.h"
#include "core/grant.h"
#include "core/origin.h"
#include "core/outbox.h"
#include "core/session.h"
#include "core/token.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "gen/auth.sql.h"

const char *const proposal_kind_words[] = {"letter", "lock", "unlock", "give", "take", NULL};
const char *const proposal_kind_labels[] = {"重设密码", "停用账号", "恢复账号",
                                            "授予职责", "收回职责", NULL};
const char *const proposal_state_words[] = {"waiting",  "confirmed", "withdrawn",
                                            "objected", "expired",   NULL};
const char *const proposal_state_labels[] = {"等待确认", "已办理",     "已撤回",
                                             "本人否认", "过期未确认", NULL};

const struct field proposal_fields[] = {
	FIELD(struct proposal, id),
	FIELD(struct proposal, kind, .label = "什么事", .words = proposal_kind_words,
              .labels = proposal_kind_labels),
	FIELD_AS(struct proposal, uid, "person", .doc = "id of the person it is about"),
	FIELD(struct proposal, name, .label = "对谁"),
	FIELD(struct proposal, role, .label = "岗位", .words = role_words, .labels = role_labels,
              .doc = "to give or take; guest: none"),
	FIELD(struct proposal, reason, .label = "理由"),
	FIELD(struct proposal, proposer_name, .label = "谁提的"),
	FIELD(struct proposal, at, .label = "提出时间", .as = AS_MOMENT, .doc = "seconds UTC"),
	FIELD(struct proposal, until, .label = "确认时限", .as = AS_MOMENT,
              .doc = "may be confirmed before then"),
	FIELD(struct proposal, state, .label = "状态", .words = proposal_state_words,
              .labels = proposal_state_labels),
	FIELD(struct proposal, decider_name, .label = "谁定的",
              .doc = "who ended it; null: nobody yet, or its time"),
	FIELD(struct proposal, decided, .label = "决定时间", .as = AS_MOMENT,
              .doc = "seconds UTC; 0: it waits"),
	FIELD(struct proposal, confirms, .doc = "you may confirm it"),
	FIELD(struct proposal, withdraws, .doc = "you may withdraw it"),
	FIELD(struct proposal, objects, .doc = "you may object to it"),
	RECORD("Proposal", "What one proposed and another has to confirm."),
};

/* Recovery is an administrator's to propose, the rest any holder's: three people watch each other, so
 * each of them can begin what rids the county of another. Confirming is any holder's. */
#define ADMINS (1U << ROLE_SYSADMIN | 1U << ROLE_SECADMIN)
static const struct matter {
	uint32_t proposes;
	uint32_t about;  /* the other holds one of these; 0: he need not */
	bool role;       /* names a top duty */
	bool objects;    /* the owner may end it */
	bool lives;      /* not for the dead, nor for a record that was merged away */
	const char *why; /* said when he holds none of `about` */
} matters[] = {
	[PROPOSAL_LETTER] = {ADMINS, ~0U, false, true, true,
                             "这个账号没有职责也不带队，系统管理员一个人就可以开信。"},
	[PROPOSAL_LOCK] = {DUTY_TOP, DUTY_TOP, false, false, false,
                           "他不是管理员或审计员，系统管理员一个人就可以停用。"},
	[PROPOSAL_UNLOCK] = {DUTY_TOP, ~0U, false, true, true,
                             "这个账号没有职责也不带队，系统管理员一个人就可以恢复。"},
	[PROPOSAL_GIVE] = {DUTY_TOP, 0, true, true, true, NULL},
	[PROPOSAL_TAKE] = {DUTY_TOP, DUTY_TOP, true, false, false, "他没有这个职责。"},
};

/* What he holds in this matter. A team left or joined changes nothing where a duty is at stake. */
static uint32_t held_of(struct ctx *c, int64_t kind, int64_t person)
{
	bool opens = kind == PROPOSAL_LETTER || kind == PROPOSAL_UNLOCK;
	return opens ? duty_opens(c, person) : duty_of(c, person);
}

static const char *what_of(struct ctx *c, const struct proposal *p)
{
	const char *kind = proposal_kind_labels[p->kind];
	return matters[p->kind].role ? arena_printf(c->mem, "%s：%s", kind, role_labels[p->role])
	                             : kind;
}

static const char *detail_of(struct ctx *c, const void *now)
{
	const struct proposal *p = now;
	const char *role = matters[p->kind].role ? role_words[p->role] : "";
	return arena_printf(c->mem, "%s%s%s; proposal %s", proposal_kind_words[p->kind],
	                    *role ? " " : "", role, p->id);
}

/* ---- reading ---- */

/* A confirmed letter may be objected to until it is used. */
static bool in_time(struct ctx *c, const struct proposal *p)
{
	return p->state == PROPOSAL_WAITS ||
	       (p->kind == PROPOSAL_LETTER && sql_proposal_letter_open(c, p->id));
}

static void allow(struct ctx *c, struct proposal *p)
{
	p->withdraws = life_may(c, &proposal_life, p, PROPOSAL_WITHDRAW);
	p->confirms = life_may(c, &proposal_life, p, PROPOSAL_CONFIRM);
	p->objects = life_may(c, &proposal_life, p, PROPOSAL_OBJECT) && in_time(c, p);
}

struct proposal *proposal_list(struct ctx *c, const char *after, size_t *count, const char **next)
{
	bool all = (c->who->roles & DUTY_TOP) != 0;
	struct proposal *p = sql_proposal_list(c, all, after, LIMIT_PAGE + 1, count);
	*next = NULL;
	if (*count > LIMIT_PAGE) {
		*count = LIMIT_PAGE;
		*next = p[LIMIT_PAGE - 1].id;
	}
	for (size_t i = 0; i < *count; i++)
		allow(c, &p[i]);
	return p;
}

int64_t proposal_waiting(struct ctx *c)
{
	return c->who->roles & DUTY_TOP ? sql_proposal_waiting(c) : 0;
}

/* NULL: there is none, or it is not for his eyes. */
static struct proposal *proposal_seen(struct ctx *c, const char *id)
{
	struct proposal *p = sql_proposal_get(c, id);
	return p && (p->person == c->who->id || (c->who->roles & DUTY_TOP)) ? p : NULL;
}

/* ---- proposing ---- */

static enum err sensible(struct ctx *c, enum proposal_kind kind, const struct person *p,
                         int64_t role)
{
	const struct matter *m = &matters[kind];
	const struct account *a = account_of(c, p->id);
	uint32_t held = held_of(c, kind, p->id);
	if (m->role && !duty_is_top(role))
		return ctx_refuse(
			c, ERR_INVALID, "role",
			"请选系统管理员、安全管理员或审计员；别的角色由安全管理员在“授权”授予"
			"。");
	if (m->about && !(held & (m->role ? 1U << role : m->about)))
		return ctx_refuse(c, ERR_INVALID, "kind", "%s", m->why);
	if (m->lives && (p->ended == PERSON_DIED || p->merged_into))
		return ctx_refuse(c, ERR_INVALID, "person",
		                  "他已登记去世，或这份档案已并入另一份。");
	if (kind == PROPOSAL_GIVE && p->ended)
		return ctx_refuse(c, ERR_INVALID, "person", "他已登记搬离本县，不能授予职责。");
	if (!a && kind != PROPOSAL_TAKE && kind != PROPOSAL_LETTER)
		return ctx_refuse(c, ERR_INVALID, "person", "没有这个人的账号，请先开通账号。");
	if (a && kind != PROPOSAL_TAKE && a->locked != (kind == PROPOSAL_UNLOCK))
		return ctx_refuse(c, ERR_INVALID, "kind",
		                  a->locked ? "他的账号已停用。" : "他的账号没有停用。");
	if (kind == PROPOSAL_GIVE && held & DUTY_TOP)
		return ctx_refuse(c, ERR_INVALID, "role",
		                  "他已是%s：系统管理员、安全管理员和审计员要由三个人分别担任。",
		                  duty_labels(c, held & DUTY_TOP));
	return OK;
}

/* Of an account that is to get a duty; "" when there is nothing to say. */
static const char *warning_of(struct ctx *c, const struct proposal *p)
{
	const char *w = p->kind == PROPOSAL_GIVE ? origin_warning(c, p->person, NULL) : NULL;
	return w ? w : "";
}

/* The owner by every channel; those who may confirm in their letter box and where they like, but by every
 * channel when a holder is to be locked: that cannot wait. */
static void tell_all(struct ctx *c, const struct proposal *p)
{
	size_t n = 0;
	const char *what = what_of(c, p), *by = duty_name(c, p->proposer);
	const char *may = matters[p->kind].objects
	                          ? "不是您要求的，请马上登录，在“双人复核”按“这不是我要求的”。"
	                          : "";
	duty_tell(c, &(struct duty_news){
			     .person = p->person,
			     .link = "/proposals",
			     .event = arena_printf(c->mem, "account.proposed.%s",
	                                           proposal_kind_words[p->kind]),
			     .subject = arena_printf(c->mem, "有人提出：%s", what),
			     .body = arena_printf(c->mem,
	                                          "%s对您的账号提出“%s”，要另一位管理员或审计员"
	                                          "确认才办理，%d 小时内有效。%s",
	                                          by, what, PROPOSAL_HOURS, may),
		     });
	const char *ask = arena_printf(c->mem, "%s提出给%s“%s”。请先找本人核实，再确认。%s", by,
	                               duty_name(c, p->person), what, warning_of(c, p));
	const int64_t *who = duty_holders(c, &n);
	for (size_t i = 0; i < n; i++)
		if (who[i] != p->person && who[i] != p->proposer)
			outbox_tell(c, &(struct outbox_note){
					       .person = who[i],
					       .kind = "duty",
					       .subject = "有一件事等您复核",
					       .body = ask,
					       .link = "/proposals",
					       .about = life_about(c, &proposal_life, p),
					       .asks = true,
					       .state = PROPOSAL_WAITS,
					       .pressing = true,
					       .urgent = p->kind == PROPOSAL_LOCK,
					       .every = p->kind == PROPOSAL_LOCK,
				       });
}

/* What was true when it was proposed is true still; nobody changes his duties until this is done. */
static enum err stands(struct ctx *c, const struct proposal *p)
{
	duty_turn(c, p->person);
	const struct actor *proposer = session_actor_of(c, p->proposer);
	const struct account *a = account_of(c, p->proposer);
	if (!proposer || !a || a->locked || !(proposer->roles & matters[p->kind].proposes))
		return ctx_refuse(c, ERR_STATE, NULL, "提出的人已不担任原来的职责，请重新提出。");
	if ((int64_t)held_of(c, p->kind, p->person) != p->held)
		return ctx_refuse(c, ERR_STATE, NULL, "他的职责在提出以后变了，请重新提出。");
	return sensible(c, (enum proposal_kind)p->kind, person_get(c, p->person), p->role) == OK
	               ? OK
	               : ERR_STATE;
}

/* Nobody ends it: its time is over, or what it rested on is gone. */
static void expire(struct ctx *c, struct proposal *p)
{
	const struct actor *who = c->who;
	int before = c->problem_count;
	c->who = &actor_system;
	p->state = PROPOSAL_WAITS; /* as it was kept */
	life_put(c, &proposal_life, p, &(struct life_ask){.action = PROPOSAL_EXPIRE});
	c->problem_count = before;
	c->who = who;
}

/* The same matter waits, but could not be confirmed any more, nor perhaps ended by its proposer. */
static void make_room(struct ctx *c, const struct proposal *r)
{
	struct proposal *p = sql_proposal_same(c, r);
	int before = c->problem_count;
	if (!p || stands(c, p) == OK)
		return;
	c->problem_count = before;
	expire(c, p);
}

enum err proposal_make(struct ctx *c, enum proposal_kind kind, const char *person, int64_t role,
                       const char *reason)
{
	const struct person *p = person_by_uid(c, person);
	struct proposal r = {.kind = kind,
	                     .role = matters[kind].role ? role : 0,
	                     .reason = reason,
	                     .proposer = c->who->id,
	                     .at = c->now,
	                     .until = c->now + PROPOSAL_HOURS * HOUR};
	if (!p)
		return ctx_refuse(c, ERR_INVALID, "person", "没有这个人。");
	if (p->id == c->who->id)
		return ctx_refuse(c, ERR_DENIED, NULL, "自己的账号和职责要由别人提出。");
	if (!(c->who->roles & matters[kind].proposes))
		return ctx_refuse(c, ERR_DENIED, NULL, "这件事要由系统管理员或安全管理员提出。");
	enum err e = sensible(c, kind, p, role);
	if (e != OK)
		return e;
	proposal_sweep(c);
	r.id = random_id(c->mem);
	r.person = p->id;
	r.uid = p->uid;
	make_room(c, &r);
	r.held = held_of(c, kind, p->id);
	if (sql_proposal_insert(c, &r) != 1)
		return ctx_refuse(c, ERR_INVALID, "kind", "这件事已经提出，正等人确认。");
	audit(c, "proposal.make", "person", r.uid, detail_of(c, &r));
	tell_all(c, &r);
	return OK;
}

/* ---- what the moves do ---- */

/* Where the code of a letter goes. */
struct outcome {
	const char **code;
};

static enum err carry_out(struct ctx *c, const struct proposal *p, const char **code)
{
	struct place *root = place_by_code(c, place_root(c));
	enum role role = (enum role)p->role;
	const char *why = arena_printf(c->mem, "proposal %s", p->id);
	switch ((enum proposal_kind)p->kind) {
	case PROPOSAL_LETTER:
		account_letters_end(c, p->person);
		*code = token_make(c, "letter-two", p->id, PROPOSAL_LETTER_DAYS * DAY);
		return OK;
	case PROPOSAL_LOCK: return account_lock(c, p->person, why, HAND_TWO);
	case PROPOSAL_UNLOCK: return account_unlock(c, p->person, why, HAND_TWO);
	case PROPOSAL_GIVE: return grant_give(c, p->person, role, root ? root->id : 0, HAND_TWO);
	case PROPOSAL_TAKE: return grant_take(c, grant_find(c, p->person, role, 0), HAND_TWO);
	}
	return ERR_MISSING;
}

static enum err confirm(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct outcome *out = in;
	enum err e = stands(c, next);
	(void)to;
	return e == OK ? carry_out(c, next, out->code) : e;
}

/* A letter that was confirmed is good for nothing from now on. */
static enum err object(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct proposal *p = next;
	(void)in, (void)to;
	if (in_time(c, p)) {
		token_end(c, "letter-two", p->id);
		return OK;
	}
	c->state = proposal_state_words[p->state];
	return ctx_refuse(c, ERR_STATE, NULL, "这件事已经不在等待确认，请刷新后再看。");
}

/* ---- why he himself must not ---- */

static const char *not_two(struct ctx *c, const void *record)
{
	const struct proposal *p = record;
	return p->person == c->who->id     ? "自己的事要由别人确认。"
	       : p->proposer == c->who->id ? "自己提出的，要由另一位确认。"
	                                   : NULL;
}

static const char *not_proposer(struct ctx *c, const void *record)
{
	return ((const struct proposal *)record)->proposer == c->who->id ? NULL
	                                                                 : "只有提出的人可以撤回。";
}

static const char *not_owner(struct ctx *c, const void *record)
{
	const struct proposal *p = record;
	return p->person != c->who->id ? "只有本人可以否认。"
	       : !matters[p->kind].objects ? "这件事不能由本人否决，有疑问请找审计员。"
	                                   : NULL;
}

/* ---- who is told ---- */

static void tell_done(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct proposal *p = now;
	(void)before, (void)in;
	const char *what = what_of(c, p), *owner = duty_name(c, p->person);
	const char *by = arena_printf(c->mem, "%s提出、%s确认", duty_name(c, p->proposer),
	                              c->who->name);
	duty_tell(c, &(struct duty_news){
			     .person = p->person,
			     .link = "/proposals",
			     .event = arena_printf(c->mem, "account.confirmed.%s",
	                                           proposal_kind_words[p->kind]),
			     .subject = arena_printf(c->mem, "已办理：%s", what),
			     .body = arena_printf(
				     c->mem, "“%s”已办理，由%s。不是您知道的，请马上找审计员。",
				     what, by),
			     .others = arena_printf(c->mem, "%s的“%s”已办理，由%s。%s", owner, what,
	                                            by, warning_of(c, p)),
		     });
}

static void tell_withdrawn(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct proposal *p = now;
	(void)before, (void)in;
	duty_tell_one(c, p->person, arena_printf(c->mem, "已撤回：%s", what_of(c, p)),
	              arena_printf(c->mem, "%s撤回了对您账号的提议。", c->who->name), "/proposals");
}

static void tell_objected(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct proposal *p = now;
	(void)before, (void)in;
	duty_tell(c, &(struct duty_news){
			     .person = p->person,
			     .link = "/proposals",
			     .event = "account.objected",
			     .subject = arena_printf(c->mem, "本人否认：%s", what_of(c, p)),
			     .body = "您说这不是您要求的，这件事已经停止。",
			     .others = arena_printf(
				     c->mem, "%s说这不是他要求的：%s（%s提出）。请查明。",
				     c->who->name, what_of(c, p), duty_name(c, p->proposer)),
		     });
}

static void tell_expired(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct proposal *p = now;
	const char *what = what_of(c, p), *subject = arena_printf(c->mem, "过期未确认：%s", what);
	(void)before, (void)in;
	duty_tell_one(c, p->person, subject, "对您账号提出的这件事没有办理，已经作废。",
	              "/proposals");
	outbox_add(c, p->proposer, subject,
	           arena_printf(c->mem, "您提出给%s“%s”，没有办理，已经作废。还要办，请重新提出。",
	                        duty_name(c, p->person), what),
	           "/proposals");
}

/* ---- its life ---- */

static const struct life_move moves[] = {
	{PROPOSAL_CONFIRM, "confirm", "确认", .from = IN(PROPOSAL_WAITS),
         .to = IN(PROPOSAL_CONFIRMED), .needs = PROPOSAL_MANAGE, .own = not_two, .effect = confirm,
         .tell = tell_done},
	{PROPOSAL_WITHDRAW, "withdraw", "撤回", "Withdraws an own proposal",
         .done = "已撤回，不会生效。", .from = IN(PROPOSAL_WAITS), .to = IN(PROPOSAL_WITHDRAWN),
         .needs = PROPOSAL_MANAGE, .own = not_proposer, .tell = tell_withdrawn},
	{PROPOSAL_OBJECT, "object", "否认", "Ends what somebody proposed about oneself",
         .done = "已否认，提出的人和确认的人都收到了消息。",
         .sure = "否认以后，这件事马上作废，管理员会收到消息；要再办得重新提出、重新确认。",
         .from = IN(PROPOSAL_WAITS) | IN(PROPOSAL_CONFIRMED), .to = IN(PROPOSAL_OBJECTED),
         .needs = PERM_SIGNED_IN, .own = not_owner, .effect = object, .tell = tell_objected},
	{PROPOSAL_EXPIRE, "expire", "作废", .from = IN(PROPOSAL_WAITS), .to = IN(PROPOSAL_EXPIRED),
         .tell = tell_expired},
	{0},
};

/* The audit log files it with the one it is about. */
static struct life_look look(const void *record)
{
	const struct proposal *p = record;
	return (struct life_look){p->uid, p->state, 0, {.owner = p->person}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	return sql_proposal_write(c, next, ((const struct proposal *)before)->state);
}

const struct life proposal_life = {
	.kind = "proposal",
	.these = "这件事",
	.state_words = proposal_state_words,
	.state_labels = proposal_state_labels,
	.moves = moves,
	.filed = "person",
	.detail = detail_of,
	.size = sizeof(struct proposal),
	.state = offsetof(struct proposal, state),
	.look = look,
	.write = write,
};

enum err proposal_confirm(struct ctx *c, const char *id, struct proposal **out, const char **code)
{
	*code = NULL;
	*out = proposal_seen(c, id);
	return *out ? life_move(c, &proposal_life, *out,
	                        &(struct life_ask){.action = PROPOSAL_CONFIRM,
	                                           .in = &(struct outcome){code}})
	            : ERR_MISSING;
}

enum err proposal_end(struct ctx *c, const char *id, enum proposal_action how)
{
	struct proposal *p = proposal_seen(c, id);
	return p ? life_move(c, &proposal_life, p, &(struct life_ask){.action = how}) : ERR_MISSING;
}

void proposal_sweep(struct ctx *c)
{
	size_t n = 0;
	struct proposal *p = sql_proposal_over(c, &n);
	for (size_t i = 0; i < n; i++)
		expire(c, &p[i]);
}
