/* The pool for slow work: whose task runs when, and who finds no room. */
#include "base/arena.h"
#include "door_help.h"
#include "web/pool.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 16, OWN = 3, PATIENCE_MS = 5000 };

/* Tasks that end when they are told to. */
static struct scene {
	pthread_mutex_t lock;
	struct job {
		struct task task;
		bool runs, ends, ended;
	} jobs[MOST];
	struct pool *pool;
	struct arena *mem;
} scene = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool look(const bool *at)
{
	pthread_mutex_lock(&scene.lock);
	bool seen = *at;
	pthread_mutex_unlock(&scene.lock);
	return seen;
}

static void set(bool *at)
{
	pthread_mutex_lock(&scene.lock);
	*at = true;
	pthread_mutex_unlock(&scene.lock);
}

static bool comes(const bool *at)
{
	for (int ms = 0; !look(at) && ms < PATIENCE_MS; ms++)
		usleep(1000);
	return look(at);
}

static void run(struct task *task, struct db *reader)
{
	struct job *j = (struct job *)(void *)task;
	assert_non_null(reader);
	set(&j->runs);
	(void)comes(&j->ends);
	set(&j->ended);
}

static void open_pool(struct house *h, bool fair)
{
	const char *why = NULL;
	const struct pool_config cfg = {
		.threads = 2, .fair = fair, .room = 4, .own_room = OWN, .url = h->url};
	memset(scene.jobs, 0, sizeof scene.jobs);
	scene.mem = arena_new();
	scene.pool = pool_start(scene.mem, &cfg, &why);
	assert_non_null(scene.pool);
}

static void close_pool(void)
{
	for (int i = 0; i < MOST; i++)
		set(&scene.jobs[i].ends);
	pool_stop(scene.pool);
	arena_free(scene.mem);
}

static bool put(int i, int64_t who, bool alone)
{
	scene.jobs[i].task = (struct task){.run = run, .who = who, .alone = alone};
	return pool_put(scene.pool, &scene.jobs[i].task);
}

static bool runs(int i)
{
	return comes(&scene.jobs[i].runs);
}

static bool rests(int i)
{
	usleep(30000);
	return !look(&scene.jobs[i].runs);
}

static void end(int i)
{
	set(&scene.jobs[i].ends);
	assert_true(comes(&scene.jobs[i].ended));
}

static void nobody_has_two_threads_at_once(void **state)
{
	open_pool(*state, true);
	assert_true(put(0, 7, false) && runs(0));
	assert_true(put(1, 7, false) && rests(1));
	assert_true(put(2, 8, false) && runs(2));
	end(2);
	assert_true(rests(1));
	end(0);
	assert_true(runs(1));
	close_pool();
}

static void guests_have_one_and_go_last(void **state)
{
	open_pool(*state, true);
	assert_true(put(0, 0, false) && runs(0));
	assert_true(put(1, 0, false) && rests(1));
	assert_true(put(2, 7, false) && runs(2));
	assert_true(put(3, 8, false) && rests(3));
	end(0);
	assert_true(runs(3) && rests(1));
	end(2);
	assert_true(runs(1));
	close_pool();
}

static void a_walk_of_seconds_is_alone(void **state)
{
	open_pool(*state, true);
	assert_true(put(0, 7, true) && runs(0));
	assert_true(put(1, 8, true) && rests(1));
	assert_true(put(2, 8, false) && runs(2));
	end(0);
	assert_true(rests(1));
	end(2);
	assert_true(runs(1));
	close_pool();
}

static void guests_leave_room_for_persons_and_these_for_each_other(void **state)
{
	open_pool(*state, true);
	assert_true(put(0, 0, false) && runs(0));
	assert_true(put(1, 7, false) && runs(1));
	for (int i = 2; i < 6; i++)
		assert_true(put(i, 0, false));
	assert_false(put(6, 0, false));
	for (int i = 6; i < 6 + OWN; i++)
		assert_true(put(i, 7, false));
	assert_false(put(6 + OWN, 7, false));
	assert_true(put(6 + OWN, 8, false));
	assert_false(put(7 + OWN, 9, false));
	close_pool();
	for (int i = 0; i < 7 + OWN; i++)
		assert_true(scene.jobs[i].ended);
}

static void a_plain_pool_takes_one_after_another(void **state)
{
	open_pool(*state, false);
	assert_true(put(0, 0, false) && runs(0));
	assert_true(put(1, 0, false) && runs(1));
	assert_true(put(2, 0, false) && put(3, 7, false));
	end(0);
	assert_true(runs(2) && rests(3));
	close_pool();
}

const struct CMUnitTest pool_tests[] = {
	DOOR_TEST(nobody_has_two_threads_at_once),
	DOOR_TEST(guests_have_one_and_go_last),
	DOOR_TEST(a_walk_of_seconds_is_alone),
	DOOR_TEST(guests_leave_room_for_persons_and_these_for_each_other),
	DOOR_TEST(a_plain_pool_takes_one_after_another),
};
const size_t pool_tests_count = sizeof pool_tests / sizeof pool_tests[0];
