#include "store/plan.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct plan *plan_new(const char *sql)
{
	struct plan *plan = calloc(1, sizeof *plan);
	if (!plan)
		abort();
	for (; *sql; sql++) {
		int n = *sql == '$' ? (int)strtol(sql + 1, NULL, 10) : 0;
		if (n > plan->count && n <= VALUES_MOST)
			plan->count = n;
	}
	return plan;
}

bool plan_differs(struct plan *plan, const struct val *v, int count)
{
	bool differs = false;
	for (int i = 0; i < count; i++) {
		if (v[i].kind == VAL_NULL || v[i].kind == plan->kind[i])
			continue;
		plan->kind[i] = v[i].kind;
		differs = true;
	}
	return differs;
}

static unsigned oid_of(enum val_kind kind)
{
	switch (kind) {
	case VAL_INT: return OID_INT8;
	case VAL_TEXT: return OID_TEXT;
	case VAL_BLOB: return OID_BYTEA;
	default: return 0;
	}
}

void plan_declare(struct plan *plan)
{
	plan->last = 0;
	plan->plain = true;
	for (int i = 0; i < plan->count; i++) {
		plan->type[i] = oid_of(plan->kind[i]);
		plan->plain = plan->plain && !plan->type[i];
	}
}

bool plan_guess(struct plan *plan, const char *state, int n)
{
	bool unknown = text_equal(state, "42P18");   /* could not determine the type of $n */
	bool ambiguous = text_equal(state, "42P08"); /* two types were inferred for $n */
	if (!unknown && !ambiguous && !text_equal(state, "42883") && !text_equal(state, "42804"))
		return false;
	if ((unknown || ambiguous) && n > 0 && n <= plan->count && plan->type[n - 1] == 0) {
		plan->type[n - 1] = unknown ? OID_TEXT : OID_INT8;
		plan->last = n;
		return true;
	}
	/* No such function or operator: text was the wrong guess, or a number is wanted as int4. */
	if (plan->last && plan->type[plan->last - 1] == OID_TEXT) {
		plan->type[plan->last - 1] = OID_INT8;
		return true;
	}
	if (plan->plain)
		return false;
	plan->plain = true;
	plan->last = 0;
	memset(plan->type, 0, sizeof plan->type);
	return true;
}
