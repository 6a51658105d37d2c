/* audit_web.h - the audit log 操作日志 as a page of sentences, and the proof that nothing in it was changed. */
#pragma once
#include "core/audit.h"
#include "features/auth/auth.h"
#include "web/req.h"

/* An entry as it is read: who in which role, and what is said of it. */
struct audit_line {
	const struct audit_row *row;
	const char *day; /* heading of the day that begins here; NULL: it goes on */
	const char *clock, *who, *role;
	struct deed_said said;
};
struct audit_tab {
	const char *path, *label;
	int64_t count;
	bool here;
};
struct audit_page {
	struct list list; /* JSON: struct audit_row */
	struct audit_line *lines;
	size_t count;
	struct audit_tab tabs[DEED_SORTS + 1]; /* all, and each kind */
	const char *q, *from, *until, *what;   /* as asked; dates as an input takes them */
	const char *found, *more; /* "“审核”找到 86 条，新的在前"; more NULL: no older ones */
	struct audit_checked checked;
};
struct verify_page {
	bool good;
	int64_t entries, first_bad;
	const char *node, *what, *head, *mark,
		*whole; /* the head for people: its beginning, and all of it */
};
