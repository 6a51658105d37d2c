#include "groups.h"

#include <stdio.h>
#include <string.h>

#include "core/access.h"

/* Written by hand, role by role, from what the product says; never printed from the table. What is
 * not named is none. */
static const struct {
	enum role role;
	const char *has;
} expected[] = {
	{ROLE_GUEST, " public=all place_read=all team_read=all "},
	{ROLE_RESIDENT, " public=all signed_in=all place_read=all team_read=all order_create=all"
                        " order_own=own order_verdict=own order_read=own inbox_read=own "},
	{ROLE_VOLUNTEER, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                         " team_join=own order_claim=all order_serve=serving order_read=serving"
                         " person_reveal=serving "},
	{ROLE_LEADER, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                      " team_lead=serving menu_propose=serving order_claim=all order_serve=serving "
                      "order_read=serving"
                      " person_reveal=serving "},
	{ROLE_STATION, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                       " order_enter=subtree person_enter=subtree person_read=subtree"
                       " person_reveal=subtree order_read=subtree order_log=subtree order_own=own"
                       " order_verdict=own menu_propose=subtree limit_read=all news_write=subtree "
                       "list_export=all "},
	{ROLE_TOWNSHIP,
         " public=all signed_in=all place_read=all team_read=all inbox_read=own"
         " order_enter=subtree person_enter=subtree person_read=subtree"
         " person_reveal=subtree order_read=subtree order_log=subtree order_own=own"
         " order_verdict=own order_review=subtree order_dispatch=subtree"
         " order_callback=subtree team_manage=subtree person_vouch=subtree menu_propose=subtree"
         " menu_review=subtree limit_read=all complaint_read=subtree complaint_answer=subtree"
         " news_write=subtree news_review=subtree list_export=all "},
	{ROLE_DISPATCHER, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                          " order_enter=all person_enter=all person_read=all person_reveal=all"
                          " order_read=all order_log=all order_own=own order_verdict=own"
                          " order_dispatch=all order_callback=all menu_propose=all limit_read=all "
                          "complaint_read=all complaint_answer=all"
                          " news_write=all list_export=all "},
	{ROLE_REVIEWER,
         " public=all signed_in=all place_read=all team_read=all inbox_read=own"
         " person_read=all person_reveal=all order_read=all order_log=all"
         " order_review=all order_callback=all team_manage=all person_vouch=all menu_propose=all"
         " menu_review=all limit_read=all complaint_read=all complaint_answer=all news_write=all "
         "news_review=all list_export=all "},
	{ROLE_AUDITOR, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                       " audit_read=all proposal_manage=all order_read=all order_log=all "
                       "limit_read=all complaint_read=all list_export=all "},
	{ROLE_SYSADMIN, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                        " account_manage=all proposal_manage=all place_manage=all "
                        "setting_manage=all limit_read=all list_export=all "},
	{ROLE_SECADMIN, " public=all signed_in=all place_read=all team_read=all inbox_read=own"
                        " grant_manage=all proposal_manage=all list_export=all "},
	{ROLE_VIEWER,
         " public=all signed_in=all place_read=all team_read=all inbox_read=own"
         " order_read=all order_log=all limit_read=all complaint_read=all list_export=all "},
};

static const char *const reach_words[] = {"none", "own", "serving", "subtree", "all"};

static void every_cell_of_the_matrix_is_the_one_written_by_hand(void **state)
{
	(void)state;
	assert_int_equal(sizeof expected / sizeof expected[0], ROLE_COUNT);
	for (enum role r = ROLE_GUEST; r < ROLE_COUNT; r++) {
		size_t named = 0, found = 0;
		for (const char *s = expected[r].has; (s = strchr(s, '=')); s++)
			named++;
		assert_int_equal(expected[r].role, r);
		for (enum perm p = PERM_UNSET; p < PERM_COUNT; p++) {
			char cell[80];
			enum reach reach = access_cell(p, r);
			snprintf(cell, sizeof cell, " %s=%s ", perm_words[p], reach_words[reach]);
			bool stands = strstr(expected[r].has, cell);
			found += stands;
			if (stands != (reach != REACH_NONE))
				fail_msg("%s:%s", role_words[r], cell);
		}
		assert_int_equal(named, found);
	}
}

static void words_and_labels_cover_every_role_and_permission(void **state)
{
	(void)state;
	for (enum role r = ROLE_GUEST; r < ROLE_COUNT; r++)
		assert_true(role_words[r] && role_labels[r]);
	for (enum perm p = PERM_UNSET; p < PERM_COUNT; p++)
		assert_non_null(perm_words[p]);
	assert_null(role_words[ROLE_COUNT]);
	assert_null(role_labels[ROLE_COUNT]);
	assert_null(perm_words[PERM_COUNT]);
}

static struct actor clerk(enum role role, const char *path)
{
	struct actor who = {.id = 9, .uid = "clerk", .name = "示例", .grant_count = 1};
	who.roles = 1U << ROLE_GUEST | 1U << ROLE_RESIDENT | 1U << role;
	who.grants[0] = (struct grant){role, 2, path};
	return who;
}

static void a_subtree_ends_at_its_own_border(void **state)
{
	(void)state;
	struct actor who = clerk(ROLE_TOWNSHIP, "430421/430421100/");
	static const struct {
		const char *path;
		bool may;
	} cases[] = {
		{"430421/430421100/", true},
		{"430421/430421100/430421100201/", true},
		{"430421/", false},
		{"430421/430421101/", false},
		{"430421/4304211001/", false},
		{"430421/430421100", false},
		{"", false},
		{NULL, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct subject s = {.path = cases[i].path};
		assert_int_equal(access_may(&who, ORDER_REVIEW, &s), cases[i].may);
	}
	assert_false(access_may(&who, ORDER_REVIEW, NULL));
}

static void a_grant_without_a_path_reaches_nobody(void **state)
{
	(void)state;
	struct actor who = clerk(ROLE_TOWNSHIP, "");
	assert_false(access_may(&who, ORDER_READ, &(struct subject){.path = "430421/"}));
	who.grants[0].path = NULL;
	assert_false(access_may(&who, ORDER_READ, &(struct subject){.path = "430421/"}));
}

static void a_grant_of_another_role_does_not_lend_its_place(void **state)
{
	(void)state;
	struct actor who = clerk(ROLE_STATION, "430421/430421100/430421100201/");
	who.roles |= 1U << ROLE_TOWNSHIP;
	who.grants[who.grant_count++] = (struct grant){ROLE_TOWNSHIP, 3, "430421/430421101/"};
	struct subject here = {.path = "430421/430421100/430421100201/"};
	struct subject there = {.path = "430421/430421101/430421101201/"};
	assert_true(access_may(&who, ORDER_READ, &here));
	assert_false(access_may(&who, ORDER_REVIEW, &here));
	assert_true(access_may(&who, ORDER_REVIEW, &there));
}

static void own_is_the_owner_and_his_proxy_and_never_nobody(void **state)
{
	(void)state;
	struct actor who = {.id = 9, .roles = 1U << ROLE_GUEST | 1U << ROLE_RESIDENT};
	assert_true(access_may(&who, ORDER_OWN, &(struct subject){.owner = 9}));
	assert_true(access_may(&who, ORDER_OWN, &(struct subject){.owner = 1, .proxy = 9}));
	assert_false(access_may(&who, ORDER_OWN, &(struct subject){.owner = 1, .person = 9}));
	who.id = 0;
	assert_false(access_may(&who, ORDER_OWN, &(struct subject){0}));
}

static void the_serving_side_is_the_person_or_a_team_he_leads(void **state)
{
	(void)state;
	struct actor who = {.id = 9, .roles = 1U << ROLE_VOLUNTEER | 1U << ROLE_LEADER};
	who.leads[who.lead_count++] = 5;
	assert_true(access_may(&who, ORDER_SERVE, &(struct subject){.person = 9}));
	assert_true(access_may(&who, ORDER_SERVE, &(struct subject){.team = 5}));
	assert_false(access_may(&who, ORDER_SERVE, &(struct subject){.team = 6, .owner = 9}));
	who.leads[0] = 0;
	assert_false(access_may(&who, ORDER_SERVE, &(struct subject){0}));
}

static void roles_unite_in_reach_and_in_scope(void **state)
{
	(void)state;
	struct actor who = clerk(ROLE_STATION, "430421/430421100/430421100201/");
	who.roles |= 1U << ROLE_VOLUNTEER;
	assert_int_equal(access_reach(&who, ORDER_READ), REACH_SUBTREE);
	assert_true(access_may(&who, ORDER_READ, &(struct subject){.owner = 9}));
	assert_true(access_may(&who, ORDER_READ, &(struct subject){.person = 9}));
	struct scope s = access_scope(&who, ORDER_READ);
	assert_int_equal(s.all, 0);
	assert_int_equal(s.own, 1);
	assert_int_equal(s.serving, 1);
	assert_int_equal(s.subtree, 1 << ROLE_STATION);
	assert_int_equal(s.person, 9);
	who.roles |= 1U << ROLE_AUDITOR;
	assert_int_equal(access_scope(&who, ORDER_READ).all, 1);
}

static void an_unset_permission_and_the_system_reach_nothing(void **state)
{
	(void)state;
	struct actor all = {.id = 9, .roles = ~0U};
	assert_int_equal(access_reach(&all, PERM_UNSET), REACH_NONE);
	assert_int_equal(access_cell(PERM_COUNT, ROLE_VIEWER), REACH_NONE);
	assert_int_equal(access_cell(ORDER_READ, ROLE_COUNT), REACH_NONE);
	for (enum perm p = PERM_UNSET; p < PERM_COUNT; p++)
		assert_int_equal(access_reach(&actor_system, p), REACH_NONE);
	struct scope s = access_scope(&actor_guest, ORDER_READ);
	assert_true(!s.all && !s.own && !s.serving && !s.subtree);
}

/* Person 0 of a row says "nobody": most orders have no proxy, no side, no leader. */
static void a_guest_is_not_the_nobody_of_a_row(void **state)
{
	(void)state;
	struct actor nine = {.id = 9};
	assert_true(access_scope(&actor_guest, ORDER_READ).person < 0);
	assert_true(access_scope(&actor_system, ORDER_READ).person < 0);
	assert_true(access_person(&actor_guest) < 0);
	assert_int_equal(access_person(&nine), 9);
}

const struct CMUnitTest access_tests[] = {
	cmocka_unit_test(every_cell_of_the_matrix_is_the_one_written_by_hand),
	cmocka_unit_test(words_and_labels_cover_every_role_and_permission),
	cmocka_unit_test(a_subtree_ends_at_its_own_border),
	cmocka_unit_test(a_grant_without_a_path_reaches_nobody),
	cmocka_unit_test(a_grant_of_another_role_does_not_lend_its_place),
	cmocka_unit_test(own_is_the_owner_and_his_proxy_and_never_nobody),
	cmocka_unit_test(the_serving_side_is_the_person_or_a_team_he_leads),
	cmocka_unit_test(roles_unite_in_reach_and_in_scope),
	cmocka_unit_test(an_unset_permission_and_the_system_reach_nothing),
	cmocka_unit_test(a_guest_is_not_the_nobody_of_a_row),
};
const size_t access_tests_count = sizeof access_tests / sizeof access_tests[0];
