/* Forms, paths and cookies: whatever comes, what is let through is valid text, and reading it into a
 * record keeps the rules of its table. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "web/decode.h"
#include "web/form.h"
#include "web/serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sample {
	const char *text, *lines, *phone;
	int64_t number, time, date, word;
	bool yes;
	const char *const *list;
};
static const char *const words[] = {"a", "b", NULL};
static const struct field fields[] = {
	FIELD(struct sample, text, .min = 2, .max = 10),
	FIELD(struct sample, lines, .as = AS_LINES, .max = 50),
	FIELD(struct sample, phone, .as = AS_PHONE, .max = 11),
	FIELD(struct sample, number, .min = 1, .max = 9),
	FIELD(struct sample, time, .as = AS_TIME),
	FIELD(struct sample, date, .as = AS_DATE),
	FIELD(struct sample, word, .words = words),
	FIELD(struct sample, yes),
	FIELD(struct sample, list, .words = words, .max = 3),
	{0},
};

static void hold(bool fine)
{
	if (!fine)
		abort();
}

static void check_record(const struct sample *s)
{
	hold(!s->text ||
	     (text_length(s->text) >= 2 && text_length(s->text) <= 10 && !strchr(s->text, '\n')));
	hold(text_length(s->lines) <= 50);
	hold(text_length(s->phone) <= 11);
	hold(s->number >= 0 && s->number <= 9);
	hold(s->word == 0 || s->word == 1);
	for (size_t i = 0; s->list && s->list[i]; i++)
		hold(i < 3 && field_word(words, s->list[i]) >= 0);
}

static void read_form(struct arena *a, const char *text, size_t size)
{
	struct site site = {.origin = "http://localhost"};
	struct req rq = {.c.mem = a, .site = &site, .method = POST, .json = true};
	struct sample s = {0};
	if (decode_pairs(a, text, size, &rq.body) != OK)
		return;
	hold(rq.body.count <= LIMIT_PAIRS);
	for (size_t i = 0; i < rq.body.count; i++) {
		const struct pair *p = &rq.body.at[i];
		hold(text_valid(p->name, strlen(p->name)) &&
		     text_valid(p->value, strlen(p->value)));
	}
	if (req_read(&rq, fields, &s) == OK)
		check_record(&s);
	struct sent sent = {.path = "/",
	                    .body = rq.body,
	                    .problems = rq.c.problems,
	                    .problem_count = rq.c.problem_count};
	rq.sent = &sent; /* it comes back with what was typed */
	const struct form *form = req_form(&rq, fields, NULL);
	for (const struct field *f = fields; f->name; f++) {
		const char *markup = form_field(form, f->name).markup;
		hold(markup && !strstr(markup, "<script"));
	}
	hold(rq.c.problem_count <= CTX_PROBLEMS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct pairs cookies;
	const char *text = arena_strndup(a, (const char *)data, size);
	const char *path = decode_path(a, (const char *)data, size);
	log_threshold(LOG_ERROR + 1);
	hold(!path || (path[0] == '/' && !strstr(path, "/../") && !strstr(path, "//") &&
	               text_valid(path, strlen(path))));
	decode_cookies(a, text, &cookies);
	read_form(a, (const char *)data, size);
	arena_free(a);
	return 0;
}
