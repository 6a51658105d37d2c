/* team: its life, and who serves with it. */
#include "world.h"

#include "base/arena.h"
#include "core/access.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "store/db.h"

#include <string.h>

static int act(struct world *w, enum who who, const char *team, const char *what, const char *json)
{
	return world_askf(w, who, POST, json, "/teams/%s/%s", team, what);
}

static int member_act(struct world *w, enum who who, enum who whom, const char *what,
                      const char *json)
{
	return world_askf(w, who, POST, json, "/teams/%s/members/%s/%s", w->team_uid_a,
	                  w->uid[whom], what);
}

static int64_t members(struct world *w)
{
	return world_count(w, "SELECT members FROM team WHERE name = '甲队（示例）'");
}

/* Reasons are about people: they stand in the log of the team alone. */
static int64_t reasons_in_audit(struct world *w)
{
	return world_count(w, "SELECT COUNT(*) FROM audit WHERE kind = 'team' AND detail <> ''");
}

/* By hand: which action follows which state. */
static void the_life_of_a_team_is_a_table(void **state)
{
	(void)state;
	/* clang-format off */
	static const int to[TEAM_ACTIONS][TEAM_DISSOLVED + 1] = {
		/*                 preparing        incubating       registered       suspended        dissolved */
		[TEAM_INCUBATE] = {TEAM_INCUBATING, -1,              -1,              -1,              -1},
		[TEAM_REGISTER] = {-1,              TEAM_REGISTERED, -1,              -1,              -1},
		[TEAM_SUSPEND]  = {-1,              -1,              TEAM_SUSPENDED,  -1,              -1},
		[TEAM_RESUME]   = {-1,              -1,              -1,              TEAM_REGISTERED, -1},
		[TEAM_DISSOLVE] = {TEAM_DISSOLVED,  TEAM_DISSOLVED,  TEAM_DISSOLVED,  TEAM_DISSOLVED,  -1},
		[TEAM_FOUND]    = {-1,              -1,              -1,              -1,              -1},
	};
	/* clang-format on */
	int seen[TEAM_ACTIONS][TEAM_DISSOLVED + 1];
	memset(seen, -1, sizeof(seen));
	for (const struct life_move *m = team_life.moves; m->word; m++)
		for (int from = 0; from <= TEAM_DISSOLVED; from++)
			if (m->from & IN(from))
				seen[m->action][from] = __builtin_ctz(m->to);
	assert_memory_equal(seen, to, sizeof(to));
}

static void the_life_of_a_membership_is_a_table(void **state)
{
	(void)state;
	/* clang-format off */
	static const int to[MEMBER_APPOINT + 1][MEMBER_NONE + 1] = {
		/*                   asked          invited        active         left             none */
		[MEMBER_JOIN]     = {-1,            -1,            -1,            MEMBER_ASKED,    MEMBER_ASKED},
		[MEMBER_INVITE]   = {-1,            -1,            -1,            MEMBER_INVITED,  MEMBER_INVITED},
		[MEMBER_ACCEPT]   = {MEMBER_ACTIVE, MEMBER_ACTIVE, -1,            -1,              -1},
		[MEMBER_REFUSE]   = {MEMBER_LEFT,   MEMBER_LEFT,   -1,            -1,              -1},
		[MEMBER_REMOVE]   = {-1,            -1,            MEMBER_LEFT,   -1,              -1},
		[MEMBER_WITHDRAW] = {MEMBER_LEFT,   MEMBER_LEFT,   -1,            -1,              -1},
		[MEMBER_LEAVE]    = {MEMBER_LEFT,   MEMBER_LEFT,   MEMBER_LEFT,   -1,              -1},
		[MEMBER_APPOINT]  = {-1,            -1,            MEMBER_ACTIVE, -1,              -1},
	};
	/* clang-format on */
	for (int a = 0; a <= MEMBER_APPOINT; a++)
		for (int from = 0; from <= MEMBER_NONE; from++) {
			const struct life_move *m = life_row(&member_life, a, from);
			assert_int_equal(!m      ? -1
			                 : m->to ? __builtin_ctz(m->to)
			                         : from,
			                 to[a][from]);
		}
}

static void skills_are_whole_words(void **state)
{
	(void)state;
	struct team t = {.skills = " repair health "};
	assert_true(team_has_skill(&t, "repair"));
	assert_true(team_has_skill(&t, "health"));
	assert_false(team_has_skill(&t, "heal"));
	assert_false(team_has_skill(&t, "pair"));
	assert_false(team_has_skill(&t, ""));
	assert_false(team_has_skill(&t, NULL));
}

static void every_move_of_a_team_is_made_or_refused_by_the_table(struct world *w)
{
	static const char *const words[] = {"incubate", "register", "suspend", "resume",
	                                    "dissolve"};
	for (int a = TEAM_INCUBATE; a <= TEAM_DISSOLVE; a++)
		for (int from = 0; from <= TEAM_DISSOLVED; from++) {
			int expected = life_row(&team_life, a, from) ? 200 : 409;
			db_script(w->db,
			          arena_printf(
					  w->mem,
					  "UPDATE team SET state = %d WHERE name = '甲队（示例）'",
					  from));
			assert_int_equal(act(w, TOWNSHIP, w->team_uid_a, words[a],
			                     "{\"reason\":\"示例理由\"}"),
			                 expected);
			if (expected == 409)
				assert_string_equal(world_get(w, "state"), team_state_words[from]);
		}
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM team_event"), 8);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'team.suspend'"),
	                 1);
	assert_int_equal(reasons_in_audit(w), 0);
}
STORY(every_move_of_a_team_is_made_or_refused_by_the_table)

static void only_staff_over_its_place_moves_a_team(struct world *w)
{
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		db_script(w->db, "UPDATE team SET state = 2 WHERE name = '甲队（示例）'");
		int expected = who == TOWNSHIP || who == REVIEWER ? 200 : who == GUEST ? 401 : 403;
		assert_int_equal(act(w, who, w->team_uid_a, "suspend", "{\"reason\":\"示例理由\"}"),
		                 expected);
	}
	assert_int_equal(act(w, TOWNSHIP, "none", "suspend", "{\"reason\":\"示例理由\"}"), 404);
	db_script(w->db, "UPDATE team SET state = 2 WHERE name = '甲队（示例）'");
	assert_int_equal(act(w, TOWNSHIP, w->team_uid_a, "suspend", NULL), 422);
	assert_int_equal(
		act(w, TOWNSHIP, w->team_uid_a, "suspend", "{\"reason\":\"示例\",\"revision\":99}"),
		409);
}
STORY(only_staff_over_its_place_moves_a_team)

static void a_team_with_orders_in_hand_is_not_dissolved(struct world *w)
{
	const char *why = "{\"reason\":\"并队\"}";
	db_script(w->db, arena_printf(w->mem,
	                              "INSERT INTO orders (uid, number, kind, form, source, state, "
	                              "revision, title, detail, category, place,"
	                              " requester, created, entered, deadline, team) VALUES "
	                              "('o-1', 'N1', 0, 0, 0, 4, 1, '示例', '', 1, 2, 1,"
	                              " 1, 1, 9, %lld)",
	                              (long long)w->team_a));
	for (int state = 0; state <= 13; state++) {
		db_script(w->db,
		          arena_printf(w->mem,
		                       "UPDATE orders SET state = %d;"
		                       "UPDATE team SET state = 2 WHERE name = '甲队（示例）'",
		                       state));
		bool busy = state >= 5 && state <= 7; /* offered: see the stories of the offer */
		assert_int_equal(act(w, TOWNSHIP, w->team_uid_a, "dissolve", why),
		                 busy ? 409 : 200);
		if (busy)
			HAS("待接或服务中的单");
	}
}
STORY(a_team_with_orders_in_hand_is_not_dissolved)

static void a_team_is_founded_preparing_and_registered_with_a_leader(struct world *w)
{
	const char *number = NULL;
	world_begin(w, GUEST);
	number = arena_strdup(w->mem, person_get(&w->c, w->person[VOLUNTEER])->number);
	world_commit(w);
	const char *body = arena_printf(w->mem,
	                                "{\"name\":\"新队（示例）\",\"place\":\"" VILLAGE "\","
	                                "\"skills\":[\"repair\"],\"leader\":\"%s\"}",
	                                number);
	assert_int_equal(world_ask(w, OTHER_TOWNSHIP, POST, "/teams", body), 403);
	assert_int_equal(world_ask(w, LEADER, POST, "/teams", body), 403);
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/teams", body), 201);
	assert_string_equal(world_get(w, "state"), "preparing");
	HAS("\"skills\":[\"repair\"]");
	const char *id = arena_strdup(w->mem, world_get(w, "id"));
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/teams", body), 422);
	assert_int_equal(act(w, TOWNSHIP, id, "incubate", NULL), 200);
	assert_int_equal(act(w, TOWNSHIP, id, "register", NULL), 422);
	assert_int_equal(world_askf(w, TOWNSHIP, POST, NULL, "/teams/%s/members/%s/accept", id,
	                            w->uid[VOLUNTEER]),
	                 403);
	assert_int_equal(world_askf(w, VOLUNTEER, POST, NULL, "/teams/%s/members/%s/accept", id,
	                            w->uid[VOLUNTEER]),
	                 200);
	assert_int_equal(act(w, TOWNSHIP, id, "register", NULL), 200);
	assert_string_equal(world_get(w, "members"), "1");
	assert_int_equal(world_ask(w, VOLUNTEER, GET, "/me", NULL), 200);
	HAS("\"leader\"");
}
STORY(a_team_is_founded_preparing_and_registered_with_a_leader)

static void a_wrong_number_of_the_leader_is_named_where_it_was_typed(struct world *w)
{
	assert_int_equal(world_ask(w, TOWNSHIP, POST, "/teams",
	                           "{\"name\":\"新队（示例）\",\"place\":\"" VILLAGE
	                           "\",\"leader\":\"ZY0000000000\"}"),
	                 422);
	HAS("\"field\":\"leader\"");
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM team WHERE name = '新队（示例）'"),
	                 0);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "invite",
	                     "{\"person\":\"ZY0000000000\",\"role\":\"member\"}"),
	                 422);
	HAS("\"field\":\"person\"");
}
STORY(a_wrong_number_of_the_leader_is_named_where_it_was_typed)

static void somebody_asks_to_join_and_the_leader_answers(struct world *w)
{
	assert_int_equal(act(w, RESIDENT, w->team_uid_a, "join", NULL), 403);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 200);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 409);
	assert_int_equal(members(w), 2);
	assert_true(world_count(w, arena_printf(w->mem,
	                                        "SELECT COUNT(*) FROM inbox WHERE person = %lld",
	                                        (long long)w->person[LEADER])) == 1);
	assert_int_equal(member_act(w, VOLUNTEER, VOLUNTEER, "accept", NULL), 403);
	assert_int_equal(member_act(w, OTHER_LEADER, VOLUNTEER, "accept", NULL), 403);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "refuse", NULL), 200);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 200);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "accept", NULL), 200);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "accept", NULL), 409);
	assert_int_equal(members(w), 3);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "leave", NULL), 200);
	assert_int_equal(members(w), 2);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "leave", NULL), 409);
}
STORY(somebody_asks_to_join_and_the_leader_answers)

static void a_request_is_taken_back_by_who_asked(struct world *w)
{
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 200);
	assert_int_equal(world_page(w, VOLUNTEER, arena_printf(w->mem, "/teams/%s", w->team_uid_a)),
	                 200);
	HAS("撤回申请");
	assert_int_equal(member_act(w, OTHER_LEADER, VOLUNTEER, "withdraw", NULL), 403);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "withdraw", NULL), 403);
	HAS("申请只能由本人撤回");
	assert_int_equal(member_act(w, VOLUNTEER, VOLUNTEER, "withdraw", NULL), 200);
	assert_int_equal(member_act(w, VOLUNTEER, VOLUNTEER, "withdraw", NULL), 409);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "accept", NULL), 409);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM inbox WHERE read_at IS NULL"), 0);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 200); /* and asked anew */
	/* an invitation is the team's to take back */
	const char *body = arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"member\"}",
	                                w->uid[VOLUNTEER]);
	assert_int_equal(act(w, OTHER_LEADER, w->team_uid_b, "invite", body), 200);
	assert_int_equal(world_askf(w, VOLUNTEER, POST, NULL, "/teams/%s/members/%s/withdraw",
	                            w->team_uid_b, w->uid[VOLUNTEER]),
	                 403);
	assert_int_equal(world_askf(w, OTHER_LEADER, POST, NULL, "/teams/%s/members/%s/withdraw",
	                            w->team_uid_b, w->uid[VOLUNTEER]),
	                 200);
}
STORY(a_request_is_taken_back_by_who_asked)

static void who_never_was_a_member_has_not_left(struct world *w)
{
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "remove", "{\"reason\":\"搬走了\"}"),
	                 409);
	HAS("没有入队");
	REFUSAL_LACKS(409, "已离队");
	assert_string_equal(world_get(w, "state"), "none");
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "leave", NULL), 409);
	REFUSAL_LACKS(409, "已离队");
	assert_int_equal(member_act(w, LEADER, MEMBER, "remove", "{\"reason\":\"搬走了\"}"), 200);
	assert_int_equal(act(w, MEMBER, w->team_uid_a, "leave", NULL), 409);
	HAS("已离队");
}
STORY(who_never_was_a_member_has_not_left)

static void an_invitation_is_answered_by_the_invited_alone(struct world *w)
{
	const char *body = arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"deputy\"}",
	                                w->uid[VOLUNTEER]);
	assert_int_equal(act(w, MEMBER, w->team_uid_a, "invite", body), 403);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "invite", "{\"person\":\"ZY0\"}"), 422);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "invite", body), 200);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "invite", body), 409);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "accept", NULL), 403);
	assert_int_equal(members(w), 2);
	assert_int_equal(member_act(w, VOLUNTEER, VOLUNTEER, "accept", NULL), 200);
	assert_int_equal(members(w), 3);
	world_begin(w, VOLUNTEER);
	assert_true(access_leads(w->c.who, w->team_a));
	assert_int_equal(member_of(&w->c, w->team_a, w->person[VOLUNTEER])->role, MEMBER_DEPUTY);
	world_commit(w);
	/* A deputy leads, but does not appoint. */
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "appoint",
	                     arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"deputy\"}",
	                                  w->uid[MEMBER])),
	                 403);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "remove", NULL), 422);
	assert_int_equal(member_act(w, LEADER, VOLUNTEER, "remove", "{\"reason\":\"本人搬家\"}"),
	                 200);
	assert_int_equal(members(w), 2);
}
STORY(an_invitation_is_answered_by_the_invited_alone)

/* Neither he nor his leader asks: the answer does not tell how somebody stands to a team. */
static void others_are_not_told_who_is_a_member(struct world *w)
{
	static const char *const words[] = {"accept", "refuse", "remove"};
	for (int state = MEMBER_ASKED; state <= MEMBER_LEFT; state++) {
		db_script(w->db,
		          arena_printf(w->mem, "UPDATE member SET state = %d WHERE person = %lld",
		                       state, (long long)w->person[MEMBER]));
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			assert_int_equal(member_act(w, OTHER_LEADER, MEMBER, words[i], NULL), 403);
			REFUSAL_LACKS(403, "现在");
		}
	}
}
STORY(others_are_not_told_who_is_a_member)

static void the_corps_stand_for_good(struct world *w)
{
	db_script(w->db, "UPDATE team SET kind = 1 WHERE name = '甲队（示例）'");
	assert_int_equal(act(w, REVIEWER, w->team_uid_a, "suspend", "{\"reason\":\"示例理由\"}"),
	                 403);
	assert_int_equal(world_page(w, REVIEWER, arena_printf(w->mem, "/teams/%s", w->team_uid_a)),
	                 200);
	LACKS("/suspend");
}
STORY(the_corps_stand_for_good)

static void the_last_leader_stays(struct world *w)
{
	const char *me = arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"member\"}",
	                              w->uid[LEADER]);
	const char *him = arena_printf(w->mem, "{\"person\":\"%s\",\"role\":\"leader\"}",
	                               w->uid[MEMBER]);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "leave", NULL), 409);
	HAS("唯一的队长");
	assert_int_equal(member_act(w, TOWNSHIP, LEADER, "remove", "{\"reason\":\"示例\"}"), 409);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "appoint", me), 409);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "appoint", him), 200);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "appoint", him), 422); /* he is */
	assert_int_equal(act(w, LEADER, w->team_uid_a, "appoint", me), 200);
	assert_int_equal(act(w, LEADER, w->team_uid_a, "leave", NULL), 200);
	assert_int_equal(act(w, MEMBER, w->team_uid_a, "leave", NULL), 409);
	assert_int_equal(reasons_in_audit(w), 0);
}
STORY(the_last_leader_stays)

static void a_suspended_team_takes_nobody(struct world *w)
{
	assert_int_equal(act(w, TOWNSHIP, w->team_uid_a, "suspend", "{\"reason\":\"整顿\"}"), 200);
	assert_int_equal(act(w, VOLUNTEER, w->team_uid_a, "join", NULL), 422);
	assert_true(world_count(w, arena_printf(w->mem,
	                                        "SELECT COUNT(*) FROM inbox WHERE person = %lld",
	                                        (long long)w->person[LEADER])) == 1);
	world_begin(w, GUEST);
	assert_false(team_serves(team_get(&w->c, w->team_a)));
	assert_true(team_serves(team_get(&w->c, w->team_b)));
	world_commit(w);
}
STORY(a_suspended_team_takes_nobody)

static void members_are_shown_to_those_who_lead_or_manage(struct world *w)
{
	for (enum who who = GUEST; who < WHO_COUNT; who++) {
		bool may = who == LEADER || who == TOWNSHIP || who == REVIEWER;
		assert_int_equal(world_askf(w, who, GET, NULL, "/teams/%s", w->team_uid_a), 200);
		assert_string_equal(world_get(w, "members"), "2");
		assert_true(!!strstr(w->body, w->uid[MEMBER]) == may);
		assert_int_equal(
			world_page(w, who, arena_printf(w->mem, "/teams/%s", w->team_uid_a)), 200);
		assert_true(!!strstr(w->body, "示例member") == (may || who == MEMBER));
	}
}
STORY(members_are_shown_to_those_who_lead_or_manage)

static void teams_are_found_by_place_corps_and_name(struct world *w)
{
	assert_int_equal(world_ask(w, GUEST, GET, "/teams", NULL), 200);
	HAS(w->team_uid_a);
	HAS("\"state\":\"registered\"");
	assert_int_equal(world_ask(w, GUEST, GET, "/teams?place=" OTHER_TOWN, NULL), 200);
	LACKS(w->team_uid_a);
	HAS(w->team_uid_b);
	assert_int_equal(world_ask(w, GUEST, GET, "/teams?q=%E7%94%B2%E9%98%9F", NULL), 200);
	HAS(w->team_uid_a);
	LACKS(w->team_uid_b);
	assert_int_equal(world_ask(w, GUEST, GET, "/teams?place=999999", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(world_ask(w, GUEST, GET, "/teams?corps=none", NULL), 200);
	HAS("\"items\":[]");
	assert_int_equal(world_page(w, GUEST, "/teams"), 200);
	assert_int_equal(world_page(w, TOWNSHIP, "/teams/new"), 200);
}
STORY(teams_are_found_by_place_corps_and_name)

static void lists_of_teams_go_on_where_they_stopped(struct world *w)
{
	world_begin(w, GUEST);
	for (int i = 0; i < 60; i++) {
		/* Two of each name: the name alone would lose one at the end of a page. */
		struct team t = {.name = arena_printf(w->mem, "丙队%02d", i / 2),
		                 .kind = TEAM_TEAM,
		                 .place = 2,
		                 .state = TEAM_REGISTERED};
		team_add(&w->c, &t);
	}
	world_commit(w);
	int pages = 0, seen = 0;
	const char *next = "";
	do {
		assert_int_equal(world_askf(w, GUEST, GET, NULL, "/teams?after=%s", next), 200);
		seen += (int)world_length(w, "items");
		next = world_get(w, "next");
		pages++;
	} while (*next);
	assert_int_equal(seen, 62);
	assert_int_equal(pages, 2);
}
STORY(lists_of_teams_go_on_where_they_stopped)

const struct CMUnitTest team_tests[] = {
	cmocka_unit_test(the_life_of_a_team_is_a_table),
	cmocka_unit_test(the_life_of_a_membership_is_a_table),
	cmocka_unit_test(skills_are_whole_words),
	TOLD(every_move_of_a_team_is_made_or_refused_by_the_table),
	TOLD(only_staff_over_its_place_moves_a_team),
	TOLD(a_team_with_orders_in_hand_is_not_dissolved),
	TOLD(a_team_is_founded_preparing_and_registered_with_a_leader),
	TOLD(a_request_is_taken_back_by_who_asked),
	TOLD(somebody_asks_to_join_and_the_leader_answers),
	TOLD(who_never_was_a_member_has_not_left),
	TOLD(a_wrong_number_of_the_leader_is_named_where_it_was_typed),
	TOLD(an_invitation_is_answered_by_the_invited_alone),
	TOLD(others_are_not_told_who_is_a_member),
	TOLD(the_corps_stand_for_good),
	TOLD(the_last_leader_stays),
	TOLD(a_suspended_team_takes_nobody),
	TOLD(members_are_shown_to_those_who_lead_or_manage),
	TOLD(teams_are_found_by_place_corps_and_name),
	TOLD(lists_of_teams_go_on_where_they_stopped),
};
const size_t team_tests_count = sizeof team_tests / sizeof team_tests[0];
