/* order_servers: what a move writes while another server merges places or people. */
#include "order_case.h"
#include "other.h"

#include "base/arena.h"
#include "core/feature.h"
#include "core/outbox.h"
#include "features/order/order_move.h"
#include "features/person/duplicate.h"
#include "features/person/person.h"
#include "features/place/place.h"
#include "store/db.h"

static enum err cancels(struct ctx *c, const void *order)
{
	struct order_act in = ORDER_ACT_EMPTY;
	in.reason = "不用来了";
	return order_move(c, order, ACT_CANCEL, &in);
}

/* Where the order stands now, and for whom. */
static struct order *now(struct world *w, const char *id)
{
	world_begin(w, GUEST);
	struct order *o = order_by_uid(&w->c, id);
	world_commit(w);
	assert_non_null(o);
	return o;
}

static void lost_then_done_again(struct world *w, struct other *o, const char *id)
{
	assert_int_equal(other_ended(o), ERR_LOST);
	assert_int_equal(now(w, id)->state, ORDER_SCHEDULED);
	case_must(w, RESIDENT, id, ACT_CANCEL);
}

static void a_move_does_not_take_an_order_back_to_a_merged_village(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	struct other *o = other_server(w, RESIDENT);
	world_begin(w, SYSADMIN);
	struct place_act in = {.into = OTHER_VILLAGE};
	assert_int_equal(
		place_move(&w->c, VILLAGE, &(struct life_ask){.action = PLACE_MERGE, .in = &in}),
		OK);
	other_does(o, cancels, id);
	world_commit(w);
	lost_then_done_again(w, o, id);
	assert_string_equal(now(w, id)->place, OTHER_VILLAGE);
}

static void a_move_does_not_give_an_order_back_to_a_merged_record(struct world *w)
{
	const char *id = case_order(w, ORDER_SCHEDULED);
	world_begin(w, GUEST);
	struct person twin = {.name = "示例重名", .home = 4, .volunteer = true};
	assert_true(person_add(&w->c, &twin) > 0);
	db_script(w->db,
	          arena_printf(w->mem, "UPDATE orders SET leader = %lld", (long long)twin.id));
	world_commit(w);
	struct other *o = other_server(w, RESIDENT);
	world_begin(w, TOWNSHIP);
	assert_int_equal(duplicate_merge(&w->c, w->uid[MEMBER], twin.uid, "当面核对过证件"), OK);
	other_does(o, cancels, id);
	world_commit(w);
	lost_then_done_again(w, o, id);
	assert_int_equal(
		world_count(w,
	                    arena_printf(w->mem, "SELECT COUNT(*) FROM orders WHERE leader = %lld",
	                                 (long long)twin.id)),
		0);
}

/* What the other server wrote before the merge, and keeps after it: no lock tells of it. */
static void writes_over_a_merge(struct other *o, bool of_place, int64_t person)
{
	db_begin(o->c.db);
	struct person late = {.name = "示例后来", .home = 4};
	if (of_place)
		assert_true(person_add(&o->c, &late) > 0);
	else
		outbox_add(&o->c, person, "示例", "示例", NULL);
}

static void kept_by_the_other(struct other *o)
{
	assert_true(db_commit(o->c.db));
	db_close(o->c.db);
	arena_free(o->c.mem);
}

static int64_t still(struct world *w, const char *what, int64_t row)
{
	return world_count(
		w, arena_printf(w->mem, "SELECT COUNT(*) FROM %s = %lld", what, (long long)row));
}

static void who_was_entered_during_a_merge_follows_his_village(struct world *w)
{
	struct other *o = other_server(w, TOWNSHIP);
	writes_over_a_merge(o, true, 0);
	world_begin(w, SYSADMIN);
	struct place_act in = {.into = OTHER_VILLAGE};
	assert_int_equal(
		place_move(&w->c, VILLAGE, &(struct life_ask){.action = PLACE_MERGE, .in = &in}),
		OK);
	world_commit(w);
	kept_by_the_other(o);
	assert_int_equal(still(w, "person WHERE home", 4), 1);
	world_later(120);
	world_begin(w, GUEST);
	assert_true(place_late_due(&w->c));
	assert_true(place_late(&w->c));
	world_commit(w);
	assert_int_equal(still(w, "person WHERE home", 4), 0);
	world_begin(w, GUEST);
	assert_true(place_late(&w->c)); /* a second time nothing is left to do */
	world_commit(w);
	assert_int_equal(world_count(w, "SELECT COUNT(*) FROM audit WHERE action = 'place.late'"),
	                 1);
}

static void what_was_written_during_a_merge_follows_the_record(struct world *w)
{
	world_begin(w, GUEST);
	struct person twin = {.name = "示例重名", .home = 4};
	assert_true(person_add(&w->c, &twin) > 0);
	world_commit(w);
	struct other *o = other_server(w, TOWNSHIP);
	writes_over_a_merge(o, false, twin.id);
	world_begin(w, TOWNSHIP);
	assert_int_equal(duplicate_merge(&w->c, w->uid[MEMBER], twin.uid, "当面核对过证件"), OK);
	world_commit(w);
	kept_by_the_other(o);
	assert_int_equal(still(w, "inbox WHERE person", twin.id), 1);
	world_later(120);
	world_begin(w, GUEST);
	assert_true(duplicate_late_due(&w->c));
	assert_true(duplicate_late(&w->c));
	world_commit(w);
	assert_int_equal(still(w, "inbox WHERE person", twin.id), 0);
	world_later(FEATURE_LATE + 60);
	world_begin(w, GUEST);
	assert_false(duplicate_late_due(&w->c)); /* an hour later nobody looks any more */
	world_commit(w);
	world_later(0);
}

ONLY_POSTGRES(a_move_does_not_take_an_order_back_to_a_merged_village)
ONLY_POSTGRES(a_move_does_not_give_an_order_back_to_a_merged_record)
ONLY_POSTGRES(who_was_entered_during_a_merge_follows_his_village)
ONLY_POSTGRES(what_was_written_during_a_merge_follows_the_record)

const struct CMUnitTest order_servers_tests[] = {
	cmocka_unit_test(a_move_does_not_take_an_order_back_to_a_merged_village_postgres),
	cmocka_unit_test(a_move_does_not_give_an_order_back_to_a_merged_record_postgres),
	cmocka_unit_test(who_was_entered_during_a_merge_follows_his_village_postgres),
	cmocka_unit_test(what_was_written_during_a_merge_follows_the_record_postgres),
};
const size_t order_servers_tests_count = sizeof order_servers_tests / sizeof order_servers_tests[0];
