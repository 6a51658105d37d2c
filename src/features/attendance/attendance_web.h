/* attendance_web.h - the roster's routes. */
#pragma once
#include "web/req.h"

extern const struct route attendance_routes[];
