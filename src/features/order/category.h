/* category.h - the categories of orders: which corps answers for each, and whether it is ever public. */
#pragma once
#include "base/field.h"
#include "core/ctx.h"

/* The word of 其他: anybody may ask under it, and the reviewer says which one it is before the order goes on. */
#define CATEGORY_OTHER "other"

struct category {
	int64_t id, corps, sort;
	bool never_public;
	const char *word, *label, *corps_name;
};
extern const struct field category_fields[];
struct category *category_list(struct ctx *c, size_t *count);
struct category *category_by_word(struct ctx *c, const char *word);
