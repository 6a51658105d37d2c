/* help_web.h - the handbook 帮助 and the privacy page 隐私说明, as they lie in docs/handbook/ and are compiled in.
 *
 * A page is a small part of Markdown: `# ` title, `## ` heading, paragraphs, `- ` and `1. ` lists, `> ` a note,
 * `|` tables with a line of dashes under the head. A picture is left out: it stays in docs/. No HTML; all of it
 * is escaped. What is none of these is a paragraph.
 */
#pragma once
#include "web/req.h"

struct guide {
	const char *name, *text; /* "station"; the file */
};
extern const struct guide
	guides[]; /* ends with name NULL; made from docs/handbook/ by the Makefile */

extern const struct route help_routes[];

enum guide_kind { GUIDE_TEXT, GUIDE_HEAD, GUIDE_DOT, GUIDE_STEP, GUIDE_NOTE, GUIDE_ROW };
struct guide_block {
	enum guide_kind kind;
	bool first, last;   /* of a list or a table */
	const char *text;   /* NULL for a row */
	const char **cells; /* of a row, NULL-terminated */
};
/* In their order; *title is the first line. */
struct guide_block *guide_read(struct arena *mem, const char *text, const char **title,
                               size_t *count);

struct help_page {
	const char *title, *back;
	const struct guide_block *blocks;
	size_t count;
};
struct help_door {
	const char *path, *label, *about;
	bool own; /* for a role that the reader has */
};
struct help_index {
	const struct help_door *doors;
	size_t count, own;
};
