/* An order that is moved because somebody departs is moved whole or not at all; and what is answered then. */
#include "order_case.h"

#include "base/arena.h"
#include "store/db.h"

static const char *state_of(struct world *w, const char *id)
{
	if (world_askf(w, DISPATCHER, GET, NULL, "/orders/%s", id) != 200)
		fail_msg("%s: %d", id, w->status);
	return world_get(w, "state");
}

/* From the wall to another village takes two moves; another node wins the race for the second. */
static void an_order_that_cannot_follow_stays_as_it_was(struct world *w)
{
	const char *wall = case_order(w, ORDER_WALL), *open = case_order(w, ORDER_OPEN);
	const char *loses = arena_printf(w->mem, "OLD.uid = '%s' AND NEW.place <> OLD.place", wall);
	case_script(
		w,
		db_is_postgres(w->db)
			? arena_printf(w->mem,
	                               "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS "
	                               "$$BEGIN IF %s THEN RETURN NULL; END IF; RETURN NEW; END$$;"
	                               "CREATE TRIGGER lose BEFORE UPDATE ON orders FOR EACH ROW "
	                               "EXECUTE FUNCTION lose()",
	                               loses)
			: arena_printf(w->mem,
	                               "CREATE TRIGGER lose BEFORE UPDATE ON orders WHEN %s "
	                               "BEGIN SELECT RAISE(IGNORE); END",
	                               loses));
	const char *events = "SELECT count(*) FROM order_event WHERE action = 11"; /* withdraw */
	assert_int_equal(world_askf(w, DISPATCHER, POST,
	                            "{\"told_by\":\"女儿电话告知\",\"kind\":\"moved\",\"place\":"
	                            "\"" OTHER_VILLAGE "\",\"orders\":\"follow\"}",
	                            "/people/%s/depart", w->uid[RESIDENT]),
	                 200);
	HAS("转到新的村 1 单");
	HAS("请工作人员处理的 1 单");
	assert_string_equal(state_of(w, wall), "wall");
	assert_string_equal(state_of(w, open), "open");
	assert_int_equal(world_count(w, events), 0);
}
STORY(an_order_that_cannot_follow_stays_as_it_was)

/* The document says: what was recorded of him, or that it is done. */
static void the_api_answers_no_list_of_others_when_he_is_out_of_sight(struct world *w)
{
	assert_int_equal(world_askf(w, STATION, POST,
	                            "{\"told_by\":\"女儿电话告知\",\"kind\":\"moved\",\"place\":"
	                            "\"" OTHER_VILLAGE "\",\"orders\":\"stay\"}",
	                            "/people/%s/depart", w->uid[RESIDENT]),
	                 200);
	assert_string_equal(w->body, "{\"done\":true}");
}
STORY(the_api_answers_no_list_of_others_when_he_is_out_of_sight)

const struct CMUnitTest depart_part_tests[] = {
	TOLD(an_order_that_cannot_follow_stays_as_it_was),
	TOLD(the_api_answers_no_list_of_others_when_he_is_out_of_sight),
};
const size_t depart_part_tests_count = sizeof depart_part_tests / sizeof *depart_part_tests;
