/* show.h - times and numbers as Chinese readers expect them, for templates. */
#pragma once
#include <stdint.h>

struct arena;
const char *show_time(struct arena *a,
                      int64_t at); /* "5月30日 09:20"; another year: with it; 0: "" */
const char *show_day(struct arena *a, int64_t at); /* "5月30日"; another year: with it; 0: "" */
const char *show_left(struct arena *a, int64_t deadline,
                      int64_t now); /* "还剩 19 小时", "已超时 2 天", "" for 0 */
const char *show_phone_masked(struct arena *a, const char *phone); /* "199****0001" */
const char *show_id_masked(struct arena *a, const char *number);   /* "4****1" */
const char *show_name_masked(struct arena *a, const char *name);   /* "张**" */
const char *show_hours(struct arena *a, int64_t minutes);          /* "41.5" */
const char *show_dial(
	struct arena *a,
	const char *phone); /* what is dialled of "199 0000（示例）"; an extension after a pause */
