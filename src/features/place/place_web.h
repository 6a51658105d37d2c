/* place_web.h - the pages of the place tree, and the place picker every form uses. */
#pragma once
#include "features/place/place.h"
#include "web/form.h"
#include "web/land.h"
#include "web/req.h"

extern const struct route place_routes[];

/* One <select> over the county: townships as groups, villages inside (part `place_select`). */
struct place_picker {
	const char *name, *label, *hint; /* of the input; hint NULL: none */
	const char *held, *problem;      /* chosen code; sentence beside it; NULL: none */
	const char *none;                /* what the empty choice says */
	const struct place *at;          /* open townships and villages in the order of the tree */
	size_t count;
	bool townships, villages; /* which may be chosen */
	bool county;              /* the county itself too */
	bool required;
	const struct place *root;
};
/* Reads what was typed or held for `name` from `f` (NULL: a filter, where nothing chosen is 全部);
 * villages only unless changed afterwards. */
struct place_picker *place_picker(struct req *rq, const struct form *f, const char *name,
                                  const char *label);

/* "/people?q=%E6%9D%8E&after=x": pairs of name and value, then NULL; empty values are left out. The path may
 * bring a query of its own. */
const char *place_address(struct arena *mem, const char *path, ...) __attribute__((sentinel));

struct place_option {
	const char *value, *label;
	bool chosen;
};

struct places_page {
	struct list list; /* JSON: the places under ?parent= */
	const struct place *tree;
	size_t count;
	const char *q, *more;
	bool manage;
	bool part; /* what is found goes on, or began, on another page */
	const struct form *add;
	int64_t townships, villages;
	bool sample;                   /* a point of a township is invented */
	const struct ui_outline *land; /* with the townships on it; NULL: no map */
	const struct ui_tiles *tiles;  /* villages of each township; NULL: not the whole county */
};

struct place_page {
	struct place p; /* first: the JSON face */
	const char *title, *parent_title, *into_title,
		*point; /* point: "东经 112.3700°，北纬 26.9600°（示例）" */
	const struct ui_outline *land; /* with it; NULL: no map, or no point */
	const struct place *children;
	size_t child_count;
	bool manage;
	struct place_load load; /* for those who manage */
	const struct form *rename, *merge, *close, *point_form;
	const struct place *peers; /* where it may be merged into */
	size_t peer_count;
};
