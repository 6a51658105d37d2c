#include "features/lookup/lookup_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "features/place/place_web.h"
#include "gen/lookup.html.h"

enum { EACH = 8 };

#define H(m, ...) FIELD(struct lookup_hit, m, __VA_ARGS__)
static const struct field hit_fields[] = {
	H(kind, .doc = "what it is: order, menu, person; closed is a wish that came true"),
	H(id),
	H(title),
	H(about),
	H(url, .doc = "path of its page; under /api/v1 of its record"),
	RECORD("Hit", "Something that was found.")};

struct ask {
	const char *q;
};
static const struct field ask_fields[] = {
	FIELD(struct ask, q, .max = 60, .doc = "part of the words; at most eight of each kind"),
	{0}};

static enum err lookup(struct req *rq);

static const struct view view = {lookup_page_html, hit_fields, .list = true, .section = "search"};

const struct route lookup_routes[] = {
	{GET, "/search", lookup, PERM_PUBLIC, "Everything the caller may see, by part of its words",
         .asks = ask_fields, .gives = &view, .flags = ROUTE_HEAVY},
	{0},
};

FEATURE(lookup);
const struct route *const lookup_paths[] = {lookup_routes, NULL};

/* Those of all features, in the order of their seats. */
static const struct finder **finders(struct arena *mem, size_t *count)
{
	size_t most = 0, n = 0;
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct finder *k = (*f)->finders; k && k->word; k++)
			most++;
	const struct finder **all = ARENA_ARRAY(mem, const struct finder *, most + 1);
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct finder *k = (*f)->finders; k && k->word; k++, n++) {
			size_t at = n;
			for (; at && all[at - 1]->seat > k->seat; at--)
				all[at] = all[at - 1];
			all[at] = k;
		}
	*count = n;
	return all;
}

/* Puts what this one finds at `at`; how many. */
static size_t look(struct req *rq, const struct finder *k, struct lookup_page *p,
                   struct lookup_hit *at)
{
	size_t n = 0;
	const struct finding *f = k->find(&rq->c, p->q, EACH + 1, &n);
	const char *all = k->guest && !rq->c.who->id ? k->guest : k->url;
	const char *more = n > EACH ? place_address(rq->c.mem, all, "q", p->q, NULL) : NULL;
	n = n < EACH ? n : EACH;
	for (size_t i = 0; i < n; i++)
		at[i] = (struct lookup_hit){k->word, f[i].id, f[i].title, f[i].about, f[i].url};
	if (n)
		p->groups[p->group_count++] = (struct lookup_group){k->label, k->icon, more, at, n};
	return n;
}

static void fill(struct req *rq, struct lookup_page *p)
{
	size_t kinds, n = 0;
	const struct finder **all = finders(rq->c.mem, &kinds);
	struct lookup_hit *hits = ARENA_ARRAY(rq->c.mem, struct lookup_hit, EACH * kinds + 1);
	p->groups = ARENA_ARRAY(rq->c.mem, struct lookup_group, kinds + 1);
	for (size_t k = 0; k < kinds; k++)
		n += look(rq, all[k], p, &hits[n]);
	p->list = (struct list){hits, n, sizeof *hits, NULL};
}

static enum err lookup(struct req *rq)
{
	struct ask ask = {0};
	if (req_asks(rq, ask_fields, &ask) != OK)
		return ERR_INVALID;
	struct lookup_page p = {.q = ask.q,
	                        .list.size = sizeof(struct lookup_hit),
	                        .staff = access_reach(rq->c.who, ORDER_ENTER) != REACH_NONE};
	if (!text_empty(p.q))
		fill(rq, &p);
	page_title(rq, "搜索", "/");
	return render(rq, &view, &p);
}
