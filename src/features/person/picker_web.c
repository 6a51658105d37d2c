/* picker_web.c - what the address of a picker's page says, and which of the rows it shows. */
#include "features/person/picker_web.h"

#include "base/arena.h"
#include "base/text.h"
#include "gen/person.html.h"

const char *const picker_sort_words[] = {"near", "load", NULL};

struct ask {
	const char *q, *after, *pick, *add, *drop;
	bool all, only;
	int64_t sort;
};
static const struct field asks[] = {
	FIELD(struct ask, q, .max = 30, .label = "找人"),
	FIELD(struct ask, after, .max = 40),
	FIELD(struct ask, pick),
	FIELD(struct ask, add, .max = 40),
	FIELD(struct ask, drop, .max = 40),
	FIELD(struct ask, all),
	FIELD(struct ask, only),
	FIELD(struct ask, sort, .words = picker_sort_words),
	{0},
};

const struct view picker_view = {person_picker_html, NULL, .desk = true, .section = "work"};

bool picker_chosen(const struct picker *p, const char *uid)
{
	for (size_t i = 0; i < p->chosen_count; i++)
		if (text_equal(p->chosen[i], uid))
			return true;
	return false;
}

void picker_choose(struct picker *p, const char *uid)
{
	if (text_empty(uid) || picker_chosen(p, uid))
		return;
	if (p->most == 1)
		p->chosen_count = 0;
	p->full = p->chosen_count >= p->most || p->chosen_count >= PICKER_MOST;
	if (!p->full)
		p->chosen[p->chosen_count++] = uid;
	p->chosen[p->chosen_count] = NULL;
}

enum err picker_read(struct req *rq, struct picker *p)
{
	struct ask ask = {0};
	if (req_asks(rq, asks, &ask) != OK)
		return ERR_INVALID;
	p->q = ask.q;
	p->after = ask.after;
	p->all = ask.all;
	p->only = ask.only;
	p->sort = ask.sort;
	p->fresh = !req_query(rq, "pick") && text_empty(ask.add);
	const char **pick = text_split(rq->c.mem, ask.pick ? ask.pick : "", ".");
	for (; *pick; pick++)
		if (!text_equal(*pick, ask.drop))
			picker_choose(p, *pick);
	picker_choose(p, ask.add);
	return OK;
}

const char *picker_pick(struct arena *mem, const struct picker *p)
{
	const char **list = ARENA_ARRAY(mem, const char *, p->chosen_count + 1);
	for (size_t i = 0; i < p->chosen_count; i++)
		list[i] = p->chosen[i];
	return text_join(mem, list, ".");
}

void picker_page(struct picker *p, struct picker_row *rows, size_t count, size_t most)
{
	size_t from = 0;
	for (size_t i = 0; i < count; i++) {
		rows[i].on = picker_chosen(p, rows[i].uid);
		if (text_equal(rows[i].uid, p->after))
			from = i + 1;
	}
	p->rows = rows + from;
	p->count = count - from < most ? count - from : most;
	p->more = from + p->count < count && p->count ? p->rows[p->count - 1].uid : NULL;
}
