#include "app/command.h"

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
