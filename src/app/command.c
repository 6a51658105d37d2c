#include "app/command.h"

#include "app/control.h"
#include "base/arena.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

int command_failed(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	fputs("wudan: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	return EXIT_FAILED;
}

int command_stop(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	struct buf out = BUF(mem);
	int code = control_ask(cfg, 1, (const char *const[]){"stop"}, &out);
	if (code < 0)
		return command_failed("no server runs on %s", cfg->data);
	fputs(buf_str(&out), code == EXIT_DONE ? stdout : stderr);
	return code;
}
