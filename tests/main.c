/* The test runner: all groups, or those named as arguments. `tests -l` lists the groups;
 * `tests order -t claim*` runs the tests of one group whose names match. */
#include "groups.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool named(const char *name, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static int list(void)
{
	for (const struct test_group *g = test_groups; g->name; g++)
		printf("%s %zu\n", g->name, *g->count);
	return 0;
}

/* Takes `-t PATTERN` out of the arguments, so that only group names are left. */
static bool take_pattern(char **args)
{
	for (; *args; args++) {
		if (strcmp(*args, "-t") != 0 || !args[1])
			continue;
		cmocka_set_test_filter(args[1]);
		for (; args[2]; args++)
			args[0] = args[2];
		args[0] = NULL;
		return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	size_t passed = 0, failed = 0, groups = 0;
	if (argc == 2 && strcmp(argv[1], "-l") == 0)
		return list();
	bool some = take_pattern(argv + 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (const struct test_group *g = test_groups; g->name; g++) {
		if (!named(g->name, argv + 1))
			continue;
		int bad = _cmocka_run_group_tests(g->name, g->tests, *g->count, NULL, NULL);
		size_t down = bad < 0 ? *g->count : (size_t)bad;
		failed += down;
		passed += *g->count - down;
		groups++;
	}
	if (!groups) {
		fprintf(stderr, "tests: no such group; -l lists them\n");
		return 2;
	}
	if (some)
		printf("%zu failed of those that match\n", failed);
	else
		printf("%zu passed, %zu failed\n", passed, failed);
	return failed > 0;
}
