#include "base/log.h"

#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 4096, SELDOM = 64, SELDOM_MS = 1000 };

static const char *const names[] = {"debug", "info", "warn", "error"};
static _Atomic int threshold = LOG_INFO;

void log_threshold(enum log_level least)
{
	atomic_store(&threshold, (int)least);
}

/* One line; what does not fit is cut, the newline always does. */
struct line {
	char at[LINE];
	size_t len;
};

static void put(struct line *l, char c)
{
	if (l->len < LINE - 1)
		l->at[l->len++] = c;
}

static void put_text(struct line *l, const char *s)
{
	while (*s)
		put(l, *s++);
}

static bool bare(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 127 || strchr("=\"\\", *s))
			return false;
	return true;
}

static void put_value(struct line *l, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	if (bare(s))
		return put_text(l, s);
	put(l, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '\n') {
			put_text(l, "\\n");
		} else if (c < ' ' || c == 127) {
			put_text(l, "\\x");
			put(l, hex[c >> 4]);
			put(l, hex[c & 15]);
		} else {
			if (c == '"' || c == '\\')
				put(l, '\\');
			put(l, (char)c);
		}
	}
	put(l, '"');
}

static void put_pair(struct line *l, const char *key, const char *value)
{
	if (l->len)
		put(l, ' ');
	put_text(l, key);
	put(l, '=');
	put_value(l, value ? value : "");
}

/* One write() per line, so that lines of several threads and processes stay whole. */
static void line_write(enum log_level level, const char *event, int dropped, va_list ap)
{
	struct line l = {.len = 0};
	char when[80], number[16];
	struct day d = clock_utc(clock_now());
	snprintf(when, sizeof when, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.mday,
	         d.hour, d.minute, d.second);
	put_pair(&l, "time", when);
	put_pair(&l, "level", names[level]);
	put_pair(&l, "event", event);
	for (const char *key; (key = va_arg(ap, const char *));)
		put_pair(&l, key, va_arg(ap, const char *));
	if (dropped) {
		snprintf(number, sizeof number, "%d", dropped);
		put_pair(&l, "dropped", number);
	}
	l.at[l.len++] = '\n';
	for (size_t done = 0; done < l.len;) {
		ssize_t n = write(STDERR_FILENO, l.at + done, l.len - done);
		if (n < 0 && errno != EINTR)
			return; /* nowhere left to complain */
		done += n > 0 ? (size_t)n : 0;
	}
}

static bool wanted(enum log_level level)
{
	return (int)level >= atomic_load(&threshold);
}

void log_line(enum log_level level, const char *event, ...)
{
	va_list ap;
	if (!wanted(level))
		return;
	va_start(ap, event);
	line_write(level, event, 0, ap);
	va_end(ap);
}

/* When each event was last written. Events are few, fixed names; beyond SELDOM all are written. */
static pthread_mutex_t seldom_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	char event[32];
	int64_t at;
	int dropped;
} seldom[SELDOM];

/* False: too early, counted. *dropped is how many were since the last one. */
static bool seldom_due(const char *event, int64_t now, int *dropped)
{
	size_t i = 0;
	*dropped = 0;
	while (i < SELDOM && seldom[i].event[0] &&
	       strncmp(seldom[i].event, event, sizeof seldom[i].event - 1) != 0)
		i++;
	if (i == SELDOM)
		return true;
	if (seldom[i].event[0] && now - seldom[i].at < SELDOM_MS) {
		seldom[i].dropped++;
		return false;
	}
	snprintf(seldom[i].event, sizeof seldom[i].event, "%s", event);
	*dropped = seldom[i].dropped;
	seldom[i].dropped = 0;
	seldom[i].at = now;
	return true;
}

void log_seldom(enum log_level level, const char *event, ...)
{
	va_list ap;
	int dropped;
	if (!wanted(level))
		return;
	pthread_mutex_lock(&seldom_lock);
	bool due = seldom_due(event, clock_mono_ms(), &dropped);
	pthread_mutex_unlock(&seldom_lock);
	if (!due)
		return;
	va_start(ap, event);
	line_write(level, event, dropped, ap);
	va_end(ap);
}
