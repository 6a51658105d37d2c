/* sure.h - what cannot be taken back is asked first: 真的要“取消”吗？
 *
 * A route whose row has a sentence (`sure`, of a life: in the row of the action) is run as sent, so that what is
 * wrong is told at its form before anybody is asked; then all of it is rolled back, and a page says what it brings
 * about and holds what was sent. Its button sends the same once more with _sure, which is done. A program is not
 * asked.
 */
#pragma once
#include "web/req.h"

/* Is this change to be asked for first? */
bool sure_due(const struct req *rq);
/* Prints the page that asks; as again_print(), by which it is called. */
void sure_print(struct req *rq, struct db *reader);

/* What that page says; view web_sure. */
struct sure_page {
	bool desk;
	const char *what;   /* label of the action; NULL: the sentence says it */
	const char *brings; /* the sentence of the row */
	struct safe aside;  /* by page_weighs() */
	const char *action, *from, *then, *csrf, *op;
	const struct pair *sent; /* all of it; label: where it is shown */
	size_t count;
};
