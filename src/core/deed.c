#include "core/deed.h"

#include "base/arena.h"
#include "base/field.h"
#include "base/text.h"
#include "core/access.h"
#include "core/feature.h"
#include "core/life.h"

#include <string.h>

const char *const deed_sort_words[] = {"work", "private", "power", "setting", "sign", "keep", NULL};
const char *const deed_sort_labels[] = {"办单", "看隐私", "权限", "设置", "登录", "资料", NULL};

/* What was found of an action: its row, or the move of a life. */
struct known {
	const struct deed *deed;
	const struct life *life;
	const struct life_move *move;
	enum deed_sort sort;
};

static struct known by_life(const struct deed_life *all, const char *action)
{
	for (const struct deed_life *l = all; l && l->life; l++) {
		size_t n = strlen(l->life->kind);
		if (!text_starts(action, l->life->kind) || action[n] != '.')
			continue;
		const struct life_move *m = life_named(l->life, action + n + 1);
		if (m)
			return (struct known){NULL, l->life, m, l->sort};
	}
	return (struct known){0};
}

static struct known look_up(const char *action)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct deed *d = (*f)->deeds; d && d->action; d++)
			if (strcmp(d->action, action) == 0)
				return (struct known){.deed = d, .sort = d->sort};
	for (const struct feature *const *f = feature_all; *f; f++) {
		struct known k = by_life((*f)->lives, action);
		if (k.move)
			return k;
	}
	return (struct known){.sort = DEED_KEEP};
}

static const struct deed_name *names_of(const char *kind)
{
	for (const struct feature *const *f = feature_all; *f; f++)
		for (const struct deed_name *n = (*f)->named; n && n->kind; n++)
			if (text_equal(n->kind, kind))
				return n;
	return NULL;
}

/* `text` with `value` in its hole. */
static const char *filled(struct arena *mem, const char *text, const char *value)
{
	const char *hole = strstr(text, "{}");
	return hole ? arena_printf(mem, "%.*s%s%s", (int)(hole - text), text, value, hole + 2)
	            : text;
}

static const char *told(struct ctx *c, const struct deed *d, const char *detail)
{
	if (!d->more || text_empty(detail))
		return "";
	int64_t n = d->words ? field_word(d->words, detail) : 0;
	if (d->words)
		detail = n < 0 ? NULL : d->labels[n];
	else if (d->tell)
		detail = d->tell(c, detail);
	return text_empty(detail) ? "" : filled(c->mem, d->more, detail);
}

/* Of a move: where it led, when the log says so; else the reason. */
static const char *moved(struct ctx *c, const struct life *l, const struct life_move *m,
                         const char *detail)
{
	if (text_empty(detail))
		return "";
	int64_t state = field_word(l->state_words, detail);
	if (state >= 0)
		return arena_printf(c->mem, "，现在是“%s”", l->state_labels[state]);
	return m->reason ? arena_printf(c->mem, "，理由是“%s”", detail) : "";
}

struct deed_said deed_say(struct ctx *c, const char *action, const char *kind, const char *subject,
                          const char *detail)
{
	struct known k = look_up(action);
	const struct deed_name *n = text_empty(subject) ? NULL : names_of(kind);
	const char *name = n ? n->name(c, subject) : NULL;
	struct deed_said s = {.sort = k.sort, .name = name, .after = ""};
	s.where = name && n->where ? n->where(c, subject) : NULL;
	s.by = k.deed && k.deed->self ? name : NULL;
	if (name && n->url && access_reach(c->who, n->needs) != REACH_NONE)
		s.url = arena_printf(c->mem, n->url, subject);
	if (k.deed) {
		const char *hole = strstr(k.deed->text, "{}");
		size_t head = hole ? (size_t)(hole - k.deed->text) : strlen(k.deed->text);
		s.before = arena_strndup(c->mem, k.deed->text, head);
		s.after = arena_printf(c->mem, "%s%s", hole ? hole + 2 : "",
		                       told(c, k.deed, detail));
		s.name = hole ? name : NULL;
	} else if (k.move) {
		s.before = arena_printf(c->mem, "%s ", k.move->label);
		s.after = moved(c, k.life, k.move, detail);
	} else {
		s.before = "办了一件事 ";
	}
	return s;
}

const char *deed_text(struct arena *mem, const char *action)
{
	struct known k = look_up(action);
	const char *text = k.deed ? k.deed->text : k.move ? k.move->label : "";
	return arena_printf(mem, "%s %s", filled(mem, text, " "), deed_sort_labels[k.sort]);
}

enum deed_sort deed_sort_of(const char *action)
{
	return look_up(action).sort;
}

bool deed_known(const char *action)
{
	struct known k = look_up(action);
	return k.deed || k.move;
}
