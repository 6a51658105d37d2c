/* openapi.h - the API described by the tables that make it: OpenAPI 3.1 as JSON. */
#pragma once
#include "base/buf.h"
#include "web/req.h"

void openapi_write(struct buf *b, const struct route *const *tables, const char *version);
