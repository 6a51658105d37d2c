#include "app/options.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char fault[512];

bool options_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = words; (at = strstr(at, word)) != NULL; at += n)
		if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

const char *options_environment(const struct option *o)
{
	static char name[64];
	int n = snprintf(name, sizeof name, "WUDAN_%s", o->name);
	for (int i = 0; i < n && i < (int)sizeof name; i++)
		name[i] = name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
	return name;
}

static bool read_number(const struct option *o, const char *value, int64_t *out)
{
	char *end;
	errno = 0;
	long long n = strtoll(value, &end, 10);
	if (errno || end == value || *end || n < o->min || n > o->max) {
		snprintf(fault, sizeof fault,
		         "--%s takes a whole number from %lld to %lld, not \"%s\"", o->name,
		         (long long)o->min, (long long)o->max, value);
		return false;
	}
	*out = n;
	return true;
}

static bool read_flag(const struct option *o, const char *value, bool *out)
{
	bool yes = options_word("1 yes true on", value);
	if (!yes && !options_word("0 no false off", value)) {
		snprintf(fault, sizeof fault, "%s is yes or no, not \"%s\"", options_environment(o),
		         value);
		return false;
	}
	*out = yes;
	return true;
}

static bool put(const struct option *o, void *into, const char *value)
{
	void *at = (char *)into + o->at;
	if (o->kind == OPTION_NUMBER)
		return read_number(o, value, at);
	if (o->kind == OPTION_FLAG)
		return read_flag(o, value, at);
	if (!text_valid(value, strlen(value))) {
		snprintf(fault, sizeof fault, "--%s is not valid UTF-8 text", o->name);
		return false;
	}
	*(const char **)at = value;
	return true;
}

static bool put_standards(const struct option *table, const char *takes, void *into)
{
	for (const struct option *o = table; o->name; o++) {
		const char *env = getenv(options_environment(o));
		if (o->standard && !put(o, into, o->standard))
			return false;
		if (env && *env && options_word(takes, o->name) && !put(o, into, env))
			return false;
	}
	return true;
}

static const struct option *find(const struct option *table, const char *takes, const char *name,
                                 size_t n)
{
	for (const struct option *o = table; o->name; o++)
		if (strlen(o->name) == n && !strncmp(o->name, name, n) &&
		    options_word(takes, o->name))
			return o;
	snprintf(fault, sizeof fault, "there is no option --%.*s here", (int)n, name);
	return NULL;
}

/* One option at argv[*i]; moves *i over a value that stands as a word of its own. */
static bool take(const struct option *table, const char *takes, void *into, int argc, char **argv,
                 int *i)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	size_t n = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *o = find(table, takes, name, n);
	if (!o)
		return false;
	if (equals)
		return put(o, into, equals + 1);
	if (o->kind == OPTION_FLAG)
		return put(o, into, "1");
	if (*i + 1 >= argc) {
		snprintf(fault, sizeof fault, "--%s needs a value (%s)", o->name, o->value);
		return false;
	}
	return put(o, into, argv[++*i]);
}

/* There are none; taken for a word it would become a file of that name. */
static const char *short_one(const char *word)
{
	snprintf(fault, sizeof fault,
	         "there is no option %s here (a word such as this stands after --)", word);
	return fault;
}

const char *options_read(const struct option *table, const char *takes, void *into, int argc,
                         char **argv, int *words)
{
	bool ended = false;
	*words = 0;
	if (!put_standards(table, takes, into))
		return fault;
	for (int i = 0; i < argc; i++) {
		if (!ended && !strcmp(argv[i], "--"))
			ended = true;
		else if (ended || argv[i][0] != '-' || !argv[i][1])
			argv[(*words)++] = argv[i];
		else if (argv[i][1] != '-')
			return short_one(argv[i]);
		else if (!take(table, takes, into, argc, argv, &i))
			return fault;
	}
	return NULL;
}

void options_help(const struct option *table, const char *takes, const struct option_own *own)
{
	for (const struct option *o = table; o->name; o++) {
		char left[64];
		const char *standard = strcmp(o->name, own->name) ? o->standard : own->standard;
		if (!options_word(takes, o->name))
			continue;
		snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "",
		         o->value ? o->value : "");
		printf("  %-22s %s", left, o->help);
		if (standard && *standard && o->kind != OPTION_FLAG)
			printf(" (default %s)", standard);
		putchar('\n');
	}
}

/* Does the name before this '=' speak of something that opens a door? */
static bool secret_name(const char *equals, const char *from)
{
	static const char *const words[] = {"pass", "token", "secret", "key", "sig"};
	const char *at = equals;
	char name[32] = "";
	while (at > from && !strchr("?&;/", at[-1]))
		at--;
	for (size_t i = 0; i + 1 < sizeof name && at + i < equals; i++)
		name[i] = (char)tolower((unsigned char)at[i]);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

const char *options_url(const char *url, char *out, size_t room)
{
	const char *scheme = strstr(url, "://"), *last = scheme ? strrchr(scheme, '@') : NULL;
	const char *colon = last ? memchr(scheme + 3, ':', (size_t)(last - scheme - 3)) : NULL;
	size_t n = 0;
	for (const char *at = url; *at && n + 4 < room;) {
		out[n++] = *at++;
		bool named = scheme && at[-1] == '=' && secret_name(at - 1, scheme);
		if (!named && at - 1 != colon)
			continue;
		memcpy(out + n, "***", 3);
		n += 3;
		at = named ? at + strcspn(at, "&;") : last;
	}
	out[n] = '\0';
	return out;
}

const char *options_show(const struct option *o, const void *from)
{
	static char text[2048];
	const void *at = (const char *)from + o->at;
	if (o->kind == OPTION_FLAG)
		return *(const bool *)at ? "yes" : "no";
	if (o->kind == OPTION_NUMBER) {
		snprintf(text, sizeof text, "%lld", (long long)*(const int64_t *)at);
		return text;
	}
	const char *value = *(const char *const *)at;
	if (o->secret)
		return value && *value ? "(set, not shown)" : "(not set)";
	return value ? options_url(value, text, sizeof text) : "";
}
