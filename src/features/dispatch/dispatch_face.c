/* dispatch_face.c - what `dispatch` declares of itself (core/feature.h). */
#include "core/feature.h"
#include "core/job.h"
#include "features/dispatch/dispatch.h"

FEATURE(dispatch);

static const struct job jobs[] = {
	{"orders.clock", 1, 60, .calm = true, .due = dispatch_clock_due, .run = dispatch_clock},
	{0},
};

const struct feature dispatch_feature = {
	.name = "dispatch",
	.routes = dispatch_paths,
	.jobs = jobs,
};
