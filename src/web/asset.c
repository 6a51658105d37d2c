#include "web/asset.h"

#include <string.h>

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
