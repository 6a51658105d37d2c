/* print.c - commands that print the program's own tables and open nothing. */
#include "app/command.h"
#include "app/routes.h"
#include "base/arena.h"
#include "base/buf.h"
#include "core/access.h"
#include "web/route.h"

#include <stdio.h>
#include <string.h>

static const char *const reach_words[] = {"-", "own", "serving", "subtree", "all"};

int command_routes(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)cfg, (void)count, (void)words, (void)mem;
	const struct route *r;
	for (size_t n = 0; (r = route_at(routes_all, n)) != NULL; n++)
		printf("%-6s %-36s %-15s %s%s\n", method_words[r->method], r->path,
		       perm_words[r->needs],
		       r->flags & ROUTE_API    ? "[api] "
		       : r->flags & ROUTE_PAGE ? "[page] "
		                               : "",
		       r->doc ? r->doc : "");
	return EXIT_DONE;
}

int command_access(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)cfg, (void)count, (void)words, (void)mem;
	printf("%-16s", "");
	for (enum role role = ROLE_GUEST; role < ROLE_COUNT; role++)
		printf(" %-10s", role_words[role]);
	putchar('\n');
	for (int perm = PERM_UNSET; perm < PERM_COUNT; perm++) {
		printf("%-16s", perm_words[perm]);
		for (enum role role = ROLE_GUEST; role < ROLE_COUNT; role++)
			printf(" %-10s", reach_words[access_cell((enum perm)perm, role)]);
		putchar('\n');
	}
	return EXIT_DONE;
}

int command_config(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words, (void)mem;
	for (const struct option *o = config_options; o->name; o++)
		printf("# %s\n%s=%s\n\n", o->help, options_environment(o), options_show(o, cfg));
	return EXIT_DONE;
}

int command_openapi(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)cfg, (void)count, (void)words;
	struct buf out = BUF(mem);
	openapi_write(&out, routes_all, routes_tags, WUDAN_VERSION);
	return fwrite(buf_str(&out), 1, out.len, stdout) == out.len && putchar('\n') != EOF
	               ? EXIT_DONE
	               : EXIT_FAILED;
}
