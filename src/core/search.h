/* search.h - finding things by part of their words, in Chinese too.
 *
 * A search answers exactly what a case-folded substring match would answer, from one character on, on
 * both engines. Word tokenizers cannot do that for Chinese, and trigrams miss two-character words, so
 * the index holds every pair of neighbouring characters (bigrams) as a token of its own: the text
 * "abc" has the tokens ab, bc and c$ ; a word of n characters is the phrase of its n-1 pairs, one
 * character is a prefix. SQLite keeps them in FTS5, PostgreSQL in a tsvector with a GIN index; because
 * a tsvector forgets positions in long texts, its hits are looked at once more with LIKE.
 *
 * Who may see a hit is decided by the statement of the feature that asks, which joins search_doc.
 */
#pragma once
#include "core/ctx.h"

enum search_kind {
	SEARCH_ORDER,        /* title and number: parties and staff */
	SEARCH_ORDER_PUBLIC, /* the text on the wall */
	SEARCH_TEAM,
	SEARCH_PERSON,
	SEARCH_MENU,
	SEARCH_NEWS,
	SEARCH_KINDS
};

/* Keeps `text` (any parts joined by \n, which no search can span) as what finds the thing; NULL or "":
 * it is no longer found. In the transaction of the change. */
void search_put(struct ctx *c, enum search_kind kind, int64_t item, const char *text);

/* The same for `count` things at once, for loads: those that are found already stay as they are, and
 * texts may not be NULL. */
void search_put_new(struct ctx *c, enum search_kind kind, size_t count, const int64_t *items,
                    const char *const *texts);

/* Two values for a statement that searches: the match expression of the engine, and the LIKE pattern
 * (escape '\') of the same words, for the second look. NULL q or blanks only: both NULL. */
struct search_words {
	const char *match, *like;
};
struct search_words search_words(struct ctx *c, const char *q);
