#include "web/asset.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum weight { UNNAMED, REFUSED, TAKEN };

/* The weight of one item, "br;q=0.5": 0 however it is written, or not. */
static enum weight weight_of(const char *item, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (item[i] == ';') {
			i += 1 + strspn(item + i + 1, " \t");
			if (i + 1 < n && tolower((unsigned char)item[i]) == 'q' &&
			    item[i + 1] == '=')
				return strcspn(item + i, "123456789") < n - i ? TAKEN : REFUSED;
		}
	return TAKEN;
}

static enum weight named(const char *header, const char *coding)
{
	size_t len = strlen(coding);
	for (const char *at = header; *at;) {
		at += strspn(at, " \t,");
		size_t n = strcspn(at, ",");
		if (strcspn(at, "; \t,") == len && strncasecmp(at, coding, len) == 0)
			return weight_of(at, n);
		at += n;
	}
	return UNNAMED;
}

bool asset_coding(const char *header, const char *coding)
{
	enum weight w = header ? named(header, coding) : UNNAMED;
	if (w == UNNAMED && header)
		w = named(header, "*");
	return w == TAKEN || (w == UNNAMED && strcmp(coding, "identity") == 0);
}

const struct asset *asset_find(const char *path)
{
	for (const struct asset *a = assets; a->name; a++)
		if (strcmp(a->path, path) == 0)
			return a;
	return NULL;
}

const struct asset *asset_named(const char *name)
{
	for (const struct asset *a = assets; a->name; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

const char *asset_path(const char *name)
{
	const struct asset *a = asset_named(name);
	return a ? a->path : "/assets/missing";
}
