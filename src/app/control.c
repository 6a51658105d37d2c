#include "app/control.h"

#include "app/admin.h"
#include "app/command.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 8192, WAIT_MS = 5000, TICK_MS = 200 };

struct control {
	const struct folder *folder;
	struct writer *writer;
	const char *path;
	int listener;
	pthread_t thread;
	atomic_bool over;
};

static bool address(const struct config *cfg, struct sockaddr_un *at)
{
	*at = (struct sockaddr_un){.sun_family = AF_UNIX};
	int n = snprintf(at->sun_path, sizeof at->sun_path, "%s/control.sock", cfg->data);
	return n > 0 && n < (int)sizeof at->sun_path;
}

/* ---- the server's side ---- */

/* A whole line within WAIT_MS, without its line feed; false: nothing that can be used. */
static bool read_line(int fd, char *line)
{
	size_t have = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	while (have < LINE_MAX_BYTES && poll(&p, 1, WAIT_MS) > 0) {
		ssize_t n = read(fd, line + have, LINE_MAX_BYTES - have);
		if (n <= 0)
			return false;
		have += (size_t)n;
		if (line[have - 1] == '\n') {
			line[have - 1] = '\0';
			return text_valid(line, have - 1);
		}
	}
	return false;
}

static void write_all(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return;
		text += sent;
		n -= (size_t)sent;
	}
}

/* Splits at tabs, keeping empty words. */
static int split(char *line, const char **words)
{
	int n = 0;
	for (char *at = line; at && n < ADMIN_WORDS; n++) {
		words[n] = strsep(&at, "\t");
		if (!at)
			return n + 1;
	}
	return n;
}

static void answer(const struct control *k, int fd)
{
	char line[LINE_MAX_BYTES + 1];
	const char *words[ADMIN_WORDS];
	if (!read_line(fd, line))
		return;
	struct arena *mem = arena_new();
	struct buf out = BUF(mem);
	int code, count = split(line, words);
	bool stop = count == 1 && !strcmp(words[0], "stop");
	if (stop) {
		code = EXIT_DONE;
		buf_text(&out, "the server is stopping\n");
	} else {
		code = admin_run(k->folder, k->writer, count, words, &out, mem);
	}
	const char *head = arena_printf(mem, "%d\n", code);
	write_all(fd, head, strlen(head));
	write_all(fd, buf_str(&out), out.len);
	arena_free(mem);
	if (stop)
		kill(getpid(), SIGTERM);
}

static void *control_loop(void *self)
{
	struct control *k = self;
	struct pollfd p = {.fd = k->listener, .events = POLLIN};
	while (!atomic_load(&k->over)) {
		if (poll(&p, 1, TICK_MS) <= 0)
			continue;
		int fd = accept4(k->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		answer(k, fd);
		close(fd);
	}
	return NULL;
}

static int listen_at(const struct config *cfg, const char **why)
{
	struct sockaddr_un at;
	if (!address(cfg, &at)) {
		*why = "the path of the data folder is too long for its control socket";
		return -1;
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(at.sun_path); /* the lock is ours, so nobody else listens on it */
	mode_t mask = umask(0177);
	bool good = fd >= 0 && !bind(fd, (struct sockaddr *)&at, sizeof at) && !listen(fd, 8);
	umask(mask);
	if (good)
		return fd;
	*why = "cannot make the control socket in the data folder";
	if (fd >= 0)
		close(fd);
	return -1;
}

struct control *control_start(const struct folder *folder, struct writer *writer, const char **why)
{
	struct control *k = ARENA_NEW(folder->mem, struct control);
	*k = (struct control){.folder = folder, .writer = writer};
	k->path = config_path(folder->mem, folder->cfg, "control.sock");
	k->listener = listen_at(folder->cfg, why);
	if (k->listener < 0)
		return NULL;
	if (!pthread_create(&k->thread, NULL, control_loop, k))
		return k;
	close(k->listener);
	*why = "cannot start a thread";
	return NULL;
}

void control_stop(struct control *k)
{
	if (!k)
		return;
	atomic_store(&k->over, true);
	pthread_join(k->thread, NULL);
	close(k->listener);
	unlink(k->path);
}

/* ---- the command's side ---- */

static bool send_words(int fd, int count, const char *const *words, struct arena *mem)
{
	struct buf line = BUF(mem);
	for (int i = 0; i < count; i++) {
		if (strpbrk(words[i], "\t\n"))
			return false;
		buf_printf(&line, "%s%s", i ? "\t" : "", words[i]);
	}
	buf_char(&line, '\n');
	write_all(fd, buf_str(&line), line.len);
	return line.len <= LINE_MAX_BYTES;
}

static int read_answer(int fd, struct buf *out)
{
	struct buf all = BUF(out->mem);
	char part[4096];
	for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;)
		buf_add(&all, part, (size_t)n);
	const char *text = buf_str(&all), *end = strchr(text, '\n');
	if (!end) {
		buf_text(out, "the server did not answer; see its log\n");
		return EXIT_FAILED;
	}
	buf_text(out, end + 1);
	return (int)strtol(text, NULL, 10);
}

int control_ask(const struct config *cfg, int count, const char *const *words, struct buf *out)
{
	struct sockaddr_un at;
	int fd = address(cfg, &at) ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at)) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	int code = EXIT_FAILED;
	if (send_words(fd, count, words, out->mem))
		code = read_answer(fd, out);
	else
		buf_text(out, "a word is too long or holds a tab\n");
	close(fd);
	return code;
}
