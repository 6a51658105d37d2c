/* news_web.h - the public pages of news, and the desk that writes and reviews it. */
#pragma once
#include "features/news/news.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route news_routes[];

struct news_line {
	const struct news *n;
	const char *when, *lead; /* "5月30日"; the beginning of the text */
};
struct newses_page {
	struct list list; /* first: JSON, struct news */
	struct news_line *lines;
	size_t count;
	const char *more, *q, *kind, *state;
	const struct choice *kinds, *states;
	struct place_picker *place;
	bool write; /* he may */
	bool narrowed;
};
struct news_button {
	const char *word, *label, *icon;
	bool reason, primary;
	const struct form *form;
};
struct news_page {
	struct news n; /* first: the JSON face */
	const char *when, *const *paragraphs, *note;
	struct news_button buttons[NEWS_ACTIONS];
	size_t button_count;
	const char *edit_url;                /* NULL: not now */
	const struct news_version *versions; /* for those who write or review there */
	size_t version_count;
	const char *const *version_when;
	const struct form *form;
};
struct news_form_page {
	const struct form *form;
	const char *url, *heading;
	struct place_picker *place;
	bool editing;
};

/* Lines of a list, for other pages too. */
struct news_line *news_lines(struct req *rq, const struct news *n, size_t count);
