/* admin_say.c - how a verb that did not do what it was asked says so. */
#include "app/admin.h"
#include "app/command.h"

int admin_refused(struct admin *a, enum err e)
{
	buf_printf(a->out, "refused (%s)", err_slug(e));
	for (int i = 0; i < a->c->problem_count; i++)
		buf_printf(a->out, ": %s", a->c->problems[i].message);
	buf_char(a->out, '\n');
	return EXIT_FAILED;
}

int admin_said(struct buf *out, const char *what)
{
	buf_printf(out, "%s\n", what);
	return EXIT_FAILED;
}

int admin_say(struct admin *a, const char *what)
{
	return admin_said(a->out, what);
}
