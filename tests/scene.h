/* scene.h - 甲镇 as it is after a busy week, for tests that look for what leaks or gives way.
 *
 * One order in every state but wall (found by STATION for RESIDENT), a resident kept by STATION with
 * address, a volunteer with an ID number in team A, a running visit. Nothing of it is published, so
 * none of SCENE_SECRETS may reach anybody of 乙镇 or a guest.
 */
#pragma once
#include "probe.h"

#include "features/order/order.h"

#define SCENE_TITLE   "屋顶漏雨三日" /* of every order */
#define SCENE_PHONE   "19911110002"  /* of the kept resident */
#define SCENE_ADDRESS "住址甲墨九号"
#define SCENE_NAME    "示例甲民"
#define SCENE_ID      "999001199001010011" /* of the volunteer */
#define SCENE_REPORT  "补好了两处"

struct scene {
	struct things t;                 /* t.order: being served */
	const char *order[ORDER_STATES]; /* ids; NULL: none in this state */
	const char *volunteer;           /* id of the one with an ID number */
};
struct scene scene_build(struct world *w);
/* What of it no stranger may be shown; NULL-terminated. */
extern const char *const scene_secrets[];
