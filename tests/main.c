/* The test runner: all groups, or those named as arguments. `tests -l` lists the groups;
 * `tests order -t claim*` runs the tests of one group whose names match. Several groups run in a
 * process each, JOBS of them at once (1 without it), so that none sees what another left behind and a
 * crash ends only its own. */
#include "groups.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
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

/* ---- several groups: a process each, as many at once as JOBS says ---- */

/* A group under way. Its words are kept in a file until it ends, so that groups do not talk at once. */
struct job {
	const struct test_group *group;
	pid_t child;
	int told; /* the end of the pipe on which it says how many failed */
	FILE *words;
	time_t began;
};
enum { JOBS_MOST = 8 };

/* Each place has a PostgreSQL database of its own: the one of the address, and beside it NAME_2, … */
static void take_database(int place)
{
	const char *url = getenv("WUDAN_TEST_PG");
	char own[512];
	if (!url || !*url || place == 0)
		return;
	snprintf(own, sizeof own, "%s_%d", url, place + 1);
	setenv("WUDAN_TEST_PG", own, 1);
}

static void child_runs(const struct job *j, int place, int tell)
{
	take_database(place);
	dup2(fileno(j->words), STDOUT_FILENO);
	dup2(fileno(j->words), STDERR_FILENO);
	size_t failed = run(j->group);
	leave(write(tell, &failed, sizeof failed) != sizeof failed, failed > 0);
}

static struct job begin(const struct test_group *g, int place)
{
	struct job j = {.group = g, .words = tmpfile(), .began = time(NULL)};
	int ends[2];
	fflush(NULL);
	if (!j.words || pipe(ends) != 0 || (j.child = fork()) < 0) {
		perror("tests");
		exit(1);
	}
	if (j.child == 0) {
		close(ends[0]);
		child_runs(&j, place, ends[1]);
	}
	close(ends[1]);
	j.told = ends[0];
	return j;
}

static void repeat(FILE *words)
{
	char part[4096];
	size_t n;
	rewind(words);
	while ((n = fread(part, 1, sizeof part, words)) > 0)
		fwrite(part, 1, n, stdout);
	fclose(words);
}

/* All tests of a group that crashes have failed; one that a sanitizer complains about at its end has
 * failed once more. */
static size_t end(struct job *j, int status)
{
	size_t failed = 0, all = *j->group->count;
	bool told = read(j->told, &failed, sizeof failed) == sizeof failed;
	close(j->told);
	repeat(j->words);
	j->child = 0;
	if (told && status == 0)
		return failed;
	printf("[  FAILED  ] %s: the group ended with status %#x\n", j->group->name,
	       (unsigned)status);
	return told && failed < all ? failed + 1 : all;
}

static int jobs_wanted(void)
{
	const char *said = getenv("JOBS");
	int n = said ? atoi(said) : 1;
	return n < 1 ? 1 : n > JOBS_MOST ? JOBS_MOST : n;
}

struct score {
	size_t passed, failed, all, groups;
	time_t began;
};

static void tell_progress(const struct score *s, const struct job *j)
{
	double done = (double)(s->passed + s->failed) / (double)s->all;
	double took = difftime(time(NULL), s->began);
	printf("== %s: %zu tests in %.0f s; %.0f %% of all, about %.0f s left\n", j->group->name,
	       *j->group->count, difftime(time(NULL), j->began), 100 * done,
	       done > 0 ? took / done - took : 0.0);
}

static void await(struct job *jobs, int places, struct score *s)
{
	int status = 0;
	pid_t child = wait(&status);
	for (int i = 0; i < places; i++) {
		if (child <= 0 || jobs[i].child != child)
			continue;
		size_t down = end(&jobs[i], status);
		s->failed += down;
		s->passed += *jobs[i].group->count > down ? *jobs[i].group->count - down : 0;
		tell_progress(s, &jobs[i]);
	}
}

static int free_place(const struct job *jobs, int places)
{
	for (int i = 0; i < places; i++)
		if (!jobs[i].child)
			return i;
	return -1;
}

/* The largest first, so that no long one is left alone at the end. */
static int by_size(const void *a, const void *b)
{
	const struct test_group *const *x = a, *const *y = b;
	return *(*x)->count < *(*y)->count ? 1 : *(*x)->count > *(*y)->count ? -1 : 0;
}

static void run_all(const struct test_group **groups, struct score *s)
{
	struct job jobs[JOBS_MOST] = {0};
	int places = jobs_wanted(), running = 0;
	qsort(groups, s->groups, sizeof *groups, by_size);
	for (size_t i = 0; i < s->groups || running; running--) {
		for (int at; i < s->groups && (at = free_place(jobs, places)) >= 0; running++)
			jobs[at] = begin(groups[i++], at);
		await(jobs, places, s);
	}
}

int main(int argc, char **argv)
{
	struct score s = {.began = time(NULL)};
	const struct test_group *chosen[256];
	if (argc == 2 && strcmp(argv[1], "-l") == 0)
		return list();
	bool some = take_pattern(argv + 1), one = argv[1] && !argv[2];
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (const struct test_group *g = test_groups; g->name; g++)
		if (named(g->name, argv + 1)) {
			chosen[s.groups++] = g;
			s.all += *g->count;
		}
	if (!s.groups) {
		fprintf(stderr, "tests: no such group; -l lists them\n");
		return 2;
	}
	if (one) {
		s.failed = run(chosen[0]);
		s.passed = s.all - s.failed;
	} else {
		run_all(chosen, &s);
	}
	if (some)
		printf("%zu failed of those that match\n", s.failed);
	else
		printf("%zu passed, %zu failed\n", s.passed, s.failed);
	leave(s.failed > 0, s.failed > 0);
}
