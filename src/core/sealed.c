#include "core/sealed.h"

#include "base/log.h"
#include "base/text.h"
#include "core/crypto.h"

static const char *attempt(struct ctx *c, const char *table, const char *column, const char *row,
                           const char *sealed, bool whole)
{
	const char *text = crypto_open(c->keys, c->mem, table, column, row, sealed);
	if (text || !sealed)
		return text;
	log_line(LOG_ERROR, "unreadable", "table", table, "column", column, "row", row, "request",
	         c->request ? c->request : "", NULL);
	if (!whole)
		return SEALED_WORDS;
	c->unread = true;
	return NULL;
}

const char *sealed_open(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed)
{
	return attempt(c, table, column, row, sealed, true);
}

const char *sealed_show(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed)
{
	return attempt(c, table, column, row, sealed, c->whole);
}

const char *sealed_veil(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed, size_t head, size_t tail)
{
	const char *text = sealed_show(c, table, column, row, sealed);
	return text_equal(text, SEALED_WORDS) ? text : text_veil(c->mem, text, head, tail);
}
