/* member.c - who serves with a team: asked or invited, active, left. Nobody is a member by force. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/feature.h"
#include "core/outbox.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "gen/team.sql.h"

#include <string.h>

const char *const member_role_words[] = {"member", "deputy", "leader", NULL};
const char *const member_role_labels[] = {"队员", "副队长", "队长", NULL};
const char *const member_state_words[] = {"asked", "invited", "active", "left", "none", NULL};
const char *const member_state_labels[] = {"申请中", "已邀请", "在队", "已离队", "没有入队", NULL};
const struct field member_fields[] = {
	FIELD_AS(struct member, person_uid, "id", .doc = "id of the person"),
	FIELD_AS(struct member, person_name, "name", .label = "姓名"),
	FIELD(struct member, role, .words = member_role_words, .labels = member_role_labels,
              .label = "担任"),
	FIELD(struct member, state, .words = member_state_words, .labels = member_state_labels,
              .label = "状态"),
	FIELD(struct member, since, .as = AS_TIME, .label = "什么时候起",
              .doc = "in this state and role since, seconds UTC"),
	RECORD("TeamMember", "Who belongs to a team, asks to or is invited."),
};

static struct cursor key_of(const struct member *m)
{
	return (struct cursor){m->state, -m->role, m->id};
}

/* Those after `at`, to the end; words are held against each name. */
static struct member *after(struct ctx *c, int64_t team, struct cursor at,
                            const struct member_seek *k, size_t *count)
{
	const char **words = text_words(c->mem, k->q);
	struct member *all = NULL;
	size_t got = MEMBER_BATCH;
	*count = 0;
	while (got == MEMBER_BATCH) {
		struct member *m = sql_member_list(c, team, &at, &got);
		struct member *more = ARENA_ARRAY(c->mem, struct member, *count + got + 1);
		if (*count)
			memcpy(more, all, *count * sizeof *all);
		all = more;
		at = got ? key_of(&m[got - 1]) : at;
		for (size_t i = 0; i < got; i++)
			if ((k->state == MEMBER_NONE || k->state == m[i].state) &&
			    text_has_words(c->mem, m[i].person_name, words))
				all[(*count)++] = m[i];
	}
	return all;
}

struct member *member_list(struct ctx *c, int64_t team, size_t *count)
{
	return after(c, team, CURSOR_START, &(struct member_seek){.state = MEMBER_NONE}, count);
}

struct member *member_page(struct ctx *c, int64_t team, const struct member_seek *k, size_t *count,
                           const char **next)
{
	struct member *m = after(c, team, cursor_read(k->after), k, count);
	*next = NULL;
	if (*count > MEMBER_PAGE) {
		*count = MEMBER_PAGE;
		*next = cursor_text(c->mem, key_of(&m[MEMBER_PAGE - 1]));
	}
	return m;
}

struct member *member_of(struct ctx *c, int64_t team, int64_t person)
{
	return sql_member_of(c, team, person);
}

bool member_active(struct ctx *c, int64_t team, int64_t person)
{
	return sql_member_active(c, team, person) > 0;
}

void member_add(struct ctx *c, int64_t team, int64_t person, int64_t role, int64_t state)
{
	sql_member_insert(c, team, person, role, state);
}

static bool in_charge(const struct ctx *c, int64_t team, const char *path)
{
	return access_may(c->who, TEAM_LEAD, &(struct subject){.team = team}) ||
	       access_may(c->who, TEAM_MANAGE, &(struct subject){.path = path});
}

bool member_may_manage(struct ctx *c, const struct team *t)
{
	return in_charge(c, t->id, t->place_path);
}

/* ---- why he himself must not ---- */

/* Who gives and takes offices: a leader himself, or staff over the team; a deputy sees to plain members. */
static bool heads(const struct ctx *c, const struct member *m)
{
	return m->asker_role == MEMBER_LEADER ||
	       access_may(c->who, TEAM_MANAGE, &(struct subject){.path = m->team_path});
}

static const char *asked_himself(struct ctx *c, const void *record)
{
	const struct member *m = record;
	return m->person == c->who->id ? "入队申请要由队长答复。" : NULL;
}

static const char *not_invited(struct ctx *c, const void *record)
{
	const struct member *m = record;
	return m->person != c->who->id ? "邀请只能由本人答复。" : NULL;
}

static const char *not_asker(struct ctx *c, const void *record)
{
	const struct member *m = record;
	return m->person != c->who->id ? "申请只能由本人撤回。" : NULL;
}

static const char *outranked(struct ctx *c, const void *record)
{
	const struct member *m = record;
	return m->role != MEMBER_PLAIN && !heads(c, m) ? "副队长不能移出队长或副队长。" : NULL;
}

static const char *no_head(struct ctx *c, const void *record)
{
	return heads(c, record) ? NULL : "只有队长或上级工作人员可以任命。";
}

/* ---- what the moves do ---- */

static enum err enter(struct ctx *c, void *next, const void *in, int64_t *to)
{
	const struct member *m = next;
	(void)in, (void)to;
	if (m->team_kind != TEAM_TEAM || m->team_state == TEAM_DISSOLVED ||
	    m->team_state == TEAM_SUSPENDED)
		return ctx_refuse(c, ERR_INVALID, NULL, "这支队伍现在不接收新队员。");
	return OK;
}

static enum err apply(struct ctx *c, void *next, const void *in, int64_t *to)
{
	((struct member *)next)->role = MEMBER_PLAIN;
	return enter(c, next, in, to);
}

static enum err invite(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct member *m = next;
	m->role = *(const int64_t *)in;
	if (m->role != MEMBER_PLAIN && !heads(c, m))
		return ctx_refuse(c, ERR_DENIED, "role",
		                  "副队长只能邀请队员，队长和副队长由队长邀请。");
	return enter(c, next, in, to);
}

static enum err last_leader(struct ctx *c, const struct member *m)
{
	if (m->state != MEMBER_ACTIVE || m->role != MEMBER_LEADER ||
	    m->team_state == TEAM_DISSOLVED || sql_member_leaders(c, m->team) > 1)
		return OK;
	c->state = team_state_words[m->team_state];
	return ctx_refuse(c, ERR_STATE, NULL, "%s是这支队伍唯一的队长，请先任命另一位队长。",
	                  m->person_name);
}

/* Who leads a visit that is planned or under way hands it over before he goes. */
static enum err visit_in_hand(struct ctx *c, const struct member *m)
{
	struct led_visit *v = feature_led(c, m->team, m->person);
	if (!v)
		return OK;
	struct day d = clock_local(v->starts_at);
	c->state = member_state_words[m->state];
	/* What it is about is known to the leaders and to him who goes, not to staff of another place. */
	bool told = m->person == c->who->id || access_leads(c->who, m->team);
	return ctx_refuse(c, ERR_STATE, NULL,
	                  "%s是%s（%d月%d日 %02d:%02d）的带队人，请先改由别人带队或交回，再离队。",
	                  m->person_name,
	                  told ? arena_printf(c->mem, "“%s”", v->title) : "一次上门", d.month,
	                  d.mday, d.hour, d.minute);
}

static enum err forget_role(struct ctx *c, void *next, const void *in, int64_t *to)
{
	(void)c, (void)in, (void)to;
	((struct member *)next)->role = MEMBER_PLAIN;
	return OK;
}

static enum err go(struct ctx *c, void *next, const void *in, int64_t *to)
{
	enum err e = last_leader(c, next);
	if (e == OK)
		e = visit_in_hand(c, next);
	return e == OK ? forget_role(c, next, in, to) : e;
}

static enum err appoint(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct member *m = next;
	int64_t role = *(const int64_t *)in;
	enum err e = role == MEMBER_LEADER ? OK : last_leader(c, m);
	(void)to;
	m->role = role;
	return e;
}

static const char *role_given(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)c, (void)before, (void)in;
	return member_role_words[((const struct member *)now)->role];
}

/* ---- who is told ---- */

static void tell(struct ctx *c, const struct member *m, const char *what)
{
	outbox_add(c, m->person, arena_printf(c->mem, "%s：%s", m->team_name, what),
	           arena_printf(c->mem, "%s。点开可以查看队伍。", what),
	           arena_printf(c->mem, "/teams/%s", m->team_uid));
}

/* Until it is answered, by whomever, or taken back. */
static void ask(struct ctx *c, const struct member *m, int64_t person, const char *what,
                const char *body)
{
	outbox_tell(c, &(struct outbox_note){
			       .person = person,
			       .kind = "team",
			       .subject = arena_printf(c->mem, "%s：%s", m->team_name, what),
			       .body = body,
			       .link = arena_printf(c->mem, "/teams/%s", m->team_uid),
			       .about = life_about(c, &member_life, m),
			       .asks = true,
			       .state = m->state,
		       });
}

static void tell_leaders(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct member *m = now;
	size_t n = 0;
	int64_t *to = team_leaders(c, m->team, &n);
	(void)before, (void)in;
	for (size_t i = 0; i < n; i++)
		ask(c, m, to[i], "有人申请入队", "请在队伍页面答复。");
}

static void tell_invited(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)before, (void)in;
	ask(c, now, ((const struct member *)now)->person, "邀请您入队", "点开可以答复。");
}

static void tell_accepted(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)before, (void)in;
	tell(c, now, "同意了您的入队申请");
}

static void tell_refused(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)before, (void)in;
	tell(c, now, "没有同意您的入队申请");
}

static void tell_removed(struct ctx *c, const void *now, const void *before, const void *in)
{
	(void)before, (void)in;
	tell(c, now, "您已不再是这支队伍的队员");
}

static void tell_appointed(struct ctx *c, const void *now, const void *before, const void *in)
{
	const struct member *m = now;
	(void)before, (void)in;
	tell(c, m, arena_printf(c->mem, "您现在是%s", member_role_labels[m->role]));
}

/* ---- the life of a membership ---- */

static const struct field removal_fields[] = {
	FIELD(struct member_act, reason, .max = 200, .label = "理由"),
	RECORD("MemberRemoval", "Why somebody is no longer a member."),
};

#define IN_CHARGE .needs = TEAM_LEAD, .or_needs = TEAM_MANAGE
static const struct life_move moves[] = {
	{MEMBER_JOIN, "join", "申请入队", NULL, .from = IN(MEMBER_LEFT) | IN(MEMBER_NONE),
         .to = IN(MEMBER_ASKED), .needs = TEAM_JOIN, .effect = apply, .tell = tell_leaders},
	{MEMBER_INVITE, "invite", "邀请入队", NULL, .from = IN(MEMBER_LEFT) | IN(MEMBER_NONE),
         .to = IN(MEMBER_INVITED), IN_CHARGE, .effect = invite, .tell = tell_invited},
	{MEMBER_ACCEPT, "accept", "同意入队",
         "The leader takes a request, the invited an invitation",
         .done = "已同意入队，现在是队员了。", .from = IN(MEMBER_ASKED), .to = IN(MEMBER_ACTIVE),
         IN_CHARGE, .own = asked_himself, .effect = enter, .tell = tell_accepted},
	{MEMBER_ACCEPT, "accept", "同意入队", .from = IN(MEMBER_INVITED), .to = IN(MEMBER_ACTIVE),
         .needs = PERM_SIGNED_IN, .own = not_invited, .effect = enter},
	{MEMBER_REFUSE, "refuse", "不同意入队",
         "The leader declines a request, the invited an invitation", .done = "已谢绝。",
         .from = IN(MEMBER_ASKED), .to = IN(MEMBER_LEFT), IN_CHARGE, .own = asked_himself,
         .effect = forget_role, .tell = tell_refused},
	{MEMBER_REFUSE, "refuse", "不同意入队", .from = IN(MEMBER_INVITED), .to = IN(MEMBER_LEFT),
         .needs = PERM_SIGNED_IN, .own = not_invited, .effect = forget_role},
	{MEMBER_REMOVE, "remove", "移出队伍",
         "Removes a member, with a reason, or withdraws an invitation", removal_fields,
         .done = "已移出队伍。",
         .sure = "移出以后，这个队的单子不再派给他；要回来得重新申请或邀请。",
         .from = IN(MEMBER_ACTIVE), .to = IN(MEMBER_LEFT), IN_CHARGE, .reason = true,
         .own = outranked, .effect = go, .tell = tell_removed},
	{MEMBER_WITHDRAW, "withdraw", "撤回",
         "Takes back the team's invitation, or one's own request", .done = "已撤回。",
         .from = IN(MEMBER_INVITED), .to = IN(MEMBER_LEFT), IN_CHARGE, .own = outranked,
         .effect = forget_role},
	{MEMBER_WITHDRAW, "withdraw", "撤回", .from = IN(MEMBER_ASKED), .to = IN(MEMBER_LEFT),
         .needs = PERM_SIGNED_IN, .own = not_asker, .effect = forget_role},
	{MEMBER_LEAVE, "leave", "离队", NULL,
         .from = IN(MEMBER_ASKED) | IN(MEMBER_INVITED) | IN(MEMBER_ACTIVE), .to = IN(MEMBER_LEFT),
         .needs = PERM_SIGNED_IN, .effect = go},
	{MEMBER_APPOINT, "appoint", "任命", NULL, .from = IN(MEMBER_ACTIVE), IN_CHARGE,
         .own = no_head, .effect = appoint, .said = role_given, .tell = tell_appointed},
	{MEMBER_GONE, "leave", "离队",
         .from = IN(MEMBER_ASKED) | IN(MEMBER_INVITED) | IN(MEMBER_ACTIVE), .to = IN(MEMBER_LEFT),
         .effect = forget_role},
	{0},
};
#undef IN_CHARGE

static struct life_look look(const void *record)
{
	const struct member *m = record;
	return (struct life_look){m->team_uid,
	                          m->state,
	                          0,
	                          {.path = m->team_path, .owner = m->person, .team = m->team}};
}

/* A first row, or the old one of somebody who left. */
static int64_t write(struct ctx *c, const void *before, const void *next)
{
	const struct member *m = next;
	return m->id ? sql_member_write(c, before, m)
	             : sql_member_insert(c, m->team, m->person, m->role, m->state);
}

static bool same(const void *before, const void *next)
{
	return ((const struct member *)before)->role == ((const struct member *)next)->role;
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct member *is = now, *was = before;
	if ((is->state == MEMBER_ACTIVE) != (was->state == MEMBER_ACTIVE))
		team_recount(c, is->team);
	if (was->state == MEMBER_ACTIVE && is->state == MEMBER_LEFT)
		feature_team_left(c, is->team, is->person);
	sql_team_event_insert(c, is->team, m->word, is->person, reason);
}

static int64_t part(const void *record)
{
	return ((const struct member *)record)->person;
}

/* Its moves stand in the audit log of the team. */
const struct life member_life = {
	.kind = "team",
	.these = "这位志愿者",
	.state_words = member_state_words,
	.state_labels = member_state_labels,
	.moves = moves,
	.personal = true,
	.size = sizeof(struct member),
	.state = offsetof(struct member, state),
	.look = look,
	.part = part,
	.write = write,
	.same = same,
	.kept = kept,
};

/* NULL: no such team or person. */
static struct member *pair(struct ctx *c, const char *team, const struct person *p)
{
	return p ? sql_member_pair(c, team, p->id) : NULL;
}

enum err member_join(struct ctx *c, const char *team)
{
	struct member *m = pair(c, team, person_by_uid(c, c->who->uid));
	if (!m)
		return ERR_MISSING;
	bool invited = m->state == MEMBER_INVITED;
	return life_move(c, &member_life, m,
	                 &(struct life_ask){.action = invited ? MEMBER_ACCEPT : MEMBER_JOIN});
}

struct member *member_gone(struct ctx *c, int64_t person, const char *reason, size_t *count)
{
	struct member *m = sql_member_held(c, person, count);
	for (size_t i = 0; i < *count; i++)
		life_put(c, &member_life, &m[i],
		         &(struct life_ask){.action = MEMBER_GONE, .reason = reason});
	return m;
}

int64_t member_leaders(struct ctx *c, int64_t team)
{
	return sql_member_leaders(c, team);
}

enum err member_leave(struct ctx *c, const char *team)
{
	struct member *m = pair(c, team, person_by_uid(c, c->who->uid));
	return m ? life_move(c, &member_life, m, &(struct life_ask){.action = MEMBER_LEAVE})
	         : ERR_MISSING;
}

enum err member_invite(struct ctx *c, const char *team, const char *person, int64_t role,
                       const char *field)
{
	struct team *t = team_by_uid(c, team);
	if (!t)
		return ERR_MISSING;
	if (!member_may_manage(c, t))
		return ERR_DENIED;
	struct person *p = person_by_uid(c, person);
	if (!p)
		p = person_by_number(c, person);
	if (!p || !p->volunteer)
		return ctx_refuse(c, ERR_INVALID, field, "没有这个编号的志愿者，请核对编号。");
	struct member *m = pair(c, team, p);
	return m ? life_move(c, &member_life, m,
	                     &(struct life_ask){.action = MEMBER_INVITE, .in = &role})
	         : ERR_MISSING;
}

enum err member_appoint(struct ctx *c, const char *team, const char *person, int64_t role)
{
	struct member *m = pair(c, team, person_by_uid(c, person));
	return m ? life_move(c, &member_life, m,
	                     &(struct life_ask){.action = MEMBER_APPOINT,
	                                        .in = &role,
	                                        .reason = member_role_words[role]})
	         : ERR_MISSING;
}

enum err member_answer(struct ctx *c, const char *team, const char *person, enum member_action a,
                       const char *reason)
{
	struct member *m = pair(c, team, person_by_uid(c, person));
	if (!m)
		return ERR_MISSING;
	/* Others are not told how he stands. */
	if (m->person != c->who->id && !in_charge(c, m->team, m->team_path))
		return ERR_DENIED;
	bool invited = m->state == MEMBER_INVITED;
	struct life_ask ask = {.action = a == MEMBER_REMOVE && invited ? MEMBER_WITHDRAW : (int)a,
	                       .reason = reason};
	return life_move(c, &member_life, m, &ask);
}
