#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/crypto.h"
#include "image.h"
#include "store/db.h"
#include "store/migrate.h"

static const char county[] =
	"INSERT INTO place (id, code, name, label, kind, parent, path) VALUES"
	" (1, '430421', '示例县', '示例', 0, 0, '430421/'),"
	" (2, '430421100', '示例甲镇', '甲', 1, 1, '430421/430421100/'),"
	" (3, '430421101', '示例乙镇', '乙', 1, 1, '430421/430421101/'),"
	" (4, '430421100201', '示例甲村', '甲村', 2, 2, '430421/430421100/430421100201/'),"
	" (5, '430421101201', '示例乙村', '乙村', 2, 3, '430421/430421101/430421101201/');"
	"INSERT INTO team (id, uid, name, kind, place, state, founded) VALUES"
	" (1, 'team-1', '示例队', 2, 2, 2, 1), (2, 'team-2', '示例二队', 2, 3, 2, 1);"
	"INSERT INTO member (team, person, role, state, since) VALUES"
	" (1, 3, 2, 2, 1), (1, 2, 0, 2, 1), (2, 3, 1, 0, 1);";

const char *desk_uid(int64_t person)
{
	static char uid[4][40];
	static unsigned turn;
	char *at = uid[turn++ % 4];
	snprintf(at, sizeof uid[0], "sample-person-%lld", (long long)person);
	return at;
}

void desk_script(struct desk *d, const char *sql)
{
	db_script(d->c.db, sql);
	if (db_fault(d->c.db) != DB_FINE)
		fail_msg("%s", db_error(d->c.db));
	assert_true(db_commit(d->c.db));
	db_begin(d->c.db);
}

int64_t desk_count(struct desk *d, const char *table, const char *where)
{
	char text[300];
	snprintf(text, sizeof text, "SELECT COUNT(*) FROM %s WHERE %s", table, where);
	/* Statements are cached by id, so every text asked gets one behind the program's. */
	static char texts[64][300];
	static struct sql asked[64];
	static unsigned used;
	unsigned i = 0;
	while (i < used && strcmp(texts[i], text))
		i++;
	if (i == used) {
		assert_true(used < 64);
		strcpy(texts[used], text);
		asked[used] = (struct sql){"test_count", texts[used], texts[used],
		                           sql_count + used};
		used++;
	}
	return db_int_values(d->c.db, &asked[i], VALUES());
}

static void desk_persons(struct desk *d)
{
	struct ctx *c = &d->c;
	for (int64_t i = 1; i <= 6; i++) {
		const char *uid = desk_uid(i);
		const char *phone = arena_printf(c->mem, "1380000000%lld", (long long)i);
		desk_script(
			d, arena_printf(c->mem,
		                        "INSERT INTO person (id, uid, name, phone, home, "
		                        "volunteer, created)"
		                        " VALUES (%lld, '%s', '示例', '%s', 4, %d, 1)",
		                        (long long)i, uid,
		                        crypto_seal(d->keys, c->mem, "person", "phone", uid, phone),
		                        i == 2 || i == 3));
		if (i == 6)
			break;
		desk_script(d,
		            arena_printf(c->mem,
		                         "INSERT INTO account (person, login, hash, staff, created)"
		                         " VALUES (%lld, '%s', 'none', 0, 1)",
		                         (long long)i,
		                         crypto_index(d->keys, c->mem, "phone", phone)));
	}
}

int desk_open(void **state)
{
	const char *url = image_url(true), *why = NULL;
	struct desk *d = calloc(1, sizeof *d);
	struct ctx *c = &d->c;
	d->keys = keys_fixed(7);
	clock_shift(0); /* a test that failed left it where it was */
	clock_step(0);
	*c = (struct ctx){.mem = arena_new(),
	                  .who = &actor_guest,
	                  .now = 1800000000,
	                  .steady = 1800000000,
	                  .keys = d->keys,
	                  .request = "request-1",
	                  .source = "192.0.2.7",
	                  .node = ""};
	c->db = db_open(url ? url : ":memory:", DB_WRITER, &why);
	if (!c->db)
		fail_msg("%s", why);
	*state = d;
	log_threshold(LOG_WARN);
	if (db_is_postgres(c->db)) {
		db_begin(c->db);
		db_script(c->db, "SET client_min_messages = warning;"
		                 "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		db_commit(c->db);
	}
	if (!migrate_all(c->db, migrations, &why))
		fail_msg("%s", why);
	db_begin(c->db);
	desk_script(d, county);
	desk_persons(d);
	desk_script(d, "INSERT INTO grants (person, role, place, given_by, at) VALUES"
	               " (4, 4, 4, 0, 1), (5, 5, 2, 0, 1)");
	return 0;
}

int desk_close(void **state)
{
	struct desk *d = *state;
	db_rollback(d->c.db);
	db_close(d->c.db);
	keys_close(d->keys);
	arena_free(d->c.mem);
	free(d);
	return 0;
}
