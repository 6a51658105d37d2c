/* main.c - the door: which command was asked for, and with what options. */
#include "base/arena.h"
#include "commands.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int print_overview(FILE *to)
{
	fprintf(to,
	        "wudan %s - a county's volunteer service: five orders, one clock\n\n"
	        "usage: wudan COMMAND [--OPTION VALUE]…\n\n",
	        WUDAN_VERSION);
	for (const struct command *c = commands; c->name; c++)
		fprintf(to, "  %-9s %s\n", c->name, c->help);
	fprintf(to,
	        "\nwudan COMMAND --help says more. Exit: 0 done, 1 failed, 2 called wrongly.\n");
	return to == stdout ? EXIT_DONE : EXIT_USAGE;
}

static const char *own_data(const struct command *c)
{
	return c->data ? c->data : "wudan-data";
}

static int print_help(const struct command *c)
{
	printf("usage: wudan %s%s%s\n\n%s.\n", c->name, *c->usage ? " " : "", c->usage, c->help);
	if (c->more)
		printf("\n%s\n", c->more);
	if (*c->takes) {
		puts("\noptions (each also from the environment as WUDAN_NAME):");
		options_help(config_options, c->takes, &(struct option_own){"data", own_data(c)});
	}
	return EXIT_DONE;
}

static int usage(const struct command *c, const char *why)
{
	fprintf(stderr, "wudan %s: %s\nusage: wudan %s%s%s\n", c->name, why, c->name,
	        *c->usage ? " " : "", c->usage);
	return EXIT_USAGE;
}

static int run(const struct command *c, int argc, char **argv)
{
	struct config cfg = {0};
	int words;
	for (int i = 0; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return print_help(c);
	const char *why = options_read(config_options, c->takes, &cfg, argc, argv, &words);
	if (why)
		return usage(c, why);
	if (words < c->words_min)
		return usage(c, "something is missing");
	if (words > c->words_max)
		return usage(c, "too many words");
	struct arena *mem = arena_new();
	if (!options_word(c->takes, "listen"))
		cfg.listen = NULL;
	if (!cfg.data)
		cfg.data = own_data(c);
	why = *c->takes ? config_complete(&cfg, mem) : NULL;
	int code = why ? usage(c, why) : c->run(&cfg, words, argv, mem);
	arena_free(mem);
	return code;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc < 2)
		return print_overview(stderr);
	const char *name = argv[1];
	if (!strcmp(name, "help") || !strcmp(name, "--help") || !strcmp(name, "-h"))
		return print_overview(stdout);
	if (!strcmp(name, "version") || !strcmp(name, "--version"))
		return printf("wudan %s\n", WUDAN_VERSION) < 0;
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return run(c, argc - 2, argv + 2);
	fprintf(stderr, "wudan: there is no command \"%s\"; see wudan --help\n", name);
	return EXIT_USAGE;
}
