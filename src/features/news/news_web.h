/* news_web.h - the public pages of news, and the desk that writes and reviews it. */
#pragma once
#include "features/news/news.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route news_routes[];

struct newses_page {
	struct list list; /* first: JSON, struct news */
	const struct news *rows;
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
	const char *const *paragraphs, *note;
	struct news_button buttons[NEWS_ACTIONS];
	size_t button_count;
	const char *edit_url;                /* NULL: not now */
	const struct news_version *versions; /* for those who write or review there */
	size_t version_count;
	const char *earlier; /* path of the versions before those; NULL: that was all */
	const struct form *form;
};
struct news_form_page {
	const struct form *form;
	const char *url, *heading;
	struct place_picker *place;
	bool editing;
};
