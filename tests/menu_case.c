#include "menu_case.h"

#include "base/arena.h"
#include "base/clock.h"

const char *menu_case_draft(struct world *w, const char *more)
{
	const char *body = arena_printf(
		w->mem,
		"{\"title\":\"上门量血压\",\"about\":\"上门量血压，讲讲常用药怎么吃。\","
		"\"category\":\"repair\",\"area\":\"" TOWN "\",\"teams\":[\"%s\"],%s}",
		w->team_uid_a, more);
	if (world_ask(w, LEADER, POST, "/menu", body) != 201)
		fail_msg("propose: %d %s", w->status, w->body);
	return world_get(w, "id");
}

const char *menu_case_open(struct world *w, const char *more)
{
	const char *id = menu_case_draft(w, more);
	if (world_askf(w, LEADER, POST, "{}", "/menu/%s/submit", id) != 200 ||
	    world_askf(w, REVIEWER, POST, "{}", "/menu/%s/approve", id) != 200)
		fail_msg("open: %d %s", w->status, w->body);
	return id;
}

int menu_case_order(struct world *w, enum who who, const char *item, const char *more)
{
	return world_ask(w, who, POST, "/orders",
	                 arena_printf(w->mem,
	                              "{\"service\":\"%s\",\"place\":\"" VILLAGE
	                              "\",\"submit\":true,\"phone\":\"" PHONE "\"%s%s}",
	                              item, more ? "," : "", more ? more : ""));
}

const char *menu_case_ordered(struct world *w, const char *item, const char *more)
{
	if (menu_case_order(w, RESIDENT, item, more) != 201)
		fail_msg("order: %d %s", w->status, w->body);
	return world_get(w, "id");
}

const char *menu_case_survey(struct world *w)
{
	const char *item = menu_case_open(w, "\"capacity\":0");
	const char *body = arena_printf(w->mem,
	                                "{\"title\":\"冬季需求清单\",\"area\":\"" TOWN
	                                "\",\"until\":%lld,\"items\":[\"%s\"]}",
	                                (long long)clock_midnight(clock_now() + 7 * (int64_t)DAY),
	                                item);
	if (world_ask(w, TOWNSHIP, POST, "/surveys", body) != 201)
		fail_msg("survey: %d %s", w->status, w->body);
	return world_get(w, "id");
}

int64_t menu_case_day(int days)
{
	return clock_midnight(clock_now()) + days * (int64_t)DAY + 9 * HOUR;
}

const char *menu_case_on(struct world *w, int days)
{
	return arena_printf(w->mem, "\"wanted_from\":%lld", (long long)menu_case_day(days));
}

void menu_case_exact(struct world *w)
{
	assert_int_equal(world_count(w,
	                             "SELECT count(*) FROM menu_slot s JOIN menu_item i ON "
	                             "i.id = s.item WHERE i.capacity > 0 AND s.taken > i.capacity"),
	                 0);
	assert_int_equal(world_count(w, "SELECT count(*) FROM menu_slot s WHERE s.taken <> (SELECT "
	                                "count(*) FROM orders o WHERE o.slot = s.id)"),
	                 0);
}
