/* ui.h - the models of the parts that every feature's templates share (parts.html).
 *
 * A template calls a part from a % line: `% ui_icon(h, "heart");` or
 * `% ui_tag(h, &(struct ui_tag){"g", "ok", "已收单"});`. Texts are borrowed and escaped by the part;
 * NULL prints nothing. A tone is a colour with a meaning, never the only sign of it:
 * "r" needs you now, "y" careful, "v" under way, "g" done well, "" neutral.
 */
#pragma once
#include "web/form.h"
#include "web/html.h"
#include "web/land.h"

#include <stdbool.h>
#include <stddef.h>

/* Models may also name a tone by its colour: w (warning) is y, b (blue) is v. */
static inline const char *ui_tone(const char *t)
{
	return !t ? "" : *t == 'w' ? "y" : *t == 'b' ? "v" : t;
}
/* The icon of a state, beside its word. */
static inline const char *ui_tone_icon(const char *t)
{
	const char *tone = ui_tone(t);
	return *tone == 'r'   ? "alarm"
	       : *tone == 'y' ? "clock"
	       : *tone == 'g' ? "ok"
	       : *tone == 'v' ? "run"
	                      : "info";
}

struct ui_tag {
	const char *tone, *icon, *label; /* icon: a name in assets/icons.svg, NULL: none */
};
struct ui_note {
	const char *tone, *icon, *text; /* icon NULL: one that fits the tone */
	const char *path, *link;        /* a link after the text; NULL: none */
};
struct ui_row {
	const char *label, *value; /* a row without a value is left out */
};
struct ui_kv {
	const struct ui_row *at;
	size_t count;
};

enum ui_when { UI_LATER, UI_DONE, UI_NOW, UI_OFF }; /* UI_OFF: the way ended before this step */
struct ui_step {
	enum ui_when when;
	const char *mark;  /* one character in the circle: 寻 供 点 派 收 */
	const char *title; /* "派单 · 等待认领" */
	const char *text;  /* a sentence; NULL: none */
	const char *time;  /* "5月30日 09:20", "还剩 19 小时"; NULL: none */
};
struct ui_steps {
	const struct ui_step *at;
	size_t count;
};

struct ui_empty {
	const char *icon, *text; /* icon NULL: the inbox */
	const char *path, *link; /* the way on; NULL: none */
};
struct ui_pager {
	const char *first; /* path back to the first page; NULL: this is it */
	const char *next;  /* path of the next page; NULL: no more */
	const char *text;  /* "共 128 条"; NULL: none */
};
/* In the head of a list, `ui_list(h, h->list)`: how many there are with this filter, and the way to take them
 * along. render() fills it in. */
struct ui_list {
	int64_t total;           /* below 0: not counted; above LIST_COUNTED: so many or more */
	const char *csv, *print; /* local paths; NULL: he may not */
};
/* A stacked bar: parts of `whole`, in the colours c1…c6, as SVG (strict CSP allows no style). */
struct ui_bar {
	const char *label; /* read out instead of the picture: "距离 28 分，技能 27 分" */
	int64_t whole;
	int64_t part[6];
};
/* A labelled <select> outside a record's form: filters. `chosen` may be NULL. */
struct ui_select {
	const char *name, *label;
	const struct choice *choices;
	const char *chosen;
};
/* 63,501 */
struct ui_count {
	int64_t n;
};
