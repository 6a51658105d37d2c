/* field.h - the shape of a record, said once.
 *
 * A feature describes each record in one table of fields. That table reads a database row into the
 * struct (store/db.h), reads and validates a form or a JSON body and prints the form's inputs
 * (web/form.h), writes JSON (web/json.h) and documents the API (wudan openapi). The C type of the
 * member decides the kind, so table and struct cannot drift apart.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum field_kind {
	FIELD_TEXT, /* const char *: NULL means not given */
	FIELD_INT,  /* int64_t */
	FIELD_BOOL, /* bool */
	FIELD_WORDS, /* const char *const *: NULL-terminated list; from a form: the repeated values */
};

/* How a text or a number is asked for and shown. */
enum field_as {
	AS_PLAIN,
	AS_LINES, /* text of several lines (textarea) */
	/* int, seconds UTC; forms show and take local "2026-11-23T09:30", JSON the integer */
	AS_TIME,
	AS_DATE,   /* int, seconds UTC of local midnight; forms take "2026-11-23" */
	AS_PHONE,  /* text, a telephone keypad */
	AS_SECRET, /* text, never echoed: passwords */
	AS_HIDDEN, /* carried by the form, not shown */
	AS_CODE,   /* text, a public id or a word of ours: no name, so it may stand in a log */
	AS_PLACE,  /* the same, a division code */
	/* int, answered only, seconds UTC, 0: none; JSON the integer, a sheet (web/sheet.h) the local time, */
	AS_MOMENT,
	AS_DAY, /* … the local day */
};

struct field {
	/* column, JSON member and form input; "beneficiary.phone" nests in JSON */
	const char *name;
	enum field_kind kind;
	enum field_as as;
	size_t offset;
	int64_t min, max; /* text: characters; int: value (checked when max > min); words: count */
	bool required;
	bool readonly;             /* never taken from input: sending it is refused */
	const char *const *words;  /* int shown as and read from one of these, NULL-terminated */
	const char *const *labels; /* the same in Chinese, for <select> and pages */
	const char *label, *hint;  /* Chinese, beside the input */
	/* Normalises *value (arena) or returns the Chinese sentence that says what is wrong. */
	const char *(*check)(struct arena *mem, const char **value);
	const char *doc;        /* English, for OpenAPI */
	const struct field *of; /* no row of its own: those of that table stand here, FIELDS_OF */
};

/* clang-format off */
#define FIELD_AS(T, m, called, ...)                                                                \
	{                                                                                          \
		.name = (called), .offset = offsetof(T, m),                                        \
		.kind = _Generic(((T *)0)->m, const char *: FIELD_TEXT, int64_t: FIELD_INT,        \
		                 bool: FIELD_BOOL, const char *const *: FIELD_WORDS),              \
		__VA_ARGS__                                                                        \
	}
/* clang-format on */
#define FIELD(T, m, ...) FIELD_AS(T, m, #m, __VA_ARGS__)
/* The last row has no name. Of a table that programs see it names the record in the API instead of {0}:
 *     RECORD("Team", "A team as its page shows it.")
 * What is taken is TeamInput (TeamPatch by PATCH), a list of it TeamList. */
#define RECORD(called, about)                                                                      \
	{                                                                                          \
		.label = (called), .doc = (about)                                                  \
	}

/* The rows of the record that is the FIRST member of T, for a page or a form that is the record and some more:
 *     FIELDS_OF(struct team_page, t, team_fields),
 * The other one's last row is left out; it holds no FIELDS_OF itself. */
#define FIELDS_OF(T, m, table)                                                                     \
	{                                                                                          \
		.name = "", .of = (table), .offset = 0 * sizeof(char[offsetof(T, m) ? -1 : 1])     \
	}

/* Row by row, those of FIELDS_OF in its place: for (struct field_walk w = {table}; (f = field_next(&w));) */
struct field_walk {
	const struct field *at, *back;
};
const struct field *field_next(struct field_walk *w); /* NULL: that was the last one */
const struct field *field_find(const struct field *fields,
                               const char *name);     /* NULL: no such field */
const struct field *field_end(const struct field *f); /* the last row */
/* Two records alike in all that is written in a form; what is hidden there is not looked at. */
bool field_same(const struct field *fields, const void *a, const void *b);
int64_t field_word(const char *const *words, const char *word); /* its index, or -1 */
