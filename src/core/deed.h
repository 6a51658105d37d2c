/* deed.h - what the audit log says of an entry, in Chinese: 审核通过 DD20261130-0052“…”，现在是“待派单”.
 *
 * A feature declares in its face (feature.h) how its deeds are told, which lives move its records, and how what
 * the log files by a public id is called. A life's move is told by its label, so a new one needs no words here.
 * The log holds words and ids only; names are looked up when it is read. An action that nobody declared is told
 * without its code; the group `deed` finds it in the sources.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"

struct life;

enum deed_sort {
	DEED_WORK,
	DEED_PRIVATE,
	DEED_POWER,
	DEED_SETTING,
	DEED_SIGN,
	DEED_KEEP,
	DEED_SORTS
};
extern const char *const deed_sort_words[];  /* "work" … NULL-terminated */
extern const char *const deed_sort_labels[]; /* 办单 看隐私 权限 设置 登录 资料 */

struct deed {
	const char *action; /* as audit() was told it; NULL ends the list */
	enum deed_sort sort;
	const char *text; /* "查看了{}的联系方式"; {}: what it was done to */
	const char *more; /* told after it when there is a detail: "，理由是“{}”"; NULL: never */
	/* The detail in Chinese: by its word, or by what this makes of it (NULL: it is not told). Neither: as it
	 * stands, which is only for what somebody wrote in Chinese. */
	const char *const *words, *const *labels;
	const char *(*tell)(struct ctx *c, const char *detail);
	bool self; /* done by the one it is filed under, whom nobody knew before: a sign-in */
};
#define DEED(a, s, t, ...)                                                                         \
	{                                                                                          \
		.action = (a), .sort = (s), .text = (t), __VA_ARGS__                               \
	}
struct deed_life { /* life NULL ends the list */
	const struct life *life;
	enum deed_sort sort;
};
struct deed_name {                                               /* kind NULL ends the list */
	const char *kind;                                        /* as audit() was told it */
	const char *(*name)(struct ctx *c, const char *subject); /* NULL: there is none */
	const char *url;                                         /* "/orders/%s"; NULL: no page */
	enum perm needs;                                         /* to open that page */
	/* The id of the one with this number, folded; NULL: none. Left out: they have none. */
	const char *(*numbered)(struct ctx *c, const char *number);
	const char *(*where)(struct ctx *c, const char *subject); /* its place; NULL: it has none */
};

struct deed_said {
	enum deed_sort sort;
	const char *before, *name, *url, *after; /* url NULL: no page, or not for him */
	const char *by, *where; /* who did it (`self`), its place; NULL: not told */
};
struct deed_said deed_say(struct ctx *c, const char *action, const char *kind, const char *subject,
                          const char *detail);
/* Its words without name and detail, for a search: "审核通过 办单"; its kind. */
const char *deed_text(struct arena *mem, const char *action);
enum deed_sort deed_sort_of(const char *action);
bool deed_known(const char *action);
