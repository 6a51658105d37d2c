/* Every list that can be taken away (web/sheet.h) holds as a file what its JSON gives, page after page. */
#include "house/walk.h"

#include <jansson.h>
#include <string.h>

#include "app/routes.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"
#include "web/sheet.h"

/* All items of a list, page after page, as JSON. */
static json_t *items_of(struct world *w, enum who who, const char *path)
{
	json_t *all = json_array();
	const char *next = NULL;
	for (int guard = 0; guard < 300 && (next || !guard); guard++) {
		const char *ask = !next ? path
		                        : arena_printf(w->mem, "%s%safter=%s", path,
		                                       strchr(path, '?') ? "&" : "?", next);
		assert_int_equal(world_ask(w, who, GET, ask, NULL), 200);
		json_t *body = json_loads(w->body, 0, NULL);
		json_array_extend(all, json_object_get(body, "items"));
		const char *to = json_string_value(json_object_get(body, "next"));
		next = to ? arena_strdup(w->mem, to) : NULL;
		json_decref(body);
	}
	assert_null(next);
	return all;
}

/* Row and item tell the same: each text that is shown as it is. */
static void same(const struct field *f, const json_t *item, const char *const *row,
                 const char *path)
{
	for (; f->name; f++) {
		if (!f->label || f->as == AS_SECRET || f->as == AS_HIDDEN || f->as == AS_CODE)
			continue;
		const char *told = json_string_value(json_object_get(item, f->name));
		const char *cell = *row++;
		cell += *cell == '\t' || *cell == '\'';
		if (f->words && !f->labels)
			fail_msg("%s: %s has no Chinese words", path, f->name);
		if (f->kind == FIELD_TEXT && !f->words && !strchr(f->name, '.') &&
		    !text_equal(cell, told ? told : ""))
			fail_msg("%s: %s is \"%s\", not \"%s\"", path, f->name, cell, told);
	}
}

static size_t columns_of(const struct field *f)
{
	size_t n = 0;
	for (; f->name; f++)
		n += f->label && f->as != AS_SECRET && f->as != AS_HIDDEN && f->as != AS_CODE;
	return n;
}

static void sheet_of(struct world *w, enum who who, const char *path, const struct field *fields)
{
	json_t *items = items_of(w, who, path);
	const char *ask = arena_printf(w->mem, "%s%sformat=csv", path,
	                               strchr(path, '?') ? "&" : "?");
	if (world_page(w, who, ask) != 200)
		fail_msg("%s: %d %.300s", ask, w->status, w->body);
	if (strncmp(w->body, "\xef\xbb\xbf\"", 4) != 0)
		fail_msg("%s begins with %.20s", ask, w->body);
	struct csv rows = csv_open(w->mem, w->body, strlen(w->body));
	size_t n, count = 0, columns = columns_of(fields);
	for (const char **row; (row = csv_row(&rows, &n)); count++) {
		if (n != columns)
			fail_msg("%s: %zu cells in row %zu, not %zu", ask, n, count, columns);
		if (count && count <= json_array_size(items))
			same(fields, json_array_get(items, count - 1), row, path);
	}
	if (rows.fault || count != json_array_size(items) + 1)
		fail_msg("%s: %s, %zu rows for %zu items", ask, rows.fault ? rows.fault : "", count,
		         json_array_size(items));
	json_decref(items);
}

/* A list without a row of its own, for whoever may read it. */
static enum who reader_of(struct world *w, const char *path)
{
	for (int who = STATION; who < WHO_COUNT; who++)
		if (!strchr(path, ':') && world_ask(w, (enum who)who, GET, path, NULL) == 200)
			return (enum who)who;
	return GUEST;
}

static void every_list_is_taken_away_as_it_is_read(struct world *w)
{
	const struct route *r;
	size_t sheets = 0;
	walk_county(w);
	for (size_t i = 0; (r = route_at(routes_all, i)); i++) {
		if (!walk_is_list(r))
			continue;
		if (r->gives->desk && r->gives->html && !sheet_has(r->gives))
			fail_msg("GET %s is a list of staff without labels", r->path);
		for (size_t k = 0; sheet_has(r->gives) && k < walk_count; k++) {
			if (!text_equal(walks[k].path, r->path))
				continue;
			const char *path = walks[k].ask ? walks[k].ask : r->path;
			enum who who = !walks[k].rows ? reader_of(w, path) : walks[k].who;
			if (walks[k].rows && (who == GUEST || who == RESIDENT)) {
				const char *ask = arena_printf(w->mem, "%s%sformat=csv", path,
				                               strchr(path, '?') ? "&" : "?");
				assert_int_equal(world_page(w, who, ask), 403);
				who = DISPATCHER;
			}
			if (who == GUEST)
				continue;
			sheet_of(w, who, path, r->gives->fields);
			sheets++;
		}
	}
	assert_true(sheets > 30);
}
STORY(every_list_is_taken_away_as_it_is_read)

/* What stands where a code is asked for, and is none, may be a name. */
static void the_log_has_no_word_that_was_typed(struct world *w)
{
	static const char *const rows[][2] = {
		{"/teams?corps=%E5%BC%A0%E4%B8%89&format=csv", "csv corps=*"},
		{"/teams?corps=abc&format=csv", "csv corps=abc"},
		{"/teams?q=%E5%BC%A0%E4%B8%89&format=csv", "csv q=*"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(world_page(w, REVIEWER, rows[i][0]), 200);
		assert_string_equal(world_text(w, "SELECT detail FROM audit WHERE action = "
		                                  "'list.export' ORDER BY seq DESC LIMIT 1"),
		                    rows[i][1]);
	}
}
STORY(the_log_has_no_word_that_was_typed)

const struct CMUnitTest taken_tests[] = {
	TOLD(every_list_is_taken_away_as_it_is_read),
	TOLD(the_log_has_no_word_that_was_typed),
};
const size_t taken_tests_count = sizeof taken_tests / sizeof *taken_tests;
