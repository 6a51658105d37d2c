/* groups.h - what tests/main.c walks: one group per X_test.c, listed by tools/testlist. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct test_group {
	const char *name; /* "order" for tests/order/order_test.c */
	const struct CMUnitTest *tests;
	const size_t *count;
};
extern const struct test_group test_groups[]; /* ends with name NULL */
