/* Every sealed field is tried: does it open in its own place, with the key of this folder? */
#include "app/doctor_seals.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/field.h"
#include "core/crypto.h"
#include "gen/app.sql.h"

#include <string.h>

enum { COLUMNS = 4 };

/* All columns that hold seals, with the statement that reads them as a, b, c, d. */
static const struct sealed_table {
	const char *table;
	const struct sql *sql;
	const char *columns[COLUMNS + 1];
} tables[] = {
	{"person", &sql_app_seals_person, {"phone", "id_number", "address", "email"}},
	{"orders", &sql_app_seals_orders, {"detail", "phone", "address", "contact_name"}},
	{"complaint", &sql_app_seals_complaint, {"text", "answer"}},
	{"qualification", &sql_app_seals_qualification, {"number"}},
	{"guardian", &sql_app_seals_guardian, {"name", "phone"}},
	{"operation", &sql_app_seals_operation, {"location", "body"}},
};

struct row {
	const char *place;
	const char *a, *b, *c, *d;
};
static const struct field row_fields[] = {FIELD(struct row, place), FIELD(struct row, a),
                                          FIELD(struct row, b),     FIELD(struct row, c),
                                          FIELD(struct row, d),     {0}};

bool doctor_seals_column(const char *table, const char *column)
{
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
		for (size_t i = 0; tables[t].columns[i]; i++)
			if (strcmp(tables[t].table, table) == 0 &&
			    strcmp(tables[t].columns[i], column) == 0)
				return true;
	return false;
}

/* Counts into shut[]; answers how many seals there were. */
static int64_t try_table(struct ctx *c, const struct sealed_table *t, int64_t shut[COLUMNS])
{
	struct arena *pages[2] = {arena_new(), arena_new()}; /* `after` lies in the page before */
	const char *after = "";
	int64_t seals = 0;
	size_t n = 1;
	for (int turn = 0; n; turn = !turn) {
		arena_reset(pages[turn]);
		struct row *rows = db_all_values(c->db, pages[turn], t->sql, row_fields,
		                                 sizeof *rows, &n, VALUES(V(after)));
		for (size_t r = 0; r < n; r++) {
			const char *values[] = {rows[r].a, rows[r].b, rows[r].c, rows[r].d};
			for (size_t i = 0; t->columns[i]; i++) {
				seals += values[i] != NULL;
				shut[i] += values[i] &&
				           !crypto_open(c->keys, pages[turn], t->table,
				                        t->columns[i], rows[r].place, values[i]);
			}
			after = rows[r].place;
		}
	}
	arena_free(pages[0]);
	arena_free(pages[1]);
	return seals;
}

const char *doctor_seals(struct ctx *c, int64_t *seals)
{
	struct buf out = BUF(c->mem);
	*seals = 0;
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		int64_t shut[COLUMNS] = {0};
		*seals += try_table(c, &tables[t], shut);
		for (size_t i = 0; tables[t].columns[i]; i++)
			if (shut[i])
				buf_printf(&out, "%s%s.%s %lld", out.len ? ", " : "",
				           tables[t].table, tables[t].columns[i],
				           (long long)shut[i]);
	}
	return out.len ? buf_str(&out) : NULL;
}
