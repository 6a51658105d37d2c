/* The test runner: all groups, or those named as arguments. `tests -l` lists the groups;
 * `tests order -t claim*` runs the tests of one group whose names match. Several groups run in a
 * process each, so that none sees what another left behind and a crash ends only its own. */
#include "groups.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* The number of tests that failed; all of them when the group could not be set up. */
static size_t run(const struct test_group *g)
{
	int bad = _cmocka_run_group_tests(g->name, g->tests, *g->count, NULL, NULL);
	return bad < 0 ? *g->count : (size_t)bad;
}

/* A test that failed was left in its middle: what it did not free is no leak worth a page. */
static void leave(int code, bool untidy)
{
	fflush(NULL);
	if (untidy)
		_exit(code);
	exit(code);
}

/* The same in a process of its own. All tests of one that crashes have failed; one that a sanitizer
 * complains about at its end has failed once more. */
static size_t run_apart(const struct test_group *g)
{
	size_t failed = 0;
	int ends[2], status = 0;
	fflush(NULL);
	if (pipe(ends) != 0)
		return *g->count;
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		failed = run(g);
		leave(write(ends[1], &failed, sizeof failed) != sizeof failed, failed > 0);
	}
	close(ends[1]);
	bool told = child > 0 && read(ends[0], &failed, sizeof failed) == sizeof failed;
	close(ends[0]);
	if (child > 0)
		waitpid(child, &status, 0);
	if (told && status == 0)
		return failed;
	printf("[  FAILED  ] %s: the group ended with status %#x\n", g->name, (unsigned)status);
	return told && failed < *g->count ? failed + 1 : *g->count;
}

int main(int argc, char **argv)
{
	size_t passed = 0, failed = 0, groups = 0;
	if (argc == 2 && strcmp(argv[1], "-l") == 0)
		return list();
	bool some = take_pattern(argv + 1), one = argv[1] && !argv[2];
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (const struct test_group *g = test_groups; g->name; g++) {
		if (!named(g->name, argv + 1))
			continue;
		size_t down = one ? run(g) : run_apart(g);
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
	leave(failed > 0, failed > 0);
}
