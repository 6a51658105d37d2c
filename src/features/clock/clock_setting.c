/* clock_setting.c - the settings that are changed beside the limits. */
#include "base/arena.h"
#include "base/text.h"
#include "core/setting.h"
#include "features/clock/clock.h"
#include "gen/clock.sql.h"

#define S(m, ...) FIELD(struct clock_setting, m, __VA_ARGS__)
const struct field clock_setting_fields[] = {
	S(name),
	S(value, .label = "现在是"),
	S(standard, .label = "默认是", .doc = "what holds when nobody changed it"),
	S(help, .label = "设置"),
	S(unit, .label = "单位", .doc = "of a number, in Chinese"),
	S(min, .doc = "with max = 0: a text"),
	S(max),
	S(changed, .label = "改过"),
	S(who, .label = "谁改的", .doc = "null: never set"),
	S(at, .label = "什么时候改的", .as = AS_MOMENT, .doc = "seconds UTC; 0: never set"),
	RECORD("Setting", "A setting, its default, who changed it."),
};

struct clock_setting *clock_settings(struct ctx *c, size_t *count)
{
	size_t set, n = 0;
	struct clock_setting *rows = sql_clock_settings(c, &set);
	while (setting_table[n].name)
		n++;
	struct clock_setting *all = ARENA_ARRAY(c->mem, struct clock_setting, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct setting *s = &setting_table[i];
		all[i] = (struct clock_setting){.name = s->name,
		                                .standard = s->standard,
		                                .help = s->help,
		                                .unit = s->unit,
		                                .min = s->min,
		                                .max = s->max,
		                                .value = setting_text(c, s->name)};
		all[i].changed = !text_equal(all[i].value, s->standard);
		for (size_t k = 0; k < set; k++)
			if (text_equal(rows[k].name, s->name)) {
				all[i].who = rows[k].who;
				all[i].at = rows[k].at;
			}
	}
	*count = n;
	return all;
}
