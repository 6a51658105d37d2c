/* The program round the features: options, the county's list, sample people, the doctor, the clock. */
#include "desk.h"

#include "app/admin.h"
#include "app/county.h"
#include "app/jobs.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "commands.h"
#include "demo/demo.h"
#include "features/order/order.h"
#include "features/person/person.h"
#include "features/place/place.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ---- */

static const char *read_words(struct config *cfg, const char *takes, const char *line, int *words)
{
	static char text[256];
	static char *argv[16];
	int argc = 0;
	memset(cfg, 0, sizeof *cfg);
	strcpy(text, line);
	for (char *w = strtok(text, " "); w; w = strtok(NULL, " "))
		argv[argc++] = w;
	return options_read(config_options, takes, cfg, argc, argv, words);
}

static void options_stand_on_the_command_line_in_two_forms(void **state)
{
	struct config cfg;
	int words;
	(void)state;
	assert_null(read_words(&cfg, "people seed no-play",
	                       "one --people 500 --seed=7 two --no-play", &words));
	assert_int_equal(cfg.people, 500);
	assert_int_equal(cfg.seed, 7);
	assert_true(cfg.no_play);
	assert_int_equal(words, 2);
}

static void defaults_hold_where_nothing_is_said(void **state)
{
	struct config cfg;
	int words;
	(void)state;
	assert_null(read_words(&cfg, "people", "", &words));
	assert_int_equal(cfg.people, 63501);
	assert_false(cfg.no_play);
	assert_string_equal(cfg.listen, "127.0.0.1:8080");
}

static void the_environment_is_weaker_than_the_command_line(void **state)
{
	struct config cfg;
	int words;
	(void)state;
	setenv("WUDAN_PEOPLE", "400", 1);
	setenv("WUDAN_NO_PLAY", "yes", 1);
	assert_null(read_words(&cfg, "people no-play", "", &words));
	assert_int_equal(cfg.people, 400);
	assert_true(cfg.no_play);
	assert_null(read_words(&cfg, "people", "--people 600", &words));
	assert_int_equal(cfg.people, 600);
	assert_false(cfg.no_play);
	unsetenv("WUDAN_PEOPLE");
	unsetenv("WUDAN_NO_PLAY");
}

static void options_that_are_wrong_are_named(void **state)
{
	static const char *const lines[][2] = {
		{"--people", "needs a value"},
		{"--people x", "whole number"},
		{"--people 12", "from 300 to"},
		{"--seeds 3", "no option --seeds"},
		{"--listen 1:1", "no option --listen"},
		{"--people=", "whole number"},
		{"-x", "no option -x"},
		{"seed -s 3", "no option -s"},
	};
	struct config cfg;
	int words;
	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *why = read_words(&cfg, "people seed", lines[i][0], &words);
		assert_non_null(why);
		assert_non_null(strstr(why, lines[i][1]));
	}
}

static void addresses_are_read_or_refused(void **state)
{
	static const struct {
		const char *text, *host;
		int port;
	} rows[] = {{"127.0.0.1:8080", "127.0.0.1", 8080},
	            {"[::1]:99", "::1", 99},
	            {"0.0.0.0:1", "0.0.0.0", 1},
	            {"127.0.0.1", NULL, 0},
	            {":80", NULL, 0},
	            {"127.0.0.1:0", NULL, 0},
	            {"127.0.0.1:70000", NULL, 0},
	            {"example:80", NULL, 0},
	            {"127.0.0.1:8o", NULL, 0}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char host[64];
		uint16_t port = 0;
		bool good = config_address(rows[i].text, host, sizeof host, &port);
		assert_int_equal(good, rows[i].host != NULL);
		if (good) {
			assert_string_equal(host, rows[i].host);
			assert_int_equal(port, rows[i].port);
		}
	}
}

static void an_address_open_to_others_must_be_asked_for(void **state)
{
	struct arena *mem = arena_new();
	struct config cfg = {.data = "x", .listen = "0.0.0.0:8080"};
	(void)state;
	assert_non_null(strstr(config_complete(&cfg, mem), "not a loopback"));
	cfg = (struct config){.data = "x", .listen = "0.0.0.0:8080", .open = true};
	assert_null(config_complete(&cfg, mem));
	cfg = (struct config){.data = "x", .listen = "127.0.0.1:8080", .secure = true};
	assert_non_null(strstr(config_complete(&cfg, mem), "--origin"));
	arena_free(mem);
}

static void secrets_are_never_shown(void **state)
{
	struct config cfg = {.sms_token = "geheim", .sms_url = "http://x"};
	(void)state;
	for (const struct option *o = config_options; o->name; o++)
		assert_null(strstr(options_show(o, &cfg), "geheim"));
}

static void a_password_in_an_address_is_not_shown(void **state)
{
	static const char *const rows[][2] = {
		{"postgresql://wudan:geheim@127.0.0.1/wudan",
	         "postgresql://wudan:***@127.0.0.1/wudan"},
		{"postgresql://wudan:ge@he/im@h/wudan", "postgresql://wudan:***@h/wudan"},
		{"postgresql://h/w?user=u&password=geheim&port=1",
	         "postgresql://h/w?user=u&password=***&port=1"},
		{"https://sms.example.org/send?Api-Key=geheim",
	         "https://sms.example.org/send?Api-Key=***"},
		{"smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"},
		{"postgresql:///wudan?host=/run/pg", "postgresql:///wudan?host=/run/pg"},
		{"127.0.0.1:8080", "127.0.0.1:8080"},
		{"sqlite:/srv/pass=1@x/wudan.db", "sqlite:/srv/pass=1@x/wudan.db"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char shown[100];
		assert_string_equal(options_url(rows[i][0], shown, sizeof shown), rows[i][1]);
	}
	char little[12];
	assert_null(strstr(options_url(rows[0][0], little, sizeof little), "geheim"));
	struct config cfg = {.db = rows[0][0]};
	for (const struct option *o = config_options; o->name; o++)
		assert_null(strstr(options_show(o, &cfg), "geheim"));
}

static void the_mode_of_a_socket_leaves_it_to_its_owner(void **state)
{
	static const struct {
		const char *mode;
		bool good;
	} rows[] = {{"0660", true},  {"660", true},   {"0600", true}, {"0060", false},
	            {"0690", false}, {"1660", false}, {"66", false},  {"", false}};
	struct arena *mem = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct config cfg = {.data = "x",
		                     .listen = "unix:/run/x",
		                     .origin = "https://x",
		                     .socket_mode = rows[i].mode};
		assert_int_equal(!config_complete(&cfg, mem), rows[i].good);
	}
	arena_free(mem);
}

static void every_command_takes_only_options_that_are_there(void **state)
{
	(void)state;
	for (const struct command *c = commands; c->name; c++) {
		struct arena *mem = arena_new();
		const char **words = text_split(mem, c->takes, " ");
		for (; *words; words++) {
			bool found = false;
			for (const struct option *o = config_options; o->name; o++)
				found |= !strcmp(o->name, *words);
			assert_true(found);
		}
		assert_non_null(c->run);
		assert_non_null(c->help);
		arena_free(mem);
	}
}

/* ---- the county ---- */

/* What was done is committed, and the desk's own transaction goes on. */
static void kept(struct desk *d)
{
	if (!db_commit(d->c.db))
		fail_msg("%s", db_error(d->c.db));
	db_begin(d->c.db);
}

static int64_t number_of(struct desk *d, const char *table)
{
	return desk_count(d, table, "1 = 1");
}

static void the_model_county_has_25_townships_and_491_villages(void **state)
{
	struct desk *d = *state;
	const char *why = "";
	desk_script(d, "DELETE FROM place;");
	db_begin(d->c.db);
	assert_true(county_load(&d->c, (const char *)county_csv, &why));
	kept(d);
	assert_int_equal(desk_count(d, "place", "kind = 1"), 25);
	assert_int_equal(desk_count(d, "place", "kind = 2"), 491);
	assert_int_equal(desk_count(d, "place", "code = '430421100248' AND label = '盘龙村'"), 1);
}

static void a_list_with_a_village_before_its_township_is_refused(void **state)
{
	struct desk *d = *state;
	const char *why = "";
	desk_script(d, "DELETE FROM place;");
	db_begin(d->c.db);
	assert_false(county_load(&d->c,
	                         "level,code,name,parent_code\ncounty,430421,衡阳县,4304\n"
	                         "village,430421100013,某村,430421100\n",
	                         &why));
	assert_non_null(strstr(why, "line 3"));
	db_rollback(d->c.db);
	db_begin(d->c.db);
}

static void basics_are_laid_once_and_then_left_alone(void **state)
{
	struct desk *d = *state;
	desk_script(d, "DELETE FROM category; DELETE FROM order_limit; DELETE FROM team;");
	for (int i = 0; i < 2; i++) {
		db_begin(d->c.db);
		county_basics(&d->c, NULL);
		kept(d);
		assert_int_equal(number_of(d, "category"), COUNTY_CATEGORIES + 1); /* and 其他 */
		assert_int_equal(desk_count(d, "team", "kind = 1"), COUNTY_CORPS);
		assert_int_equal(desk_count(d, "category", "corps = 0 AND word <> 'other'"), 0);
	}
}

static void sample_people_pass_the_checks_of_real_ones(void **state)
{
	struct arena *mem = arena_new();
	struct dice dice = dice_new(1);
	(void)state;
	for (int64_t n = 0; n < 3000; n += 7) {
		int64_t birth = clock_midnight(dice_range(&dice, -631152000, 1262304000));
		const char *id = demo_id_number(mem, n, birth, n % 2), *phone = demo_phone(mem, n);
		const char *name = demo_name(mem, &dice, n % 2, clock_local(birth).year);
		assert_true(text_starts(id, "999"));
		assert_true(text_starts(phone, "19900"));
		assert_int_equal(person_birth_of(id), birth);
		assert_null(person_check_id_number(mem, &id));
		assert_null(person_check_phone(mem, &phone));
		assert_null(person_check_name(mem, &name));
	}
	arena_free(mem);
}

static void no_two_of_100000_sample_phones_are_alike(void **state)
{
	static bool seen[1000000];
	struct arena *mem = arena_new();
	(void)state;
	for (int64_t n = 0; n < 100000; n++) {
		long at = strtol(demo_phone(mem, n) + 5, NULL, 10);
		assert_false(seen[at]);
		seen[at] = true;
	}
	arena_free(mem);
}

/* ---- the clock ---- */

static void a_step_of_more_than_five_minutes_is_seen_both_ways(void **state)
{
	(void)state;
	assert_false(jobs_clock_stepped(1000, 1000));
	assert_false(jobs_clock_stepped(1000, 1300));
	assert_false(jobs_clock_stepped(1000, 700));
	assert_true(jobs_clock_stepped(1000, 1301));
	assert_true(jobs_clock_stepped(1000, 699));
}

/* ---- the doctor ---- */

static int doctor(struct desk *d, const char **said)
{
	struct buf out = BUF(d->c.mem);
	struct admin a = {.c = &d->c, .out = &out};
	db_snapshot(d->c.db);
	int code = admin_doctor(&a);
	db_begin(d->c.db);
	*said = buf_str(&out);
	return code;
}

#define ORDER                                                                                      \
	"INSERT INTO orders (uid, number, kind, form, source, state, revision, title, detail, "    \
	"category, place, requester, created, entered) VALUES ('u1', 'DD1', 1, 0, 0, "
#define REST ", 't', 'd', 1, 4, 1, 1000, 1000);"
#define EVENT                                                                                      \
	"INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, "          \
	"deadline) "
#define FROM_ORDER " FROM orders WHERE uid = 'u1';"

static void a_true_history_passes_the_doctor(void **state)
{
	struct desk *d = *state;
	const char *said;
	desk_script(d, ORDER "1, 1" REST EVENT "SELECT id, 0, 1000, 1, 0, -1, 0, 0" FROM_ORDER EVENT
	                     "SELECT id, 1, 1000, 1, 2, 0, 1, 0" FROM_ORDER);
	int code = doctor(d, &said);
	assert_null(strstr(said, "BAD   order"));
	assert_null(strstr(said, "BAD   every order"));
	(void)code;
}

static void the_doctor_names_the_first_event_that_is_wrong(void **state)
{
	struct desk *d = *state;
	static const struct {
		const char *script, *says;
	} rows[] = {
		{ORDER "0, 0" REST, "BAD   every order has its events: DD1"},
		{ORDER "0, 0" REST EVENT "SELECT id, 0, 1000, 1, 2, 0, 0, 0" FROM_ORDER,
	         "begin with finding"},
		{ORDER "1, 2" REST EVENT "SELECT id, 0, 1000, 1, 0, -1, 0, 0" FROM_ORDER EVENT
	               "SELECT id, 2, 1000, 1, 2, 0, 1, 0" FROM_ORDER,
	         "DD1 event 2 misses"},
		{ORDER "1, 1" REST EVENT "SELECT id, 0, 1000, 1, 0, -1, 0, 0" FROM_ORDER EVENT
	               "SELECT id, 1, 1000, 1, 2, 2, 1, 0" FROM_ORDER,
	         "where the event before"},
		{ORDER "10, 1" REST EVENT "SELECT id, 0, 1000, 1, 0, -1, 0, 0" FROM_ORDER EVENT
	               "SELECT id, 1, 1000, 1, 22, 0, 10, 0" FROM_ORDER,
	         "the table does not have"},
		{ORDER "2, 1" REST EVENT "SELECT id, 0, 1000, 1, 0, -1, 0, 0" FROM_ORDER EVENT
	               "SELECT id, 1, 1000, 1, 2, 0, 1, 0" FROM_ORDER,
	         "not what its events say"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *said;
		desk_script(d, "DELETE FROM order_event; DELETE FROM orders;");
		desk_script(d, rows[i].script);
		assert_int_equal(doctor(d, &said), EXIT_FAILED);
		if (!strstr(said, rows[i].says))
			fail_msg("wanted \"%s\" in: %s", rows[i].says, said);
	}
}

static void a_migration_that_is_not_the_programs_is_found(void **state)
{
	struct desk *d = *state;
	const char *said;
	doctor(d, &said);
	assert_non_null(strstr(said, "ok    migrations and their checksums"));
	desk_script(d, "UPDATE migration SET checksum = 'x' WHERE number = 2;");
	assert_int_equal(doctor(d, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   migrations: 0002 people is not the one"));
	desk_script(d, "DELETE FROM migration WHERE number = 2;");
	assert_int_equal(doctor(d, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   migrations: 0002 people was never applied"));
}

static void what_the_search_has_elsewhere_is_found(void **state)
{
	const char *said;
	desk_script(*state, "INSERT INTO search_doc (id, path, text) SELECT min(id) + "
	                    "844424930131968, '430421/x/', 't' FROM person;");
	doctor(*state, &said);
	assert_non_null(strstr(said, "BAD   what is searched"));
	desk_script(*state, "INSERT INTO search_moved (code, path) VALUES ('x', '430421/');");
	doctor(*state, &said);
	assert_non_null(strstr(said, "ok    what is searched"));
}

static void two_of_the_top_duties_in_one_person_are_found(void **state)
{
	struct desk *d = *state;
	const char *said;
	desk_script(d, "INSERT INTO grants (person, role, place, given_by, at) VALUES"
	               " (1, 8, 1, 0, 1), (2, 9, 1, 0, 1), (2, 6, 1, 0, 1);");
	doctor(d, &said);
	assert_non_null(strstr(said, "ok    system, security and audit duties"));
	desk_script(d, "UPDATE person SET merged_into = 1 WHERE id = 2;");
	assert_int_equal(doctor(d, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   system, security and audit duties are those of "
	                             "different people: 示例"));
}

static void a_place_on_the_menu_that_nobody_holds_is_found(void **state)
{
	struct desk *d = *state;
	const char *said;
	desk_script(d,
	            "INSERT INTO menu_item (id, uid, title, about, category, form, area, period, "
	            "capacity, minutes, people, state, proposer, created, entered) VALUES "
	            "(1, 'm1', '量血压', 'a', 1, 0, 1, 0, 2, 60, 1, 2, 1, 1, 1);"
	            "INSERT INTO menu_slot (item, period, taken) VALUES (1, 0, 1);");
	assert_int_equal(doctor(d, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   taken places are the orders that hold them: 量血压"));
}

static void two_serving_sides_at_once_are_found(void **state)
{
	struct desk *d = *state;
	const char *said;
	desk_script(d, ORDER "0, 0" REST "UPDATE orders SET team = 1, person = 2, state = 5;");
	assert_int_equal(doctor(d, &said), EXIT_FAILED);
	assert_non_null(strstr(said, "BAD   the serving side is a team or one person: DD1"));
}

/* Listed, with what is the matter; a county with old texts is sound all the same. */
static void public_texts_of_before_the_rule_are_listed(void **state)
{
	static const struct {
		const char *title, *line;
	} rows[] = {
		{"屋顶漏雨", "look  the public text of DD1 equals the private title\n"},
		{"修屋顶", NULL},
		{"独居，想修屋顶",
	         "look  the public text of DD1 tells who lives alone or is at home\n"},
		{"三组5号修屋顶", "look  the public text of DD1 holds a house number\n"},
		{"打 19900000001", "look  the public text of DD1 holds a phone or ID number\n"},
	};
	struct desk *d = *state;
	const char *said;
	desk_script(
		d,
		"DELETE FROM category; INSERT INTO category (id, word, label, never_public, sort) "
		"VALUES (1, 'repair', '维修', 0, 1);" ORDER "2, 0" REST);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		desk_script(d, arena_printf(d->c.mem,
		                            "UPDATE orders SET title = '屋顶漏雨', published = 1, "
		                            "public_title = '%s';",
		                            rows[i].title));
		doctor(d, &said);
		if (rows[i].line ? !strstr(said, rows[i].line) : strstr(said, "look ") != NULL)
			fail_msg("%s: %s", rows[i].title, said);
		assert_non_null(strstr(said, rows[i].line ? "1 public texts, 1 to be looked at"
		                                          : "1 public texts, 0 to be looked at"));
	}
	desk_script(d, "UPDATE category SET never_public = 1;");
	doctor(d, &said);
	assert_non_null(strstr(said, "ok    0 public texts, 0 to be looked at"));
}

const struct CMUnitTest app_tests[] = {
	cmocka_unit_test(options_stand_on_the_command_line_in_two_forms),
	cmocka_unit_test(defaults_hold_where_nothing_is_said),
	cmocka_unit_test(the_environment_is_weaker_than_the_command_line),
	cmocka_unit_test(options_that_are_wrong_are_named),
	cmocka_unit_test(addresses_are_read_or_refused),
	cmocka_unit_test(an_address_open_to_others_must_be_asked_for),
	cmocka_unit_test(secrets_are_never_shown),
	cmocka_unit_test(a_password_in_an_address_is_not_shown),
	cmocka_unit_test(the_mode_of_a_socket_leaves_it_to_its_owner),
	cmocka_unit_test(every_command_takes_only_options_that_are_there),
	DESK_TEST(the_model_county_has_25_townships_and_491_villages),
	DESK_TEST(a_list_with_a_village_before_its_township_is_refused),
	DESK_TEST(basics_are_laid_once_and_then_left_alone),
	cmocka_unit_test(sample_people_pass_the_checks_of_real_ones),
	cmocka_unit_test(no_two_of_100000_sample_phones_are_alike),
	cmocka_unit_test(a_step_of_more_than_five_minutes_is_seen_both_ways),
	DESK_TEST(a_true_history_passes_the_doctor),
	DESK_TEST(the_doctor_names_the_first_event_that_is_wrong),
	DESK_TEST(what_the_search_has_elsewhere_is_found),
	DESK_TEST(two_of_the_top_duties_in_one_person_are_found),
	DESK_TEST(a_migration_that_is_not_the_programs_is_found),
	DESK_TEST(a_place_on_the_menu_that_nobody_holds_is_found),
	DESK_TEST(two_serving_sides_at_once_are_found),
	DESK_TEST(public_texts_of_before_the_rule_are_listed),
};
const size_t app_tests_count = sizeof app_tests / sizeof *app_tests;
