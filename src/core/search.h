/* search.h - finding things by part of their words, in Chinese too.
 *
 * A question is words, split at blanks: what has each of them, in any order, is found. Texts and words are
 * folded alike (text_search). A word answers exactly what a substring match of the folded text would answer,
 * from one character on, on both engines. Word tokenizers cannot do that for Chinese, and trigrams miss two-character words, so
 * the index holds every pair of neighbouring characters (bigrams) as a token of its own: the text
 * "abc" has the tokens ab, bc and c$ ; one character is a prefix of its pairs. Numbers, in which every
 * pair is common, have their runs of four as well, and a thing the codes of the places it lies in, so
 * that a search within one village costs what the village has. SQLite keeps the tokens in FTS5,
 * PostgreSQL in a tsvector with a GIN index, both without positions: what has all tokens of the words
 * (of the longest four) is a candidate, and LIKE looks at its text once more to see that each stands there
 * (core/words.sql).
 *
 * The row of a thing in search_doc is kind and item in one number: hits come newest first and a page
 * costs its twenty hits, not all there are. FTS5 answers so by itself. A GIN index finds all before it
 * hands out the newest, so there a list asks for the newest thousand things, then for the ten thousand
 * before them, then for the rest, until its page is full (search_step).
 *
 * Who may see a hit is decided by the statement of the feature that asks, which joins the index.
 */
#pragma once
#include "core/ctx.h"

struct scope;

enum search_kind {
	SEARCH_ORDER,        /* title and number: parties and staff */
	SEARCH_ORDER_PUBLIC, /* the text on the wall */
	SEARCH_TEAM,         /* name */
	SEARCH_PERSON,       /* name and volunteer number, nothing that is sealed */
	SEARCH_MENU,         /* title and text */
	SEARCH_NEWS          /* title and text */
};

/* Keeps `text` (any parts joined by \n, which no search can span) as what finds the thing, and `path`
 * (of its place, "" for none) as where; text NULL or "": it is no longer found. In the transaction of
 * the change. */
void search_put(struct ctx *c, enum search_kind kind, int64_t item, const char *path,
                const char *text);

/* The same for `count` things at once, for loads: those that are found already stay as they are. */
struct search_doc {
	int64_t item;
	const char *path, *text; /* not NULL */
};
void search_put_new(struct ctx *c, enum search_kind kind, size_t count,
                    const struct search_doc *docs);

/* What a statement that searches binds, in this order (SEARCH_VALUES). */
struct search {
	const char *match; /* expression of the engine; NULL: nothing was asked for */
	const char *like;  /* pattern of the longest word, escape '\', for folded text */
	const char *more;  /* patterns of the others, a list of the engine; NULL: there are none */
	int64_t base;      /* row of search_doc - base = item */
	int64_t from, to;  /* rows to look among */
	enum search_kind kind;
	const char *words; /* match without kind or age */
	int step;          /* of search_step() */
};
#define SEARCH_VALUES(s) V((s).match), V((s).like), V((s).base), V((s).from), V((s).to), V((s).more)

/* Words `q` (NULL, blanks: match NULL) among things of `kind` older than item `before`. */
#define SEARCH_NEWEST ((int64_t)1 << 48)
struct search search_for(struct ctx *c, enum search_kind kind, const char *q, int64_t before);
/* For lists, newest first: `while (search_step(c, &s, got, wanted)) …` asks for what is missing, each time
 * among older things. False: there is enough, or nothing older. */
bool search_step(struct ctx *c, struct search *s, size_t got, size_t wanted);
/* Only what lies at or under `path`; NULL, "" and the county: no change. */
void search_within(struct ctx *c, struct search *s, const char *path);
/* Only what the asker's grants reach; no change where his right has another ground as well. */
void search_in_reach(struct ctx *c, struct search *s, const struct scope *scope);
