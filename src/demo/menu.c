/* menu.c - the menu of the model county: sixty services of the eight corps, proposed and let in by
 * the moves themselves, and two surveys that some villages fill. All of it invented. */
#include "demo/demo.h"

#include "app/county.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "demo/menu.h"
#include "features/menu/menu.h"
#include "features/survey/survey.h"
#include "features/team/team.h"
#include "gen/demo.sql.h"

#include <string.h>

enum { TEAMS_EACH = 6 };

static bool has_skill(const struct demo_team *t, const char *category)
{
	return team_has_skill(&(struct team){.skills = t->skills}, category);
}

/* Of the corps or with the skill; of the township, or some of each where the whole county is served. */
static const char *const *teams_for(struct demo *d, const struct demo_menu *m, int n)
{
	const char **uids = ARENA_ARRAY(d->c->mem, const char *, TEAMS_EACH + 1);
	int town = m->town ? demo_town_of(d, m->town) : -1, count = 0;
	for (int i = 0; i < DEMO_TEAMS && count < TEAMS_EACH; i++) {
		const struct demo_team *t = &d->teams[(i * 31 + n * 7) % DEMO_TEAMS];
		bool here = town < 0 || t->town == town;
		if (here && t->leader && (t->corps == m->corps || has_skill(t, m->category)))
			uids[count++] = t->uid;
	}
	return uids;
}

static enum err propose(struct demo *d, const struct demo_menu *m, int n, int64_t at,
                        const char **uid)
{
	int64_t staff = m->town ? d->towns[demo_town_of(d, m->town)].staff : d->dispatcher;
	struct menu_entry in = {
		.title = m->title,
		.about = arena_printf(d->c->mem, "%s（示例项目）", m->about),
		.category = m->category,
		.corps = NULL,
		.area = m->town ? m->town : "430421",
		.season_from = m->from,
		.season_to = m->to,
		.form = m->goods ? MENU_GOODS : MENU_SERVICE,
		.period = m->period,
		.capacity = m->capacity,
		.minutes = m->minutes,
		.people = m->people,
		.teams = teams_for(d, m, n),
		.submit = m->state != MENU_DRAFT,
	};
	demo_act_as(d, staff, at);
	return menu_propose(d->c, &in, uid);
}

/* ---- what stands when the year begins, and what changes in it ---- */

/* An item and what became of it: on the menu from `open` to `over`; 0: never, not yet. */
struct demo_service {
	const char *uid;
	int64_t open, over;
};

static void retire(struct demo *d, void *of)
{
	const struct menu_act end = {.revision = -1, .reason = "师傅外出务工，明年开春再说。"};
	struct demo_service *s = of;
	demo_act_as(d, d->reviewer, d->c->now);
	s->over = d->c->now;
	demo_went(d, menu_move(d->c, s->uid, MENU_RETIRE, &end), "menu item", s->uid);
}

static void propose_late(struct demo *d, void *of)
{
	int n = (int)((struct demo_service *)of - d->services);
	const char *uid;
	demo_went(d, propose(d, &demo_menu_items[n], n, d->c->now, &uid), "menu item",
	          demo_menu_items[n].title);
}

/* All but the newest are proposed and let in before the year, one a day. */
static bool lead(struct demo *d, int n)
{
	const struct demo_menu *m = &demo_menu_items[n];
	const struct menu_act plain = {.revision = -1};
	struct demo_service *s = &d->services[n];
	int64_t at = demo_days_ago(d, DEMO_BEFORE - 1 - n);
	if (m->state == MENU_SUBMITTED) {
		demo_agenda_put(&d->agenda, demo_days_ago(d, 1), propose_late, s);
		return true;
	}
	enum err e = propose(d, m, n, at, &s->uid);
	if (e == OK && m->state != MENU_DRAFT) {
		demo_act_as(d, d->reviewer, s->open = at + 5 * HOUR);
		e = menu_move(d->c, s->uid, MENU_APPROVE, &plain);
	}
	s->uid = arena_strdup(d->keep, s->uid);
	if (m->state == MENU_RETIRED)
		demo_agenda_put(&d->agenda, demo_days_ago(d, 20 + n % 7), retire, s);
	return demo_went(d, e, "menu item", m->title);
}

const struct demo_menu *demo_menu_pick(struct demo *d, int town, int64_t at, const char **uid)
{
	int n = (int)dice_below(&d->dice, demo_menu_count());
	const struct demo_menu *m = &demo_menu_items[n];
	const struct demo_service *s = &d->services[n];
	bool here = !m->town || !strcmp(m->town, d->towns[town].code);
	bool open = s->open && s->open <= at && (!s->over || at < s->over);
	*uid = s->uid;
	return here && open && menu_in_season(menu_day_of(m->from), menu_day_of(m->to), at) ? m
	                                                                                    : NULL;
}

bool demo_menu(struct demo *d, const char **why)
{
	bool good = true;
	d->services = ARENA_ARRAY(d->keep, struct demo_service, demo_menu_count());
	for (int i = 0; good && i < demo_menu_count(); i++) {
		good = lead(d, i);
		arena_reset(d->c->mem);
	}
	*why = d->fault;
	return good;
}

/* ---- surveys ---- */

struct inquiry {
	const char *title;
	const char *const *titles;
	int64_t ago, ahead; /* days */
	int sheets;         /* still to come in */
	const char *uid;
};

static void ask(struct demo *d, void *of)
{
	struct inquiry *q = of;
	const char *uid = NULL, **items = ARENA_ARRAY(d->c->mem, const char *, 9);
	size_t n = 0;
	for (; q->titles[n] && n < 8; n++)
		items[n] = db_text(d->c->db, d->c->mem, sql_demo_menu_titled, V(q->titles[n]));
	struct survey_entry in = {
		.title = q->title,
		.about = "请各村站入户问一问，估个人数，特殊情况写在说明里。（示例）",
		.area = "430421",
		.until = clock_midnight(d->as_of) + q->ahead * DAY,
		.items = items,
	};
	demo_act_as(d, d->dispatcher, d->c->now);
	if (demo_went(d, survey_open(d->c, &in, &uid), "survey", q->title))
		q->uid = arena_strdup(d->keep, uid);
}

/* The next station, one every ten minutes. */
static void fill(struct demo *d, void *of)
{
	static const char *const notes[] = {NULL, "多在塘湾组（示例）", NULL,
	                                    "希望赶集那天来（示例）"};
	struct inquiry *q = of;
	const struct demo_station *at = &d->stations[--q->sheets];
	size_t n = 0;
	demo_act_as(d, at->person, d->c->now);
	struct survey *s = survey_by_uid(d->c, q->uid);
	struct survey_item *items = s ? survey_items(d->c, s->id, &n) : NULL;
	struct survey_count *counts = ARENA_ARRAY(d->c->mem, struct survey_count, n + 1);
	for (size_t i = 0; i < n; i++)
		counts[i] = (struct survey_count){items[i].item, dice_range(&d->dice, 0, 14),
		                                  notes[dice_below(&d->dice, 4)]};
	demo_went(d, survey_fill(d->c, q->uid, d->villages[at->village].code, counts, n), "survey",
	          q->title);
	if (q->sheets)
		demo_agenda_put(&d->agenda, d->c->now + 10 * MINUTE, fill, q);
}

void demo_surveys(struct demo *d)
{
	static const char *const winter[] = {"上门量血压、讲用药", "在家理发",
	                                     "检查电线和插座",     "写春联、送春联",
	                                     "教老人用智能手机",   NULL};
	static const char *const children[] = {"四点半课堂", "周末作业辅导", "防溺水安全课", NULL};
	static const struct inquiry all[] = {
		{"入冬需求清单（示例）", winter, 6, 9, 9, NULL},
		{"留守儿童需求清单（示例）", children, 3, 20, 6, NULL}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct inquiry *q = arena_memdup(d->keep, &all[i], sizeof *q);
		if (q->sheets > d->station_count)
			q->sheets = d->station_count;
		demo_agenda_put(&d->agenda, demo_days_ago(d, q->ago), ask, q);
		demo_agenda_put(&d->agenda, demo_days_ago(d, 2) + (int64_t)i * HOUR, fill, q);
	}
}
