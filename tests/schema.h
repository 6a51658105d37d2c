/* schema.h - the part of JSON Schema 2020-12 that `wudan openapi` uses: is a schema well made, and does
 * a value fit it. The arena owns what is said. */
#pragma once
#include <jansson.h>

struct arena;

/* What a local reference ("#/components/…") points to; NULL: nothing. */
json_t *schema_find(json_t *doc, const char *ref);
/* NULL: well made. Unknown keywords and types, bounds upside down, required members that are not
 * described, enums that their type forbids and references to nothing are faults. */
const char *schema_broken(struct arena *a, json_t *doc, json_t *schema);
/* NULL: it fits. Objects are closed: a member that the schema does not describe is a fault, too. */
const char *schema_misfit(struct arena *a, json_t *doc, json_t *schema, json_t *value);
