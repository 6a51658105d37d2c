/* audit_check.c - the chain is recomputed once a day; what came of it stands beside the settings. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/setting.h"

#include <inttypes.h>
#include <stdio.h>

#define NOTE "audit.checked"

struct audit_checked audit_last_check(struct ctx *c)
{
	struct audit_checked k = {0};
	const char *note = setting_note(c, NOTE);
	char mark[AUDIT_MARK + 1] = "";
	int good = 0;
	if (!note ||
	    sscanf(note, "%" SCNd64 " %" SCNd64 " %d %9s", &k.at, &k.entries, &good, mark) < 3)
		return (struct audit_checked){0};
	k.good = good;
	k.mark = arena_strdup(c->mem, mark);
	return k;
}

bool audit_check_due(struct ctx *c)
{
	return audit_last_check(c).at < c->now - DAY;
}

static bool note(struct ctx *c, void *with)
{
	const struct audit_verdict *v = with;
	setting_note_set(c, NOTE,
	                 arena_printf(c->mem, "%" PRId64 " %" PRId64 " %d %s", c->now, v->entries,
	                              v->good, text_short(c->mem, v->head)));
	return true;
}

void audit_check_run(struct ctx *look, struct job_desk *d)
{
	struct audit_verdict v = audit_verify(look);
	if (!db_fault(look->db))
		d->change(d, note, &v);
}
