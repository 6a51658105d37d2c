/* measure.c - how good the program's guesses are, on this database: the proposed category, and what-if. */
#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "core/access.h"
#include "features/clock/clock.h"
#include "features/order/order_learn.h"
#include "features/propose/propose.h"

#include <inttypes.h>
#include <string.h>

static const struct actor seer = {
	.uid = "system", .name = "系统", .roles = 1U << ROLE_GUEST | 1U << ROLE_VIEWER};
enum { MEASURED_DAYS = 365 };

static int64_t percent(int64_t part, int64_t whole)
{
	return whole ? part * 100 / whole : 0;
}

static void score_line(struct buf *b, const char *what, const struct propose_score *s)
{
	buf_printf(b,
	           "%-26s %8" PRId64 " %9" PRId64 " %3" PRId64 "%% %9" PRId64 " %3" PRId64
	           "%% %9" PRId64 " %3" PRId64 "%%\n",
	           what, s->held, s->proposed, percent(s->proposed, s->held), s->proposed_right,
	           percent(s->proposed_right, s->proposed), s->right, percent(s->right, s->held));
}

static int measure_propose(struct admin *a)
{
	size_t n;
	struct propose_title *t = order_titles(a->c, &n);
	struct propose_measure m = propose_measure(a->c, t, n);
	struct buf *b = a->out;
	if (m.titles < 5)
		return admin_say(a, "there are not enough reviewed orders to measure on");
	buf_printf(b,
	           "%" PRId64
	           " reviewed orders in %zu categories; proposed when it sees itself %d%% "
	           "sure\n%-26s %8s %14s %14s %14s\n",
	           m.titles, m.class_count, PROPOSE_SURE, "", "held out", "proposed",
	           "of these right", "right in all");
	buf_printf(b, "learnt from the older %" PRId64 ", asked about the newest fifth\n", m.older);
	score_line(b, "  all", &m.newer);
	score_line(b, "  words never seen before", &m.fresh);
	for (size_t i = 0; i < m.class_count; i++)
		score_line(b, arena_printf(a->c->mem, "  %s", m.classes[i].word),
		           &m.classes[i].score);
	buf_text(b, "leaving out one at a time\n");
	score_line(b, "  all", &m.one_out);
	score_line(b, "  words that stand once", &m.one_out_fresh);
	return EXIT_DONE;
}

static int measure_whatif(struct admin *a)
{
	const struct actor *asker = a->c->who;
	a->c->who = &seer;
	buf_printf(a->out,
	           "stays of the last %d days under the limits in force\n%-12s %9s %7s %7s %9s\n",
	           MEASURED_DAYS, "", "compared", "would", "really", "agree");
	for (int k = CLOCK_REVIEW; k < CLOCK_WHOLE; k++) {
		struct clock_question q = {.clock = k, .hours = 24, .days = MEASURED_DAYS};
		struct clock_answer answer = clock_what_if(a->c, &q);
		const struct clock_effect *x = clock_present(&answer);
		buf_printf(a->out,
		           "%-12s %9" PRId64 " %7" PRId64 " %7" PRId64 " %9" PRId64 " %" PRId64
		           "%%\n",
		           clock_words[k], x->compared, x->stays, x->really, x->agree,
		           percent(x->agree, x->compared));
	}
	a->c->who = asker;
	return EXIT_DONE;
}

int admin_measure(struct admin *a)
{
	static const struct {
		const char *what;
		int (*run)(struct admin *a);
	} rows[] = {{"propose", measure_propose}, {"whatif", measure_whatif}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(a->words[0], rows[i].what) == 0)
			return rows[i].run(a);
	admin_say(a, "measure what? propose or whatif");
	return EXIT_USAGE;
}
