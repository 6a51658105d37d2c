/* embed_sql.h - what the parts of the SQL compiler share: statements as they were read (embed_sql.c),
 * what they take and give (embed_typed.c), the numbers of C enums (embed_enum.c).
 */
#pragma once
#include "embed.h"

enum { SQLITE, POSTGRES, ENGINES };
extern const char *const engine_names[];

struct body {
	const char *at; /* NULL: not given */
	size_t len;
	int line;
};
struct param {
	const char *name, *type; /* type: "int", "bool", "text", "scope", or the T of a struct T */
	bool null;               /* int?, text?: 0 or NULL is bound as SQL NULL */
};
enum gives { GIVES_COUNT, GIVES_INT, GIVES_TEXT, GIVES_ONE, GIVES_MANY };
struct stmt {
	const char *name, *file;
	int line;
	bool fragment;
	bool columns; /* of a fragment: @@name[], a list of columns (embed_columns.c) */
	bool typed;   /* it has a list of parameters: it becomes a function */
	bool bare;    /* its file says %db: the function takes a struct db, not a struct ctx */
	const char *formal[4];
	size_t formals; /* of a fragment: what {name a b} puts in the place of {formal} */
	struct param param[40];
	size_t params;
	enum gives gives;
	const char *record; /* the T of -> struct T */
	struct body body[ENGINES];
};
struct include {
	const char *path, *file;
	bool own; /* named by a file of this folder, not by one whose fragments are shared */
};
struct list {
	struct stmt *at;
	size_t count;
	struct include *include;
	size_t includes;
	bool registry; /* over all folders: fragments, which belong to one, are left out */
};

/* A scope's yes and no (struct scope, core/access.h) stand in the text itself, so that no engine plans
 * an OR over them: one text per combination. 0: all; else 1 + own + 2 serving + 4 below. */
enum { SCOPES = 9 };
bool typed_scoped(const struct stmt *s); /* has it so many texts? */

/* Which values a text binds, in its order. */
struct uses {
	const char *value[99]; /* ":k.title", with its ? */
	size_t count;
};
/* One text of a statement. `scope`: which combination; `uses` may be NULL for an untyped one. */
struct text stmt_text(const struct list *l, const struct stmt *s, int engine, int scope,
                      struct uses *uses);

/* A list of columns in the form that is named between the name of the list and the }: "", "t.", ":n." or "= :n.". */
struct body columns_body(const char *file, int line, const struct stmt *f, const struct body *b,
                         const char *form);

/* "(int place, text? who) -> struct order[]" behind the name of a statement; returns what follows. */
const char *typed_head(struct stmt *s, const char *file, int line, const char *at);
/* The C text of ":name", in the place of a literal or as a value. NULL: the statement has no such. */
const char *typed_literal(const struct stmt *s, const char *value, int scope);
void typed_declare(const struct stmt *s, struct text *h);
void typed_define(const struct list *l, const struct stmt *s, struct text *c);

/* The value of an enum constant in one of the headers that %include names; stops when it is in none. */
long enum_value(const struct list *l, const char *file, int line, const char *name, size_t n);
/* _Static_assert for all that were asked for. */
void enum_asserts(struct text *c);
