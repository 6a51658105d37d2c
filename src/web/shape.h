/* shape.h - a field table as a JSON Schema of the API document.
 *
 * Each record is a schema of its own, called as the last row of its table says (RECORD() in
 * base/field.h) and, after that, for what it is used. tests/web/shape_test.c refuses a table that has no
 * name, and two of one.
 */
#pragma once
#include "base/buf.h"
#include "web/req.h"

enum shape_use {
	SHAPE_GIVEN,   /* Team: every member is there */
	SHAPE_LISTED,  /* TeamList: a page of them, and where the next one begins */
	SHAPE_TAKEN,   /* TeamInput: nothing but these members, those that are required */
	SHAPE_PATCHED, /* TeamPatch: none is required */
	SHAPE_USES
};
const char *shape_name(struct arena *a, const struct field *fields, enum shape_use use);
void shape_ref(struct buf *b, const struct field *fields, enum shape_use use);
/* The value of a query parameter. */
void shape_asked(struct buf *b, const struct route *const *tables, const struct field *f);

/* The n-th table that a row uses and for what; NULL: no more. */
const struct field *shape_of(const struct route *r, int n, enum shape_use *use);
/* Each schema that the rows use, once: "Order":{…},"OrderList":{…} */
void shape_all(struct buf *b, const struct route *const *tables);
