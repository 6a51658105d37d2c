/* duplicate_web.h - pairs of people that look like one, and making one of them. */
#pragma once
#include "features/person/duplicate.h"
#include "features/person/person_web.h"

extern const struct route duplicate_routes[];

struct duplicate_wish {
	const char *keep, *other, *note; /* `keep` is one of: the path, `other` */
	const char *after;
};

struct duplicates_page {
	struct list list; /* JSON: struct duplicate */
	const struct duplicate *rows;
	size_t count;
	const char *more; /* the next page; NULL: none */
	const struct form *form;
};
struct merge_page {
	struct person_page side[2];
	const char *other; /* of ?other=, NULL: asked for */
	const struct form *form;
	bool together; /* two different ones, both in reach */
	const char *
		end; /* "去世": one of the two is recorded so, and the kept one will be; NULL: nothing */
};
