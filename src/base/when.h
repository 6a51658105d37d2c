/* when.h - a date or a moment as people write and paste them.
 *
 * 2028-10-02, 2028/10/2, 2028.10.2, 2028年10月2日, 20281002, each alone or with a time: 14:00, 14：00, 14点,
 * 下午2点半, 上午9时05分, 中午12点. Full-width digits and blanks make no difference. The year stands in front and has
 * four digits: 10/2/28 is two different days to two people, so it is none here.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Local time; *at in seconds UTC. False: not a real date of this kind. */
bool when_parse(struct arena *a, const char *typed, int64_t *at);
