#include "scene.h"

#include "base/arena.h"
#include "features/person/person.h"
#include "features/team/team.h"
#include "menu_case.h"
#include "order_case.h"
#include "store/db.h"

const char *const scene_secrets[] = {
	SCENE_TITLE, SCENE_PHONE, SCENE_ADDRESS,  SCENE_NAME,   SCENE_ID, SCENE_REPORT,
	"东头两间",  "三组 5 号", "示例resident", "示例member", PHONE,    NULL,
};

static const char *found_text(struct world *w, const char *sql)
{
	static unsigned used;
	struct sql *s = ARENA_NEW(w->mem, struct sql);
	*s = (struct sql){"scene", sql, sql, sql_count + 3000 + used++};
	db_snapshot(w->db);
	const char *text = db_text_values(w->db, w->mem, s, VALUES());
	assert_int_equal(db_fault(w->db), DB_FINE);
	db_end(w->db);
	assert_non_null(text);
	return text;
}

static void people(struct world *w, struct scene *s)
{
	if (world_ask(w, STATION, POST, "/people",
	              "{\"name\":\"" SCENE_NAME "\",\"phone\":\"" SCENE_PHONE
	              "\",\"home\":\"" VILLAGE "\",\"address\":\"" SCENE_ADDRESS
	              "\",\"consent\":{\"by\":\"本人\",\"how\":\"当面\","
	              "\"at\":1700000000}}") != 201)
		fail_msg("keep a resident: %d %s", w->status, w->body);
	s->t.person = world_get(w, "id");
	struct person p = {.name = "示例乙义",
	                   .phone = "19911110003",
	                   .home = 4,
	                   .volunteer = true,
	                   .id_number = SCENE_ID,
	                   .sample = true};
	world_begin(w, GUEST);
	int64_t id = person_add(&w->c, &p);
	assert_true(id > 0);
	member_add(&w->c, w->team_a, id, MEMBER_PLAIN, MEMBER_ACTIVE);
	world_commit(w);
	s->volunteer = p.uid;
}

struct scene scene_build(struct world *w)
{
	struct scene s = {0};
	w->merge_into = case_order(w, ORDER_OPEN);
	for (enum order_state state = ORDER_DRAFT; state < ORDER_STATES; state++)
		if (state != ORDER_WALL)
			s.order[state] = case_order(w, state);
	world_begin(w, GUEST); /* words that stand in no form as an example */
	db_script(w->db, "UPDATE orders SET title = '" SCENE_TITLE "'");
	world_commit(w);
	people(w, &s);
	s.t.order = s.order[ORDER_SERVING];
	s.t.team = w->team_uid_a;
	s.t.member = w->uid[MEMBER];
	s.t.place = VILLAGE;
	s.t.menu = menu_case_draft(w, "\"capacity\":1");
	s.t.survey = menu_case_survey(w);
	if (world_ask(w, STATION, POST, "/news",
	              "{\"title\":\"停水通知（示例）\",\"kind\":\"notice\",\"place\":\"" VILLAGE
	              "\",\"body\":\"明天停水一天，找村里问。\"}") != 201)
		fail_msg("news: %d %s", w->status, w->body);
	s.t.news = world_get(w, "id");
	if (world_askf(w, RESIDENT, POST, "{\"text\":\"还是漏雨\"}", "/orders/%s/complain",
	               s.order[ORDER_CLOSED]) != 200)
		fail_msg("complain: %d %s", w->status, w->body);
	s.t.complaint = found_text(w, "SELECT min(uid) FROM complaint");
	s.t.account = w->uid[RESIDENT];
	s.t.grant = arena_printf(
		w->mem, "%lld",
		(long long)world_count(w, arena_printf(w->mem,
	                                               "SELECT id FROM grants WHERE person = %lld",
	                                               (long long)w->person[STATION])));
	s.t.message = found_text(w, arena_printf(w->mem,
	                                         "SELECT min(uid) FROM inbox WHERE person = %lld",
	                                         (long long)w->person[LEADER]));
	s.t.activity = found_text(w, arena_printf(w->mem,
	                                          "SELECT a.uid FROM activity a JOIN orders o ON "
	                                          "o.id = a.orders WHERE o.uid = '%s'",
	                                          s.t.order));
	return s;
}
