#include "core/life.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/outbox.h"

#include <string.h>

const struct life_move *life_row(const struct life *l, int action, int64_t state)
{
	for (const struct life_move *m = l->moves; m->word; m++)
		if (m->action == action && state >= 0 && (m->from & IN(state)))
			return m;
	return NULL;
}

const struct life_move *life_first(const struct life *l, int action)
{
	const struct life_move *m = l->moves;
	while (m->word && m->action != action)
		m++;
	return m->word ? m : NULL;
}

const struct life_move *life_named(const struct life *l, const char *word)
{
	for (const struct life_move *m = l->moves; m->word; m++)
		if (text_equal(m->word, word))
			return m;
	return NULL;
}

void life_words(const struct life *l, const char **words, const char **labels)
{
	for (const struct life_move *m = l->moves; m->word; m++) {
		words[m->action] = m->word;
		labels[m->action] = m->label;
	}
}

static bool may_row(const struct ctx *c, const struct life_move *m, const struct subject *s)
{
	return (m->needs && access_may(c->who, m->needs, s)) ||
	       (m->or_needs && access_may(c->who, m->or_needs, s));
}

/* A row of the action that is his in whichever state: decides between 403 and 409. */
static const struct life_move *may_ever(const struct ctx *c, const struct life *l, int action,
                                        const struct subject *s)
{
	for (const struct life_move *m = l->moves; m->word; m++)
		if (m->action == action && may_row(c, m, s))
			return m;
	return NULL;
}

int64_t life_to(const struct life_move *m, int64_t state)
{
	return m && m->to ? __builtin_ctz(m->to) : state;
}

bool life_leads(const struct life_move *m, int64_t from, int64_t to)
{
	return m && (m->to ? to >= 0 && (m->to & IN(to)) : to == from);
}

bool life_may(struct ctx *c, const struct life *l, const void *record, int action)
{
	struct life_look at = l->look(record);
	const struct life_move *m = life_row(l, action, at.state);
	return m && may_row(c, m, &at.subject) && !(m->own && m->own(c, record)) &&
	       !(m->not_now && m->not_now(c, record));
}

const char *life_later(struct ctx *c, const struct life *l, const void *record, int action)
{
	struct life_look at = l->look(record);
	const struct life_move *m = life_row(l, action, at.state);
	if (!m || !m->not_now || !may_row(c, m, &at.subject) || (m->own && m->own(c, record)))
		return NULL;
	return m->not_now(c, record);
}

static const char *label_of(const struct life *l, int action)
{
	const struct life_move *m = life_first(l, action);
	return m ? m->label : "";
}

static enum err wrong_state(struct ctx *c, const struct life *l, int action, int64_t state)
{
	c->state = l->state_words[state];
	return ctx_refuse(c, ERR_STATE, NULL, "%s现在是“%s”，不能再“%s”。", l->these,
	                  l->state_labels[state], label_of(l, action));
}

/* Somebody was faster. */
static enum err life_lost(struct ctx *c, const struct life *l, int64_t state)
{
	c->state = l->state_words[state];
	return ctx_refuse(c, ERR_LOST, NULL, "%s刚刚被别人改动了，请刷新后再看。", l->these);
}

enum err life_check(struct ctx *c, const struct life *l, const void *record,
                    const struct life_ask *ask)
{
	struct life_look at = l->look(record);
	const struct life_move *m = life_row(l, ask->action, at.state);
	if (!may_ever(c, l, ask->action, &at.subject) || (m && !may_row(c, m, &at.subject)))
		return ctx_refuse(c, ERR_DENIED, NULL, "您不能对%s做“%s”。", l->these,
		                  label_of(l, ask->action));
	if (!m)
		return wrong_state(c, l, ask->action, at.state);
	const char *own = m->own ? m->own(c, record) : NULL;
	if (own)
		return ctx_refuse(c, ERR_DENIED, NULL, "%s", own);
	if (m->guarded && !ask->revision)
		return ctx_refuse(c, ERR_INVALID, "revision",
		                  "请写明改的是哪一版（revision），以免盖掉别人刚改的。");
	if (ask->revision && *ask->revision != at.revision)
		return life_lost(c, l, at.state);
	if (m->reason && text_length(ask->reason) < 2)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明理由。");
	const char *not_now = m->not_now ? m->not_now(c, record) : NULL;
	if (not_now) {
		c->state = l->state_words[at.state];
		return ctx_refuse(c, ERR_STATE, NULL, "%s", not_now);
	}
	return OK;
}

static void set_state(const struct life *l, void *record, int64_t state)
{
	memcpy((char *)record + l->state, &state, sizeof state);
}

/* Who acts out of turn or twice must not restart a clock with it. */
static enum err changes_nothing(struct ctx *c, const struct life *l)
{
	return ctx_refuse(c, ERR_INVALID, NULL, "%s和现在一样，没有要改的。", l->these);
}

/* What the audit log says beside the action. */
static const char *detail_of(struct ctx *c, const struct life *l, const struct life_move *m,
                             const void *now, const char *reason)
{
	if (l->detail)
		return l->detail(c, now);
	return m->reason && !l->personal ? reason : NULL;
}

const char *life_about(struct ctx *c, const struct life *l, const void *record)
{
	const char *uid = l->look(record).uid;
	return l->part ? arena_printf(c->mem, "%s:%s:%lld", l->kind, uid,
	                              (long long)l->part(record))
	               : arena_printf(c->mem, "%s:%s", l->kind, uid);
}

/* What follows the write: the same for every move of every record. */
static void keep(struct ctx *c, const struct life *l, const struct life_move *m, const void *now,
                 const void *before, const struct life_ask *ask)
{
	const char *said = m->said ? m->said(c, now, before, ask->in) : ask->reason;
	if (!l->silent)
		audit(c, arena_printf(c->mem, "%s.%s", l->kind, m->word),
		      l->filed ? l->filed : l->kind, l->look(now).uid,
		      detail_of(c, l, m, now, ask->reason));
	outbox_done(c, life_about(c, l, now), l->look(now).state);
	if (l->kept)
		l->kept(c, now, before, m, said);
	if (m->tell)
		m->tell(c, now, before, ask->in);
}

enum err life_put(struct ctx *c, const struct life *l, const void *record,
                  const struct life_ask *ask)
{
	struct life_look at = l->look(record);
	const struct life_move *m = life_row(l, ask->action, at.state);
	if (!m)
		return wrong_state(c, l, ask->action, at.state);
	int64_t to = life_to(m, at.state);
	void *next = arena_memdup(c->mem, record, l->size);
	int said = c->problem_count;
	enum err e = m->effect ? m->effect(c, next, ask->in, &to) : OK;
	if (e == ERR_LOST && c->problem_count == said)
		return life_lost(c, l, at.state);
	if (e != OK)
		return e;
	set_state(l, next, to);
	if (to == at.state && l->same && l->same(record, next))
		return changes_nothing(c, l);
	if (l->clock)
		l->clock(c, next, record, m);
	if (l->write(c, record, next) != 1)
		return life_lost(c, l, at.state);
	keep(c, l, m, next, record, ask);
	return OK;
}

enum err life_move(struct ctx *c, const struct life *l, const void *record,
                   const struct life_ask *ask)
{
	enum err e = life_check(c, l, record, ask);
	return e == OK ? life_put(c, l, record, ask) : e;
}
