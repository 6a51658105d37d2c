/* order_choices_web.c - what the selects of forms and filters offer. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "features/order/category.h"
#include "features/order/order_priv.h"
#include "features/order/order_web.h"
#include "features/place/place.h"
#include "gen/order.sql.h"

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

/* The only township he reaches; NULL: none, or several. */
static const struct place *only_town(struct req *rq, enum perm perm, const struct place *p,
                                     size_t count)
{
	const struct place *found = NULL;
	for (size_t i = 0; i < count; i++) {
		const struct subject s = {.path = p[i].path};
		if (!access_may(rq->c.who, perm, &s))
			continue;
		if (found)
			return NULL;
		found = &p[i];
	}
	return found;
}

const struct choice *order_choices_reached(struct req *rq, enum perm perm)
{
	size_t n;
	const struct place *p = place_list(&rq->c, NULL, &n), *town = only_town(rq, perm, p, n);
	if (access_reach(rq->c.who, perm) == REACH_ALL)
		return order_choices_places(rq, NULL, "全县");
	if (town)
		return order_choices_places(rq, town->code,
		                            arena_printf(rq->c.mem, "全%s", town->label));
	return NULL;
}

const struct choice *order_choices_villages(struct req *rq)
{
	size_t n;
	struct order_village *v = sql_order_villages(&rq->c, &n);
	struct choice *all = ARENA_ARRAY(rq->c.mem, struct choice, n + 2);
	all[0] = (struct choice){"", "请选择村（社区）"};
	for (size_t i = 0; i < n; i++)
		all[i + 1] = (struct choice){v[i].code, v[i].label};
	return all;
}
