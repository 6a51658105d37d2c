/* fail_sync.so - stands in for a disk that breaks: once the file named by FAIL_SYNC exists, each fsync and
 * fdatasync of the program it is preloaded into answers EIO. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int broken(const char *name, int fd)
{
	const char *file = getenv("FAIL_SYNC");
	int (*real)(int) = NULL;
	if (file && access(file, F_OK) == 0) {
		errno = EIO;
		return -1;
	}
	*(void **)&real = dlsym(RTLD_NEXT, name);
	return real(fd);
}

int fsync(int fd)
{
	return broken("fsync", fd);
}

int fdatasync(int fd)
{
	return broken("fdatasync", fd);
}
