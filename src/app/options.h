/* options.h - one table says what can be configured, and one loop obeys it.
 *
 * Each option has a name, a default and a sentence of help; it is given as --name VALUE, --name=VALUE
 * or, weaker, as WUDAN_NAME in the environment. A flag takes no value on the command line; in the
 * environment 1, yes, true or 0, no, false. A command lists the options it takes; any other is a
 * usage error. Values live as long as argv and the environment do.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG };
struct option {
	const char *name; /* "sms-url": --sms-url, WUDAN_SMS_URL */
	enum option_kind kind;
	size_t at;            /* offset of const char *, int64_t or bool */
	const char *value;    /* what the value is called in the help: "DIR" */
	const char *standard; /* default as text; NULL: none */
	int64_t min, max;     /* numbers */
	bool secret;          /* never printed, and better given by the environment */
	const char *help;     /* English, one line */
};

/* Fills `into` with defaults, then the environment, then argv[0..argc), of the options whose names
 * stand in `takes` (blank-separated). The words that are no options move to the front of argv and
 * *words counts them. NULL: fine; else an English sentence (static buffer). */
const char *options_read(const struct option *table, const char *takes, void *into, int argc,
                         char **argv, int *words);
/* One line per option of `takes` on stdout, for --help. `own` is a default the command itself has for
 * the option of that name. */
struct option_own {
	const char *name, *standard;
};
void options_help(const struct option *table, const char *takes, const struct option_own *own);
/* The value held now, as text (static buffer); a secret shows only whether it is set, an address no
 * password. */
const char *options_show(const struct option *o, const void *from);
/* The text with *** in the place of passwords when it is an address ("postgresql://u:***@h/db"): that
 * before the last @, and parameters whose names speak of one. Cut where `room` ends; answers `out`. */
const char *options_url(const char *url, char *out, size_t room);
/* "WUDAN_SMS_URL" (static buffer). */
const char *options_environment(const struct option *o);
bool options_word(const char *words, const char *word); /* does the word stand in the list? */
