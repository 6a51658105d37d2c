#include "base/arena.h"
#include "base/text.h"
#include "features/order/order_web.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

struct village {
	const char *code, *label;
};

const struct choice *order_choices_words(struct req *rq, const char *const *words,
                                         const char *const *labels, const char *any)
{
	size_t n = 0;
	while (words[n])
		n++;
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	size_t k = 0;
	if (any)
		all[k++] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		all[k++] = (struct choice){words[i], labels[i]};
	return all;
}

const struct choice *order_choices_categories(struct req *rq, const char *any)
{
	size_t n;
	struct category *c = category_list(&rq->c, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	size_t k = 0;
	if (any)
		all[k++] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		all[k++] = (struct choice){c[i].word, c[i].label};
	return all;
}

const struct choice *order_choices_places(struct req *rq, const char *parent, const char *any)
{
	size_t n;
	struct place *p = place_list(&rq->c, parent, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	size_t k = 0;
	if (any)
		all[k++] = (struct choice){"", any};
	for (size_t i = 0; i < n; i++)
		if (p[i].state == PLACE_OPEN)
			all[k++] = (struct choice){p[i].code, p[i].label};
	return all;
}

const struct choice *order_choices_villages(struct req *rq)
{
	static const struct field fields[] = {
		FIELD(struct village, code), FIELD(struct village, label), {0}};
	size_t n;
	struct village *v = db_all(rq->c.db, rq->c.mem, sql_order_villages, struct village, fields,
	                           &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", "请选择村（社区）"};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){v[i].code, v[i].label};
	return all;
}
