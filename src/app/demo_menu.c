/* demo_menu.c - the menu of the model county: sixty services of the eight corps, proposed and let in by
 * the moves themselves, and a survey that some villages have filled. All of it invented. */
#include "app/demo.h"

#include "app/county.h"
#include "app/demo_menu.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/session.h"
#include "features/menu/menu.h"
#include "features/survey/survey.h"
#include "features/team/team.h"
#include "gen/app.sql.h"

#include <string.h>

enum { TEAMS_EACH = 6, SHEETS = 9 };

static int64_t days_ago(const struct demo *d, int64_t days)
{
	return d->as_of - days * DAY + 10 * HOUR;
}

static void act_as(struct demo *d, int64_t person, int64_t at)
{
	const struct actor *who = session_actor_of(d->c, person);
	ctx_rewind(d->c);
	d->c->who = who ? who : &actor_guest;
	d->c->now = at;
}

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

static enum err propose(struct demo *d, const struct demo_menu *m, int n, const char **uid)
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
	act_as(d, staff, days_ago(d, m->state == MENU_SUBMITTED ? 1 : 400 - n));
	return menu_propose(d->c, &in, uid);
}

static enum err lead(struct demo *d, const struct demo_menu *m, int n)
{
	const struct menu_act plain = {.revision = -1};
	const struct menu_act end = {.revision = -1, .reason = "师傅外出务工，明年开春再说。"};
	const char *uid = NULL;
	enum err e = propose(d, m, n, &uid);
	if (e != OK || m->state == MENU_DRAFT || m->state == MENU_SUBMITTED)
		return e;
	act_as(d, d->reviewer, days_ago(d, 399 - n));
	e = menu_move(d->c, uid, MENU_APPROVE, &plain);
	if (e != OK || m->state == MENU_OPEN)
		return e;
	act_as(d, d->reviewer, days_ago(d, 20 + n % 7));
	return menu_move(d->c, uid, MENU_RETIRE, &end);
}

static bool refused(struct demo *d, const char *what, const char *title, const char **why)
{
	*why = arena_printf(d->keep, "a sample %s (%s) was refused: %s", what, title,
	                    d->c->problem_count ? d->c->problems[0].message : db_error(d->c->db));
	return false;
}

const char *demo_menu_item(struct demo *d, const char *category)
{
	return db_text(d->c->db, d->c->mem, sql_app_menu_plain, V(category));
}

bool demo_menu(struct demo *d, const char **why)
{
	int64_t now = d->c->now;
	bool good = true;
	for (int i = 0; good && i < demo_menu_count(); i++) {
		good = lead(d, &demo_menu_items[i], i) == OK ||
		       refused(d, "menu item", demo_menu_items[i].title, why);
		arena_reset(d->c->mem);
	}
	d->c->who = &actor_system;
	d->c->now = now;
	ctx_rewind(d->c);
	return good;
}

/* ---- surveys ---- */

static const char *open_survey(struct demo *d, const char *title, int64_t ago, int64_t ahead,
                               const char *const *titles)
{
	const char *uid = NULL, **items = ARENA_ARRAY(d->c->mem, const char *, 9);
	size_t n = 0;
	for (; titles[n] && n < 8; n++)
		items[n] = db_text(d->c->db, d->c->mem, sql_app_menu_titled, V(titles[n]));
	struct survey_entry in = {
		.title = title,
		.about = "请各村站入户问一问，估个人数，特殊情况写在说明里。（示例）",
		.area = "430421",
		.until = clock_midnight(d->as_of) + ahead * DAY,
		.items = items,
	};
	act_as(d, d->dispatcher, days_ago(d, ago));
	return survey_open(d->c, &in, &uid) == OK ? uid : NULL;
}

static bool fill(struct demo *d, const char *uid, int station, int64_t ago)
{
	static const char *const notes[] = {NULL, "多在塘湾组（示例）", NULL,
	                                    "希望赶集那天来（示例）"};
	const struct demo_station *at = &d->stations[station];
	size_t n = 0;
	act_as(d, at->person, days_ago(d, ago));
	struct survey *s = survey_by_uid(d->c, uid);
	struct survey_item *items = s ? survey_items(d->c, s->id, &n) : NULL;
	struct survey_count *counts = ARENA_ARRAY(d->c->mem, struct survey_count, n + 1);
	for (size_t i = 0; i < n; i++)
		counts[i] = (struct survey_count){items[i].item, dice_range(&d->dice, 0, 14),
		                                  notes[dice_below(&d->dice, 4)]};
	return survey_fill(d->c, uid, d->villages[at->village].code, counts, n) == OK;
}

bool demo_surveys(struct demo *d, const char **why)
{
	static const char *const winter[] = {"上门量血压、讲用药", "在家理发",
	                                     "检查电线和插座",     "写春联、送春联",
	                                     "教老人用智能手机",   NULL};
	static const char *const children[] = {"四点半课堂", "周末作业辅导", "防溺水安全课", NULL};
	static const struct {
		const char *title;
		const char *const *titles;
		int64_t ago, ahead;
	} surveys[] = {{"入冬需求清单（示例）", winter, 6, 9},
	               {"留守儿童需求清单（示例）", children, 3, 20}};
	int64_t now = d->c->now;
	bool good = true;
	for (size_t i = 0; good && i < 2; i++) {
		const char *uid = open_survey(d, surveys[i].title, surveys[i].ago, surveys[i].ahead,
		                              surveys[i].titles);
		good = uid != NULL;
		for (int s = 0; good && s < SHEETS - 3 * (int)i && s < d->station_count; s++)
			good = fill(d, uid, s, 2);
		if (!good)
			refused(d, "survey", surveys[i].title, why);
		arena_reset(d->c->mem);
	}
	d->c->who = &actor_system;
	d->c->now = now;
	ctx_rewind(d->c);
	db_exec(d->c->db, sql_app_menu_sample);
	db_exec(d->c->db, sql_app_survey_sample);
	return good;
}
