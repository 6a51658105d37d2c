/* person: what is typed, what is sealed, who may see it. */
#include "world.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "features/person/person.h"
#include "features/person/public.h"

#include <string.h>

/* kept NULL: refused, and the sentence holds `says`. */
struct typed {
	const char *typed, *kept, *says;
};
static void check(const char *(*rule)(struct arena *, const char **), const struct typed *rows)
{
	struct arena *mem = arena_new();
	for (; rows->typed; rows++) {
		const char *value = rows->typed;
		const char *say = rule(mem, &value);
		if (rows->kept) {
			if (say)
				fail_msg("%s refused: %s", rows->typed, say);
			assert_string_equal(value, rows->kept);
		} else if (!say || !strstr(say, rows->says)) {
			fail_msg("%s: %s", rows->typed, say ? say : "taken");
		}
	}
	arena_free(mem);
}

static void phones_are_normalised_or_refused(void **state)
{
	(void)state;
	static const struct typed rows[] = {
		{"19900000001", "19900000001", NULL},
		{"１９９００００００１２", "19900000012", NULL},
		{"１９９００００００１", NULL, "11 位"},
		{"１９９００００００01", "19900000001", NULL},
		{"+86 199 0000 0001", "19900000001", NULL},
		{"0086-199-0000-0001", "19900000001", NULL},
		{"8619900000001", "19900000001", NULL},
		{"　199 0000 0001　", "19900000001", NULL},
		{"1990000000", NULL, "11 位"},
		{"199000000011", NULL, "11 位"},
		{"12900000001", NULL, "不是手机号"},
		{"07346812345", NULL, "不是手机号"}, /* does not sign in */
		{"1990000000x", NULL, "11 位"},
		{"", NULL, "11 位"},
		{0},
	};
	check(person_check_phone, rows);
}

static void whoever_can_be_reached_is_reached(void **state)
{
	(void)state;
	static const struct typed rows[] = {
		{"199 0000 0001", "19900000001", NULL},
		{"+86 199-0000-0001", "19900000001", NULL},
		{"0734-6812345", "0734-6812345", NULL},
		{"（0734）6812345", "0734-6812345", NULL},
		{"+86 734 6812345", "0734-6812345", NULL},
		{"0734-6812345转801", "0734-6812345-801", NULL},
		{"0734-6812345 转分机 801", "0734-6812345-801", NULL},
		{"0734-6812345-801", "0734-6812345-801", NULL},
		{"073468123456 ext. 12", "0734-68123456-12", NULL},
		{"010-68123456", "010-68123456", NULL},
		{"021-68123456#9", "021-68123456-9", NULL},
		{"6812345", "6812345", NULL},
		{"６８１２３４５转２", "6812345-2", NULL},
		{"400-123-4567", "4001234567", NULL},
		{"800 123 4567", "8001234567", NULL},
		{"95599", "95599", NULL},
		{"12345", "12345", NULL},
		{"+852 9123 4567", "+85291234567", NULL},
		{"00853 6612 3456", "+85366123456", NULL},
		{"+886-912-345-678", "+886912345678", NULL},
		{"+1 (415) 555-0100", "+14155550100", NULL},
		{"", NULL, "不像电话"},
		{"110", NULL, "不像电话"},
		{"1990000000", NULL, "不像电话"},
		{"199000000011", NULL, "不像电话"},
		{"19900000001转3", NULL, "不像电话"},
		{"0734-12345", NULL, "不像电话"},
		{"0034-6812345", "+346812345", NULL},
		{"0734-0812345", NULL, "不像电话"},
		{"0734-6812345转", NULL, "不像电话"},
		{"0734-6812345转1234567", NULL, "不像电话"},
		{"王婆婆家", NULL, "不像电话"},
		{"+999", NULL, "不像电话"},
		{"+123456789012345678", NULL, "不像电话"},
		{0},
	};
	check(person_check_contact, rows);
	/* What was made normal stays as it is. */
	struct arena *a = arena_new();
	for (const struct typed *r = rows; r->typed; r++) {
		const char *again = r->kept;
		assert_true(!again || !person_check_contact(a, &again));
		assert_true(!again || text_equal(again, r->kept));
	}
	arena_free(a);
	assert_true(person_phone_mobile("19900000001") && !person_phone_mobile("0734-6812345"));
}

static void public_text_holds_no_mobile_and_no_id_number(void **state)
{
	(void)state;
#define KEPT(text)                                                                                 \
	{                                                                                          \
		text, text, NULL                                                                   \
	}
	static const struct typed rows[] = {
		KEPT("想修一盏灯"),
		KEPT(""),
		KEPT("办公室电话 0734-6812345，8:30-17:30"),
		KEPT("单号 DD20261123-0001，2026-11-23 09-11 点"),
		KEPT("免费电话 12345、400-800-1234"),
		KEPT("19900000001234567890123"), /* no number of a person */
		{"请打19900000001", NULL, "人人看得到"},
		{"电话１９９ ００００ ０００１找王婆婆", NULL, "人人看得到"},
		{"199-0000-0001", NULL, "人人看得到"},
		{"199.0000·0001", NULL, "人人看得到"},
		{"一九九零零零零零零零一", NULL, "人人看得到"},
		{"+86 19900000001", NULL, "人人看得到"},
		{"0734-6812345 或 19900000001", NULL, "人人看得到"},
		{"身份证430421194001010018。", NULL, "人人看得到"},
		{"43042119400101001X", NULL, "人人看得到"},
		{0},
	};
#undef KEPT
	check(public_check_numbers, rows);
}

static void id_numbers_follow_gb_11643(void **state)
{
	(void)state;
	static const struct typed rows[] = {
		/* each check character once */
		{"999000199002280180", "999000199002280180", NULL},
		{"999000199002280041", "999000199002280041", NULL},
		{"999000199002280092", "999000199002280092", NULL},
		{"999000199002280033", "999000199002280033", NULL},
		{"999000199002280084", "999000199002280084", NULL},
		{"999000199002280025", "999000199002280025", NULL},
		{"999000199002280076", "999000199002280076", NULL},
		{"999000199002280017", "999000199002280017", NULL},
		{"999000199002280068", "999000199002280068", NULL},
		{"999000199002280199", "999000199002280199", NULL},
		{"99900019900228005X", "99900019900228005X", NULL},
		{"99900019900228005x", "99900019900228005X", NULL},
		{"９９９０００１９９００２２８００５ｘ", "99900019900228005X", NULL},
		{" 999000 19900228 005X ", "99900019900228005X", NULL},
		{"999000202402290016", "999000202402290016", NULL},
		{"999000199002280181", NULL, "校验码"},
		{"999000199002280190", NULL, "校验码"},
		{"999000199002300014", NULL, "出生日期"},
		{"999000199013010012", NULL, "出生日期"},
		{"999000202302290019", NULL, "出生日期"},
		{"99900018991231001X", NULL, "出生日期"},
		{"99900021000101001X", NULL, "出生日期"},
		{"999000900228001", NULL, "15 位"},
		{"99900019900228005", NULL, "18 位"},
		{"9990001990022800512", NULL, "18 位"},
		{"X99000199002280051", NULL, "前 17 位"},
		{"99900019900228005A", NULL, "前 17 位"},
		{"", NULL, "18 位"},
		{"e12345678", "E12345678", NULL}, /* passport */
		{"EA1234567", "EA1234567", NULL},
		{"123456789", "123456789", NULL}, /* of another country */
		{"H12345678", "H12345678", NULL}, /* Hong Kong, to travel here */
		{"M1234567801", "M1234567801", NULL},
		{"12345678", "12345678", NULL}, /* Taiwan */
		{"CHN110123456789", "CHN110123456789", NULL},
		{"1234567", NULL, "18 位"},
		{"E1234", NULL, "18 位"},
		{"ABCDEFGH", NULL, "18 位"},
		{"E1234567号", NULL, "18 位"},
		{0},
	};
	check(person_check_id_number, rows);
}

static void names_take_rare_characters_and_the_dot(void **state)
{
	(void)state;
	static const struct typed rows[] = {
		{"张三", "张三", NULL},
		{" 李　四 ", "李 四", NULL},
		{"阿依古丽·买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽•买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽‧买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽・买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽･买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽∙买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽⋅买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽 · 买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽.买买提", "阿依古丽·买买提", NULL},
		{"阿依古丽．买买提", "阿依古丽·买买提", NULL},
		{"J. Müller", "J. Müller", NULL},
		{"𠮷野", "𠮷野", NULL},
		{"㑇二", "㑇二", NULL},
		{"Zoë Müller", "Zoë Müller", NULL},
		{"Нина Петрова", "Нина Петрова", NULL},
		{"محمد علي", "محمد علي", NULL},
		{"นารี", "นารี", NULL},
		{"山田ゆき", "山田ゆき", NULL},
		{"김철수", "김철수", NULL},
		{"O'Brien-Łęcka", "O'Brien-Łęcka", NULL},
		{"·张三", NULL, "写在姓名中间"},
		{"张三•", NULL, "写在姓名中间"},
		{"阿依··买买提", NULL, "写在姓名中间"},
		{"张三😀", NULL, "只能有"},
		{"张٣", NULL, "只能有"},
		{"张①", NULL, "只能有"},
		{"张、三", NULL, "只能有"},
		{"张", NULL, "2 到 40"},
		{"张3", NULL, "只能有"},
		{"<b>张</b>", NULL, "只能有"},
		{"张，三", NULL, "只能有"},
		{"", NULL, "2 到 40"},
		{0},
	};
	check(person_check_name, rows);
}

static void mail_addresses_have_one_at_and_a_dot(void **state)
{
	(void)state;
	static const struct typed rows[] = {
		{"name@example.com", "name@example.com", NULL},
		{"ｎａｍｅ＠example.com", "name@example.com", NULL},
		{"name@example", NULL, "example.com"},
		{"a@b@c.d", NULL, "example.com"},
		{"@example.com", NULL, "example.com"},
		{"a@.com", NULL, "example.com"},
		{"名@example.com", NULL, "不能用"},
		{"a\r\nBcc:b@c.d", NULL, "不能用"},
		{0},
	};
	check(person_check_email, rows);
}

static void ages_turn_on_the_birthday(void **state)
{
	(void)state;
	int64_t birth, before, on;
	assert_true(clock_parse("2012-11-24", &birth));
	assert_true(clock_parse("2026-11-23T23:59", &before));
	assert_true(clock_parse("2026-11-24", &on));
	assert_int_equal(person_age(birth, before), 13);
	assert_int_equal(person_age(birth, on), 14);
	assert_int_equal(person_age(0, on), -1);
	assert_int_equal(person_age(on + DAY, on), -1);
	assert_int_equal(person_birth_of("999000201206060112"),
	                 clock_midnight(person_birth_of("999000201206060112")));
	assert_int_equal(person_gender_of("999000201206060112"), 1);
	assert_int_equal(person_gender_of("999000201206060120"), 2);
	assert_int_equal(person_birth_of("x"), 0);
}

static void secrets_lie_sealed_and_are_found_by_their_index(struct world *w)
{
	world_begin(w, GUEST);
	struct person p = {.name = "示例甲",
	                   .phone = "19911112222",
	                   .address = "三组九号",
	                   .id_number = "999000198001010117",
	                   .email = "a@example.com",
	                   .home = 4};
	assert_true(person_add(&w->c, &p) > 0);
	struct person *kept = person_by_phone(&w->c, "19911112222");
	assert_non_null(kept);
	assert_string_equal(kept->uid, p.uid);
	assert_int_equal(kept->birth, person_birth_of("999000198001010117"));
	assert_null(strstr(kept->phone, "1991111"));
	assert_null(strstr(kept->address, "三组"));
	person_open(&w->c, kept);
	assert_string_equal(kept->phone, "19911112222");
	assert_string_equal(kept->address, "三组九号");
	assert_string_equal(kept->id_number, "999000198001010117");
	assert_non_null(person_by_id_number(&w->c, "999000198001010117"));
	struct person twin = {.name = "示例乙", .id_number = "999000198001010117"};
	assert_int_equal(person_add(&w->c, &twin), 0);
	assert_string_equal(w->c.problems[0].field, "id_number");
	struct person v = {.name = "示例丙", .volunteer = true};
	person_add(&w->c, &v);
	assert_int_equal(strlen(v.number), 12);
	assert_non_null(person_by_number(&w->c, v.number));
	world_commit(w);
}
STORY(secrets_lie_sealed_and_are_found_by_their_index)

static const char entry[] =
	"{\"name\":\"示例老人\",\"phone\":\"199 2222 3333\",\"home\":\"" VILLAGE "\","
	"\"address\":\"二组\",\"consent\":{\"by\":\"本人\",\"how\":\"当面\",\"at\":1700000000}}";

static void a_station_keeps_a_resident_with_consent(struct world *w)
{
	assert_int_equal(world_ask(w, STATION, POST, "/people", entry), 201);
	assert_string_equal(world_get(w, "phone"), "199****3333");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person WHERE name = '示例老人'"), 1);
	assert_int_equal(world_ask(w, STATION, POST, "/people", entry), 201);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person WHERE name = '示例老人'"), 1);
	assert_int_equal(world_ask(w, OTHER_STATION, POST, "/people", entry), 403);
	assert_int_equal(world_ask(w, RESIDENT, POST, "/people", entry), 403);
	assert_int_equal(world_ask(w, GUEST, POST, "/people", entry), 401);
	assert_int_equal(world_ask(w, STATION, POST, "/people",
	                           "{\"name\":\"示例老人\",\"home\":\"" VILLAGE "\"}"),
	                 422);
	HAS("consent");
	assert_int_equal(world_ask(w, STATION, POST, "/people",
	                           "{\"name\":\"示例老人\",\"home\":\"" VILLAGE
	                           "\",\"volunteer\":true}"),
	                 422);
}
STORY(a_station_keeps_a_resident_with_consent)

static void lists_are_masked_and_end_at_the_subtree(struct world *w)
{
	assert_int_equal(world_ask(w, STATION, GET, "/people", NULL), 200);
	HAS(w->uid[RESIDENT]);
	LACKS(w->uid[OTHER_RESIDENT]);
	LACKS(PHONE);
	HAS("199****0001");
	assert_int_equal(world_ask(w, OTHER_TOWNSHIP, GET, "/people?q=" PHONE, NULL), 200);
	LACKS(w->uid[RESIDENT]);
	assert_int_equal(world_ask(w, TOWNSHIP, GET,
	                           "/people?q=%EF%BC%91"
	                           "9900000001",
	                           NULL),
	                 200);
	HAS(w->uid[RESIDENT]);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/people?q=other%20RES&volunteers=0", NULL),
	                 200);
	HAS(w->uid[OTHER_RESIDENT]);
	LACKS(w->uid[RESIDENT]);
	assert_int_equal(world_ask(w, DISPATCHER, GET, "/people?place=" OTHER_TOWN, NULL), 200);
	LACKS(w->uid[RESIDENT]);
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		bool staff = who == STATION || who == OTHER_STATION || who == TOWNSHIP ||
		             who == OTHER_TOWNSHIP || who == DISPATCHER || who == REVIEWER;
		assert_int_equal(world_ask(w, who, GET, "/people", NULL), staff          ? 200
		                                                          : who == GUEST ? 401
		                                                                         : 403);
	}
}
STORY(lists_are_masked_and_end_at_the_subtree)

static void pages_of_people_go_on_where_they_stopped(struct world *w)
{
	world_begin(w, GUEST);
	for (int i = 0; i < 25; i++) {
		struct person p = {.name = arena_printf(w->mem, "示例村民%c", 'a' + i), .home = 4};
		person_add(&w->c, &p);
	}
	world_commit(w);
	assert_int_equal(world_ask(w, STATION, GET, "/people?q=%E6%9D%91%E6%B0%91", NULL), 200);
	const char *next = arena_strdup(w->mem, world_get(w, "next"));
	assert_int_equal(strlen(next), 26);
	assert_int_equal(world_askf(w, STATION, GET, NULL,
	                            "/people?q=%%E6%%9D%%91%%E6%%B0%%91&after=%s", next),
	                 200);
	assert_string_equal(world_get(w, "next"), "");
	HAS("示例村民a");
	LACKS("示例村民y");
}
STORY(pages_of_people_go_on_where_they_stopped)

static void a_foreign_and_a_missing_person_answer_alike(struct world *w)
{
	assert_int_equal(world_askf(w, OTHER_STATION, GET, NULL, "/people/%s", w->uid[RESIDENT]),
	                 404);
	assert_int_equal(world_ask(w, OTHER_STATION, GET, "/people/none", NULL), 404);
	assert_int_equal(world_askf(w, STATION, GET, NULL, "/people/%s", w->uid[RESIDENT]), 200);
	assert_string_equal(world_get(w, "phone"), "199****0001");
	assert_int_equal(
		world_page(w, STATION, arena_printf(w->mem, "/people/%s", w->uid[RESIDENT])), 200);
	LACKS(PHONE);
	HAS("查看并记录");
}
STORY(a_foreign_and_a_missing_person_answer_alike)

static void a_reveal_needs_a_reason_and_leaves_a_trace(struct world *w)
{
	const char *path = arena_printf(w->mem, "/people/%s/reveal", w->uid[RESIDENT]);
	const char *body = "{\"what\":\"phone\",\"reason\":\"回访时电话核实\"}";
	assert_int_equal(
		world_ask(w, STATION, POST, path, "{\"what\":\"phone\",\"reason\":\"看\"}"), 422);
	assert_int_equal(world_ask(w, STATION, POST, path,
	                           "{\"what\":\"all\",\"reason\":\"回访时电话核实\"}"),
	                 422);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM reveal"), 0);
	assert_int_equal(world_ask(w, STATION, POST, path, body), 200);
	assert_string_equal(world_get(w, "text"), PHONE);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM reveal WHERE kind = 'person'"), 1);
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'person.reveal'"), 1);
	assert_int_equal(world_ask(w, OTHER_STATION, POST, path, body), 404);
	assert_int_equal(world_ask(w, LEADER, POST, path, body), 404);
	assert_int_equal(world_ask(w, AUDITOR, POST, path, body), 403);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM reveal"), 1);
}
STORY(a_reveal_needs_a_reason_and_leaves_a_trace)

static void a_day_of_many_looks_comes_to_an_end(struct world *w)
{
	const char *path = arena_printf(w->mem, "/people/%s/reveal", w->uid[RESIDENT]);
	db_script(
		w->db,
		"INSERT INTO setting (name, value, who, at) VALUES ('reveal.per_day', '2', '', 0)");
	for (int i = 0; i < 3; i++)
		assert_int_equal(world_ask(w, STATION, POST, path,
		                           "{\"what\":\"phone\",\"reason\":\"回访时电话核实\"}"),
		                 i < 2 ? 200 : 429);
	world_later(DAY);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, path,
	                           "{\"what\":\"address\",\"reason\":\"回访时电话核实\"}"),
	                 200);
	assert_string_equal(world_get(w, "text"), "");
}
STORY(a_day_of_many_looks_comes_to_an_end)

static void everybody_sees_who_he_is(struct world *w)
{
	assert_int_equal(world_ask(w, GUEST, GET, "/me", NULL), 401);
	assert_int_equal(world_ask(w, LEADER, GET, "/me", NULL), 200);
	assert_string_equal(world_get(w, "id"), w->uid[LEADER]);
	HAS("\"leader\"");
	HAS(arena_printf(w->mem, "\"leads\":[\"%s\"]", w->team_uid_a));
	assert_string_equal(world_get(w, "home"), VILLAGE);
	assert_int_equal(world_ask(w, MEMBER, GET, "/me", NULL), 200);
	HAS("\"leads\":[]");
	LACKS("\"leader\"");
	for (enum who who = RESIDENT; who < WHO_COUNT; who++)
		assert_int_equal(world_page(w, who, "/me"), 200);
}
STORY(everybody_sees_who_he_is)

static void the_own_record_is_changed_by_its_owner_only_in_part(struct world *w)
{
	assert_int_equal(world_ask(w, MEMBER, POST, "/me",
	                           "{\"home\":\"" OTHER_VILLAGE
	                           "\",\"skills\":[\"repair\",\"health\"],"
	                           "\"email\":\"m@example.com\"}"),
	                 200);
	assert_string_equal(world_get(w, "home"), OTHER_VILLAGE);
	assert_int_equal(
		world_count(w, "SELECT COUNT(*) FROM person WHERE skills = ' repair health '"), 1);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me", "{\"skills\":[\"flying\"]}"), 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me", "{\"home\":\"430421999999\"}"), 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me", "{\"email\":\"nope\"}"), 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me", "{\"name\":\"别人\"}"), 422);
	assert_int_equal(world_ask(w, MEMBER, POST, "/me", "{\"skills\":[]}"), 200);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM person WHERE email IS NOT NULL"), 1);
	assert_int_equal(world_ask(w, GUEST, POST, "/me", "{\"skills\":[]}"), 401);
}
STORY(the_own_record_is_changed_by_its_owner_only_in_part)

const struct CMUnitTest person_tests[] = {
	cmocka_unit_test(phones_are_normalised_or_refused),
	cmocka_unit_test(whoever_can_be_reached_is_reached),
	cmocka_unit_test(public_text_holds_no_mobile_and_no_id_number),
	cmocka_unit_test(id_numbers_follow_gb_11643),
	cmocka_unit_test(names_take_rare_characters_and_the_dot),
	cmocka_unit_test(mail_addresses_have_one_at_and_a_dot),
	cmocka_unit_test(ages_turn_on_the_birthday),
	TOLD(secrets_lie_sealed_and_are_found_by_their_index),
	TOLD(a_station_keeps_a_resident_with_consent),
	TOLD(lists_are_masked_and_end_at_the_subtree),
	TOLD(pages_of_people_go_on_where_they_stopped),
	TOLD(a_foreign_and_a_missing_person_answer_alike),
	TOLD(a_reveal_needs_a_reason_and_leaves_a_trace),
	TOLD(a_day_of_many_looks_comes_to_an_end),
	TOLD(everybody_sees_who_he_is),
	TOLD(the_own_record_is_changed_by_its_owner_only_in_part),
};
const size_t person_tests_count = sizeof person_tests / sizeof person_tests[0];
