#include "app/scratch.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { ID_LENGTH = 26 }; /* of random_id() */

static const char *const kinds[] = {"backup-", "restore-", NULL};

bool scratch_is(const char *name)
{
	for (int i = 0; kinds[i]; i++) {
		const char *id = name + strlen(kinds[i]);
		if (text_starts(name, kinds[i]) &&
		    strspn(id, "abcdefghijklmnopqrstuvwxyz234567") == ID_LENGTH &&
		    text_starts(id + ID_LENGTH, ".tmp"))
			return true;
	}
	return text_equal(name, "demo-accounts.json.part");
}

void scratch_sweep(const struct config *cfg)
{
	DIR *d = opendir(cfg->data);
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		if (scratch_is(e->d_name) && unlinkat(dirfd(d), e->d_name, 0) != 0)
			log_line(LOG_ERROR, "leftover", "file", e->d_name, "why",
			         "it cannot be removed; remove it by hand", NULL);
	closedir(d);
}

const char *scratch_path(struct arena *mem, const struct config *cfg, const char *what)
{
	return config_path(mem, cfg, arena_printf(mem, "%s-%s.tmp", what, random_id(mem)));
}

static void stopping(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
}

void scratch_begin(struct scratch *s, const struct config *cfg)
{
	sigset_t set;
	s->cfg = cfg;
	stopping(&set);
	pthread_sigmask(SIG_BLOCK, &set, &s->before);
	scratch_sweep(cfg);
}

bool scratch_interrupted(void)
{
	sigset_t waiting;
	sigpending(&waiting);
	return sigismember(&waiting, SIGHUP) || sigismember(&waiting, SIGINT) ||
	       sigismember(&waiting, SIGTERM);
}

void scratch_end(struct scratch *s)
{
	scratch_sweep(s->cfg);
	pthread_sigmask(SIG_SETMASK, &s->before, NULL);
}
