/* menu_desk_web.h - the form in which an item is proposed and changed; handlers of menu_routes[]. */
#pragma once
#include "web/req.h"

enum err menu_desk_new(struct req *rq);    /* GET /menu/new */
enum err menu_desk_create(struct req *rq); /* POST /menu */
enum err menu_desk_form(struct req *rq);   /* GET /menu/:id/edit */
enum err menu_desk_edit(struct req *rq);   /* POST /menu/:id/edit, PATCH /menu/:id */
