/* ops.h - routes every installation has: health, metrics, events, the API's description, the look. */
#pragma once
#include "web/req.h"

extern const struct route ops_routes[];
