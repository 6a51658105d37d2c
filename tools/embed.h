/* embed.h - what the parts of the embed tool share. A build tool: it stops at the first mistake,
 * naming file and line, writes nothing then, and never frees.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* A growing text, NUL-terminated. */
struct text {
	char *at;
	size_t len, room;
};
void text_add(struct text *t, const char *bytes, size_t n);
void text_put(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_quote(struct text *t, const char *s, size_t n);   /* C literals, a new one per line */
void text_line(struct text *t, int line, const char *file); /* #line */

void fail(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), noreturn));
void *grow(void *array, size_t count, size_t size); /* room for one more; the new one is zeroed */
char *copy(const char *s, size_t n);
struct text file_read(const char *path);
void file_write(const char *path, const struct text *t);
size_t word_length(const char *s); /* of the C name at s, 0: none */

void sql_folder(const char *name, const char *out_h, const char *out_c, char **files, int n);
void sql_registry(const char *out_h, const char *out_c, char **files, int n);
void migrations_list(const char *out_c, char **files, int n);
void html_folder(const char *name, const char *out_h, const char *out_c, char **files, int n);

/* Follows the markup character by character, so that it is known where a hole stands. */
enum markup_state {
	IN_TEXT,
	IN_LESS, /* just after < */
	IN_BANG, /* just after <! */
	IN_DOCTYPE,
	IN_COMMENT,
	IN_NAME,   /* of a tag */
	IN_TAG,    /* between attributes */
	IN_ATTR,   /* the name of an attribute */
	IN_AFTER,  /* after that name */
	IN_EQUALS, /* after = */
	IN_QUOTED, /* "value" */
	IN_SINGLE, /* 'value' */
	IN_BARE,   /* value */
	IN_SCRIPT, /* between <script src=…> and </script> */
	IN_SCRIPT_LESS,
};
struct markup {
	enum markup_state state;
	const char *file;
	int line;
	char tag[40], attr[40];
	char value[200]; /* how the value of the attribute begins */
	size_t tag_len, attr_len, value_len, dashes;
	bool closing, has_src, has_refresh, has_hole;
	int holes; /* in this value */
};
void markup_text(struct markup *m, const char *s, size_t n);
void markup_hole(struct markup *m, bool url);
/* The states at both ends of a branch must be one: false when they are not. */
bool markup_same(const struct markup *a, const struct markup *b);
const char *markup_where(const struct markup *m); /* "inside a comment" */
