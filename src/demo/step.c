/* step.c - what every step of the building asks: when it was, who does it, whether it went. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/session.h"
#include "demo/demo.h"

int64_t demo_days_ago(const struct demo *d, int64_t days)
{
	return d->as_of - days * DAY + 10 * HOUR;
}

void demo_act_as(struct demo *d, int64_t person, int64_t at)
{
	const struct actor *who = session_actor_of(d->c, person);
	ctx_rewind(d->c);
	d->c->who = who ? who : &actor_guest;
	d->c->now = at;
}

bool demo_went(struct demo *d, enum err e, const char *what, const char *which)
{
	const struct ctx *c = d->c;
	if (e == OK && !db_fault(c->db))
		return true;
	if (!d->fault)
		d->fault = arena_printf(
			d->keep, "a sample %s (%s) was refused: %s %s", what, which ? which : "",
			err_slug(e), c->problem_count ? c->problems[0].message : db_error(c->db));
	return false;
}
