/* openapi.h - the API described by the tables that make it: OpenAPI 3.1 as JSON. The records are
 * web/shape.h. */
#pragma once
#include "base/buf.h"
#include "web/req.h"

/* The first part of an address gathers its operations. */
struct openapi_tag {
	const char *name, *about; /* "orders", English; name NULL ends the list */
};
const char *openapi_tag_of(struct arena *a, const struct route *r);

void openapi_write(struct buf *b, const struct route *const *tables, const struct openapi_tag *tags,
                   const char *version);
