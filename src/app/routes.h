/* routes.h - every address of the program, and what stands in its navigation. */
#pragma once
#include "web/openapi.h"
#include "web/req.h"
#include "web/serve.h"

extern const struct route *const routes_all[]; /* NULL-terminated list of tables */
extern const struct nav routes_nav[];          /* ends with path NULL */
extern const struct nav_doors routes_doors[];  /* ends with role 0 */
extern const struct openapi_tag routes_tags[]; /* of the API document, by the address */
int64_t routes_unread(struct ctx *c);          /* messages in the inbox of c->who */
/* What waits for him behind an entry of the navigation. */
int64_t routes_waiting(struct ctx *c, const char *section);
/* "西渡镇 盘龙村"; NULL: there is no such place. */
const char *routes_place(struct ctx *c, const char *code);
/* "wall": everybody; "desk": staff; "order:UID": who may see it. Nothing else is ever touched. */
bool routes_hears(struct req *rq, const char *topic);
