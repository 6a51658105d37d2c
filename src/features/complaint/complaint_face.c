/* complaint_face.c - what `complaint` declares of itself (core/feature.h). */
#include "base/arena.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "features/complaint/complaint.h"
#include "gen/complaint.sql.h"

FEATURE(complaint);

static const struct follow follows[] = {
	{"complaint", "author", FOLLOW_PERSON, .person = sql_complaint_follow_author},
	{"complaint", "person", FOLLOW_PERSON, .person = sql_complaint_follow_person},
	{"complaint", "answerer", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct wait waits[] = {
	{"complaint", "投诉待答复", "warn", "/complaints", "complaints", COMPLAINT_ANSWER,
         sql_complaint_wait_complaint, 5, true},
	{0},
};

static const struct seals seals[] = {
	{"complaint", {"text", "answer"}, sql_complaint_seals},
	{0},
};

static const struct deed_life lives[] = {{&complaint_life, DEED_WORK}, {0}};
static const struct deed deeds[] = {DEED("complaint.add", DEED_WORK, "提了一条投诉"), {0}};

static struct aside *of_order(struct ctx *c, int64_t order, size_t *count)
{
	struct complaint *k = complaint_of(c, order, count);
	struct aside *all = ARENA_ARRAY(c->mem, struct aside, *count + 1);
	size_t n = 0;
	for (size_t i = 0; i < *count; i++)
		if (complaint_mine(c, &k[i]))
			all[n++] = (struct aside){
				"msg",
				arena_printf(c->mem, "您的投诉：%s",
			                     complaint_state_labels[k[i].state]),
				k[i].answer,
				arena_printf(c->mem, "/orders/%s/complain", k[i].order)};
	*count = n;
	return all;
}

static struct aside *of_me(struct ctx *c, size_t *count)
{
	struct complaint *k = sql_complaint_own(c, count);
	struct aside *all = ARENA_ARRAY(c->mem, struct aside, *count + 1);
	for (size_t i = 0; i < *count; i++)
		all[i] = (struct aside){"msg", arena_printf(c->mem, "投诉：%s", k[i].title),
		                        complaint_state_labels[k[i].state],
		                        arena_printf(c->mem, "/orders/%s/complain", k[i].order)};
	return all;
}

const struct feature complaint_feature = {
	.name = "complaint",
	.routes = complaint_paths,
	.follows = follows,
	.waits = waits,
	.seals = seals,
	.deeds = deeds,
	.lives = lives,
	.of_order = of_order,
	.of_me = of_me,
};
