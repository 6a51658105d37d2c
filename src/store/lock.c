#include "store/lock.h"

#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The file holds the process id of its holder, for this message only. */
static const char *held(int fd, const char *dir)
{
	char pid[24] = "";
	ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
	pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
	return store_why("%s is in use by another wudan (process %s)", dir, *pid ? pid : "unknown");
}

static void sign(int fd)
{
	char pid[24];
	int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	/* On a full disk the name of the holder is missing; the lock itself holds. */
	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)n, 0) != n)
		return;
}

int lock_take(const char *dir, const char **why)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		*why = store_why("%s: %s", path, strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		sign(fd);
		return fd;
	}
	*why = errno == EWOULDBLOCK ? held(fd, dir) : store_why("%s: %s", path, strerror(errno));
	close(fd);
	return -1;
}

void lock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}
