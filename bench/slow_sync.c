/* slow_sync.so - stands in for a slow disk: each fsync and fdatasync of the program it is preloaded into
 * takes SLOW_SYNC_US microseconds longer. */
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int fd)
{
	const char *us = getenv("SLOW_SYNC_US");
	int (*real)(int) = NULL;
	*(void **)&real = dlsym(RTLD_NEXT, name);
	if (us)
		usleep((useconds_t)atoi(us));
	return real(fd);
}

int fsync(int fd)
{
	return slowly("fsync", fd);
}

int fdatasync(int fd)
{
	return slowly("fdatasync", fd);
}
