/* disk DIR MS - how often a second 4 KiB can be written and made durable: the writer's ceiling when each
 * change has a commit of its own. Writes over a file of 16 MiB, as SQLite does with its log.
 *
 * Prints "RATE MICROSECONDS", the second per fdatasync.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = 4096 };

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

int main(int argc, char **argv)
{
	static char block[BLOCK];
	char path[4096];
	if (argc != 3)
		die("usage: disk DIR MS");
	snprintf(path, sizeof path, "%s/disk-bench", argv[1]);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		die(path);
	unlink(path);
	for (int i = 0; i < BLOCKS; i++)
		if (write(fd, block, BLOCK) != BLOCK)
			die("write");
	fsync(fd);
	int64_t from = now_us(), until = from + atoll(argv[2]) * 1000, n = 0;
	while (now_us() < until) {
		memcpy(block, &n, sizeof n);
		if (pwrite(fd, block, BLOCK, n % BLOCKS * BLOCK) != BLOCK || fdatasync(fd) != 0)
			die("fdatasync");
		n++;
	}
	double us = (double)(now_us() - from);
	printf("%.0f %.0f\n", (double)n * 1e6 / us, us / (double)(n ? n : 1));
	return 0;
}
