/* find_web.h - pages of 寻单; templates: src/features/find/(any).html. */
#pragma once
#include "features/find/find.h"
#include "features/order/order_web.h"
#include "web/req.h"

extern const struct route find_routes[];

/* the round of visits — GET /find, GET /find/offline */
struct find_page {
	struct order_form_page entry; /* its form, its villages, its categories */
	const struct choice *sources;
	const struct order_page *entered; /* the one before; NULL: none yet */
	struct order_card *today;
	size_t today_count;
	int64_t today_all;      /* of the whole day, whatever this page shows */
	const char *today_more; /* path of those entered before these; NULL: no more */
	/* Whose queue the browser keeps, his name, and the key it is sealed with; "": the form printed for
	 * nobody, which stands in for the page where there is no network. */
	const char *who, *name, *key;
	bool quiet; /* he may see the quiet list */
	bool demo;  /* the page for nobody says so itself; the frame does on the other */
};

/* villages from which nothing comes — GET /find/quiet */
struct quiet_line {
	const struct find_village *v;
	const char *silence; /* "47 天", "从来没有" */
	const char *last;    /* "5月30日 09:20", "" */
	const char *staff_url;
};
struct quiet_page {
	struct list list; /* of struct find_village: JSON */
	struct quiet_line *lines;
	struct find_quiet q;
	struct ui_tiles tiles; /* its townships */
	int64_t days;
	const char *town, *town_label; /* NULL: all */
	const char *summary;
	const struct choice *spans;
	const char *span;
	size_t shown; /* lines printed; the rest is found by its township */
	bool people;  /* he may open the person of the station */
};

/* the printed slip — GET /orders/:id/slip */
struct slip_page {
	const char *number, *title, *place, *who, *next, *deadline, *office, *brand, *phone, *url,
		*made;
	struct safe code;
	bool big, demo; /* A5, else A6 */
	const char *other_url, *order_url;
};
