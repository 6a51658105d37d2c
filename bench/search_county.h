/* search_county - a county of 100,000 orders for bench/search.c: rows and search texts, no moves.
 *
 * Half of the orders are published, one of a hundred is under way; every one has the titles and texts of the
 * demonstration, a village of the model county, a serving team or person. It is no county to work in: there
 * are no events behind the orders.
 */
#pragma once
#include "base/arena.h"
#include "core/ctx.h"
#include "demo/demo.h"

enum { ORDERS = 100000, PEOPLE = 63501, TEAMS = 238 };

struct bench {
	struct ctx c; /* its memory is dropped after each search */
	struct arena *keep;
	struct dice dice;
	struct village *villages;
	size_t village_count;
	const char **titles; /* folded, for drawing words */
	int64_t server;      /* process id of the PostgreSQL backend; 0: none */
	const struct actor *dispatcher, *township, *station, *resident;
};

/* Says `what` and `why` on standard error and ends the program with 1. */
_Noreturn void die(const char *what, const char *why);

/* Brings the empty database of b->c up to date and fills it; tells the seconds on standard output. Sets
 * the titles, which lie in b->keep, and the actors. */
void search_county(struct bench *b);
