/* propose_face.c - what `propose` declares of itself (core/feature.h). */
#include "base/clock.h"
#include "base/limits.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/propose/propose.h"

FEATURE(propose);

struct part {
	struct propose_gram *grams;
	size_t count;
};

static bool keep(struct ctx *c, void *with)
{
	const struct part *p = with;
	propose_keep(c, p->grams, p->count);
	return true;
}

/* What the words of past orders tell, in small parts: between two of them others write. */
static void learn(struct ctx *look, struct job_desk *d)
{
	enum { PART = 200 };
	size_t n = LIMIT_ROWS;
	while (n == LIMIT_ROWS) {
		struct propose_gram *g = propose_drift(look, &n);
		for (size_t i = 0; i < n; i += PART) {
			struct part p = {g + i, n - i < PART ? n - i : PART};
			if (d->over(d) || !d->change(d, keep, &p))
				return;
		}
	}
}

static const struct job jobs[] = {
	{"propose", 6 * HOUR, 60, .run = learn},
	{0},
};

const struct feature propose_feature = {
	.name = "propose",
	.jobs = jobs,
};
