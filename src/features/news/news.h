/* news.h - news 资讯: what a station, a township or the centre tells everybody, in plain paragraphs.
 *
 * An article is written (draft), handed in, and published by somebody who neither wrote nor last edited
 * it; a published one can be withdrawn, reopened and corrected, and is reviewed again. Text is edited in
 * drafts only. Every text an article ever had is kept, and its digest stands in the audit chain. The
 * public sees what is published, and whose news it is; not who wrote it.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/eyes.h"
#include "core/life.h"

enum news_kind { NEWS_STORY, NEWS_NOTICE, NEWS_THEORY }; /* 动态 公告 理论 */
enum news_state { NEWS_DRAFT, NEWS_HANDED, NEWS_PUBLISHED, NEWS_WITHDRAWN, NEWS_STATES };
extern const char *const news_kind_words[], *const news_kind_labels[];
extern const char *const news_state_words[], *const news_state_labels[];

struct news {
	int64_t id, kind, state, place_row, author, editor, revision, created, entered;
	bool sample;
	const char *uid, *title, *body, *reason; /* body: a paragraph per line */
	const char *place, *place_path, *place_name, *author_name;
};
extern const struct field news_fields[]; /* the JSON face */

struct news *news_by_uid(struct ctx *c, const char *uid);
/* What is published everybody sees, the rest the author and those who write or review there. */
bool news_visible(struct ctx *c, const struct news *n);
struct eyes news_eyes(const struct news *n); /* who wrote it, and what letting it in needs */

enum { NEWS_PAGE = 20 };
struct news_query {
	int64_t state, kind; /* -1: any; state: of the desk's */
	int64_t limit;       /* 0: NEWS_PAGE */
	const char *place, *q,
		*after; /* code, at or under it; `next` of the page before; NULL: any */
	bool desk;      /* those c->who writes or reviews, instead of the published ones */
};
/* The last one that entered its state first, with the beginning of its text; *next: `after` of the following page, NULL: no more. */
struct news *news_list(struct ctx *c, const struct news_query *q, size_t *count, const char **next);
int64_t news_count(struct ctx *c); /* published ones */

struct news_entry {
	struct news
		n; /* as it was read, with what is written over it; n.revision: the one that was edited */
	bool submit;
};
extern const struct field news_entry_fields[];
enum err news_write(struct ctx *c, const struct news_entry *in, const char **uid);
/* ERR_INVALID without the revision that was edited (< 0), ERR_LOST with an older one. */
enum err news_edit(struct ctx *c, const char *uid, const struct news_entry *in);

enum news_action {
	NEWS_SUBMIT,
	NEWS_PUBLISH,
	NEWS_RETURN,
	NEWS_WITHDRAW,
	NEWS_REOPEN,
	NEWS_EDIT, /* by news_edit() */
	NEWS_ACTIONS
};
extern const struct life news_life;
struct news_act {
	const char *reason;
	int64_t revision;
};
/* revision < 0: not checked. ERR_DENIED for who wants to publish what he wrote. */
enum err news_move(struct ctx *c, const char *uid, enum news_action a, const char *reason,
                   int64_t revision);

struct news_version {
	int64_t id, revision, at;
	const char *actor, *title, *body;
};
/* The newest first, NEWS_VERSIONS after `after` (NULL: from the newest); *next: of the earlier ones, NULL: that was all. */
enum { NEWS_VERSIONS = 20 };
struct news_version *news_versions(struct ctx *c, int64_t news, const char *after, size_t *count,
                                   const char **next);
