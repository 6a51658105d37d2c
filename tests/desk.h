/* desk.h - a desk for the tests of core: a fresh migrated database with a small county, and a ctx.
 *
 * SQLite in memory, or the PostgreSQL database of WUDAN_TEST_PG, whose schema is dropped first.
 * Places: county 1 (430421/), townships 2 and 3, village 4 in 2, village 5 in 3. Persons 1 … 6, all
 * 示例: 1 resident, 2 volunteer, 3 leader of team 1, 4 station at 4, 5 township at 2, 6 without account.
 * Phones are 1380000000N, passwords none.
 */
#pragma once
#include "groups.h"

#include "core/access.h"
#include "core/ctx.h"

struct desk {
	struct ctx c;
	struct keys *keys;
};
/* For cmocka_unit_test_setup_teardown; *state is a struct desk. */
int desk_open(void **state);
int desk_close(void **state);
void desk_script(struct desk *d, const char *sql); /* commits what was done; must succeed */
int64_t desk_count(struct desk *d, const char *table, const char *where);
const char *desk_uid(int64_t person); /* "sample-person-1", static buffer */

#define DESK_TEST(f) cmocka_unit_test_setup_teardown(f, desk_open, desk_close)
