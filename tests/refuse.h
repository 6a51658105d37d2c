/* refuse.h - what is refused: with which status, beside which field, in which words, and without a trace.
 *
 * One row is one request. After it no table holds anything it did not hold before (probe_state), whatever
 * the handler had begun. A row that is answered otherwise fails with its number, path and answer.
 */
#pragma once
#include "probe.h"

struct refusal {
	enum who who;
	const char *path; /* "/orders/%s/merge": `id` stands for %s */
	const char *body; /* of a POST */
	int status;
	const char *field; /* of problem+json; NULL: it is about the whole (detail) */
	const char *text;  /* part of the message */
};
#define REFUSE_EACH(id, rows) refuse_each(w, (id), (rows), sizeof(rows) / sizeof *(rows))
void refuse_each(struct world *w, const char *id, const struct refusal *rows, size_t n);
/* The last answer refused so. */
void refuse_said(struct world *w, const struct refusal *r);
/* "{…}" with the quotes of JSON written ': {'reason':'…'}. In w->mem. */
const char *refuse_json(struct world *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
