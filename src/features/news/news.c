#include "features/news/news.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
#include "core/cursor.h"
#include "core/outbox.h"
#include "core/search.h"
#include "features/person/public.h"
#include "features/place/place.h"
#include "gen/news.sql.h"

#include <string.h>

const char *const news_kind_words[] = {"story", "notice", "theory", NULL};
const char *const news_kind_labels[] = {"动态", "公告", "理论", NULL};
const char *const news_state_words[] = {"draft", "review", "published", "withdrawn", NULL};
const char *const news_state_labels[] = {"草稿", "待审核", "已发布", "已撤下", NULL};

#define N(m, ...) FIELD(struct news, m, __VA_ARGS__)
const struct field news_fields[] = {
	FIELD_AS(struct news, uid, "id", .readonly = true),
	N(kind, .required = true, .words = news_kind_words, .labels = news_kind_labels,
          .label = "哪一类"),
	N(title, .required = true, .min = 4, .max = 60, .label = "标题",
          .check = public_check_numbers),
	N(body, .required = true, .min = 10, .max = 10000, .as = AS_LINES, .label = "正文",
          .check = public_check_numbers,
          .hint = "一行一段。不写居民的姓名、电话和住址，未成年人一律不写姓名。",
          .doc = "plain text, a paragraph per line; in lists its beginning"),
	N(place, .as = AS_CODE, .required = true, .label = "哪里的消息", .check = place_check_code,
          .doc = "division code: whose news it is"),
	N(place_name, .readonly = true, .label = "哪里的"),
	N(state, .readonly = true, .label = "状态", .words = news_state_words,
          .labels = news_state_labels),
	N(entered, .readonly = true, .label = "到这个状态的时间", .as = AS_MOMENT,
          .doc = "since when it is in this state, seconds UTC"),
	N(reason, .readonly = true, .label = "退回或撤下的原因",
          .doc = "of the last return or withdrawal"),
	N(revision, .as = AS_HIDDEN,
          .doc = "goes up with each change; that which was edited is sent, another one is refused"),
	N(sample, .readonly = true),
	RECORD("News", "A piece of news."),
};

const struct field news_entry_fields[] = {
	FIELDS_OF(struct news_entry, n, news_fields),
	FIELD(struct news_entry, submit, .label = "马上交审核", .doc = "true: hand it in at once"),
	RECORD("News", "What is written."),
};

/* ---- reading ---- */

struct news *news_by_uid(struct ctx *c, const char *uid)
{
	return text_empty(uid) ? NULL : sql_news_by_uid(c, uid);
}

static bool may(const struct ctx *c, const struct news *n, enum perm perm)
{
	return access_may(c->who, perm, &(struct subject){.path = n->place_path});
}

bool news_visible(struct ctx *c, const struct news *n)
{
	return n->state == NEWS_PUBLISHED || (c->who->id && n->author == c->who->id) ||
	       may(c, n, NEWS_WRITE) || may(c, n, NEWS_REVIEW);
}

int64_t news_count(struct ctx *c)
{
	return sql_news_count(c);
}

struct news *news_list(struct ctx *c, const struct news_query *q, size_t *count, const char **next)
{
	struct place *at = text_empty(q->place) ? NULL : place_asked(c, q->place);
	const char *path = at ? at->path : NULL;
	struct search find = search_for(c, SEARCH_NEWS, q->q, SEARCH_NEWEST);
	struct news_query ask = *q;
	struct cursor k = cursor_read(q->after);
	size_t limit = q->limit > 0 && q->limit < NEWS_PAGE ? (size_t)q->limit : NEWS_PAGE;
	*count = 0;
	*next = NULL;
	if (!text_empty(q->place) && !at)
		return NULL;
	ask.limit = (int64_t)limit + 1;
	struct news *n = q->desk ? sql_news_desk(c, access_scope(c->who, NEWS_WRITE), &ask, &find,
	                                         path, &k, count)
	                         : sql_news_published(c, &ask, &find, path, &k, count);
	if (*count > limit) {
		*count = limit;
		k = (struct cursor){.a = -n[limit - 1].entered, .id = -n[limit - 1].id};
		*next = cursor_text(c->mem, k);
	}
	return n;
}

struct news_version *news_versions(struct ctx *c, int64_t news, const char *after, size_t *count,
                                   const char **next)
{
	struct cursor k = cursor_read(after);
	struct news_version *v = sql_news_versions(c, news, &k, count);
	*next = NULL;
	if (*count > NEWS_VERSIONS) {
		*count = NEWS_VERSIONS;
		*next = cursor_text(c->mem, (struct cursor){.id = -v[NEWS_VERSIONS - 1].id});
	}
	return v;
}

/* ---- its life ---- */

struct eyes news_eyes(const struct news *n)
{
	return (struct eyes){NEWS_REVIEW, n->place_path, n->author, n->editor};
}

static const char *his_own(struct ctx *c, const void *record)
{
	struct eyes e = news_eyes(record);
	return eyes_own(c, &e) ? "自己写的或改过的文章，要由别人审核发布。" : NULL;
}

static enum err moved(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct news *n = next;
	(void)in, (void)to;
	n->reason = NULL;
	n->entered = c->now;
	n->revision++;
	return OK;
}

static enum err with_reason(struct ctx *c, void *next, const void *in, int64_t *to)
{
	moved(c, next, in, to);
	((struct news *)next)->reason = in;
	return OK;
}

/* `in`: the article as it shall be. */
static enum err edited(struct ctx *c, void *next, const void *in, int64_t *to)
{
	struct news *n = next;
	(void)to;
	*n = *(const struct news *)in;
	n->editor = c->who->id;
	n->revision++;
	return OK;
}

static const struct field act_fields[] = {
	FIELD(struct news_act, reason, .max = 200, .as = AS_LINES, .label = "理由"),
	FIELD(struct news_act, revision, .as = AS_HIDDEN, .doc = "the revision that was seen"),
	RECORD("NewsMove", "What goes with a move of a piece of news."),
};

static const struct life_move moves[] = {
	{NEWS_SUBMIT, "submit", "交审核", "Hands a draft in for review", act_fields,
         .done = "已交审核，另一位看过后发布。", .from = IN(NEWS_DRAFT), .to = IN(NEWS_HANDED),
         .needs = NEWS_WRITE, .effect = moved},
	{NEWS_PUBLISH, "publish", "通过并发布", "Publishes it; never by who wrote it", act_fields,
         .done = "已发布，大家看得到了。", .from = IN(NEWS_HANDED), .to = IN(NEWS_PUBLISHED),
         .needs = NEWS_REVIEW, .own = his_own, .effect = moved},
	{NEWS_RETURN, "return", "退回修改", "Sends it back, with the reason", act_fields,
         .done = "已退回修改，作者看得到理由。", .from = IN(NEWS_HANDED), .to = IN(NEWS_DRAFT),
         .needs = NEWS_REVIEW, .reason = true, .effect = with_reason},
	{NEWS_WITHDRAW, "withdraw", "撤下", "Takes it from the public, with the reason", act_fields,
         .done = "已撤下，大家看不到了。",
         .sure = "撤下以后，谁都看不到这一篇；再发布要重新改稿、重新审核。",
         .from = IN(NEWS_PUBLISHED), .to = IN(NEWS_WITHDRAWN), .needs = NEWS_REVIEW, .reason = true,
         .effect = with_reason},
	{NEWS_REOPEN, "reopen", "改稿", "Makes a withdrawn one a draft again", act_fields,
         .done = "已回到草稿，改完请交审核。", .from = IN(NEWS_WITHDRAWN), .to = IN(NEWS_DRAFT),
         .needs = NEWS_WRITE, .effect = moved},
	{NEWS_EDIT, "edit", "修改", .from = IN(NEWS_DRAFT), .needs = NEWS_WRITE, .guarded = true,
         .effect = edited},
	{0},
};

static struct life_look look(const void *record)
{
	const struct news *n = record;
	return (struct life_look){n->uid, n->state, n->revision, {.path = n->place_path}};
}

static int64_t write(struct ctx *c, const void *before, const void *next)
{
	const struct news *was = before, *n = next;
	return n->state == was->state ? sql_news_rewrite(c, n, was->revision)
	                              : sql_news_move(c, n, was->revision, was->state);
}

static bool same(const void *before, const void *next)
{
	return field_same(news_fields, before, next);
}

/* Keeps the text, its digest in the chain, and what finds it. */
static void keep_text(struct ctx *c, const struct news *n)
{
	const char *text = arena_printf(c->mem, "%s\n%s", n->title, n->body);
	sql_news_version_insert(c, n);
	audit(c, "news.text", "news", n->uid,
	      arena_printf(c->mem, "revision %lld, text %s", (long long)n->revision,
	                   crypto_digest(c->mem, text, strlen(text))));
	search_put(c, SEARCH_NEWS, n->id, n->place_path, text);
}

static void kept(struct ctx *c, const void *now, const void *before, const struct life_move *m,
                 const char *reason)
{
	const struct news *n = now;
	(void)before;
	if (m->action == NEWS_EDIT)
		keep_text(c, n);
	else if (n->author != c->who->id)
		outbox_add(
			c, n->author,
			arena_printf(c->mem, "文章“%s”%s", n->title, news_state_labels[n->state]),
			m->reason ? reason : m->label, arena_printf(c->mem, "/news/%s", n->uid));
}

const struct life news_life = {
	.kind = "news",
	.these = "这篇文章",
	.state_words = news_state_words,
	.state_labels = news_state_labels,
	.moves = moves,
	.size = sizeof(struct news),
	.state = offsetof(struct news, state),
	.look = look,
	.write = write,
	.same = same,
	.kept = kept,
};

/* Seen, or missing. */
static struct news *seen(struct ctx *c, const char *uid)
{
	struct news *n = news_by_uid(c, uid);
	if (n && news_visible(c, n))
		return n;
	ctx_refuse(c, ERR_MISSING, NULL, "没有这篇文章，或者您不能查看。");
	return NULL;
}

enum err news_move(struct ctx *c, const char *uid, enum news_action a, const char *reason,
                   int64_t revision)
{
	struct news *n = seen(c, uid);
	if (!n)
		return ERR_MISSING;
	return life_move(c, &news_life, n,
	                 &(struct life_ask){.action = a,
	                                    .in = reason,
	                                    .reason = reason,
	                                    .revision = revision < 0 ? NULL : &revision});
}

/* ---- writing ---- */

/* The place whose news it is. */
static enum err placed(struct ctx *c, struct news *n)
{
	struct place *at = place_current(c, n->place);
	if (!at)
		return ctx_refuse(c, ERR_INVALID, "place", "没有这个地区，或它已经撤并。");
	n->place_row = at->id;
	n->place_path = at->path;
	if (!may(c, n, NEWS_WRITE))
		return ctx_refuse(c, ERR_DENIED, "place", "只能写自己辖区的消息。");
	return OK;
}

enum err news_write(struct ctx *c, const struct news_entry *in, const char **uid)
{
	struct news n = in->n;
	enum err e = placed(c, &n);
	n.state = NEWS_DRAFT;
	n.author = n.editor = c->who->id;
	n.revision = 0;
	if (e != OK)
		return e;
	*uid = n.uid = random_id(c->mem);
	n.id = sql_news_insert(c, &n);
	audit(c, "news.write", "news", n.uid, NULL);
	keep_text(c, &n);
	return in->submit ? news_move(c, n.uid, NEWS_SUBMIT, NULL, -1) : OK;
}

/* Handed in as it stands, nothing is edited. */
enum err news_edit(struct ctx *c, const char *uid, const struct news_entry *in)
{
	struct news *n = seen(c, uid);
	if (!n)
		return ERR_MISSING;
	struct news next = in->n;
	next.revision = n->revision;
	struct life_ask ask = {.action = NEWS_EDIT,
	                       .in = &next,
	                       .revision = in->n.revision < 0 ? NULL : &in->n.revision};
	enum err e = life_check(c, &news_life, n, &ask);
	if (e == OK)
		e = placed(c, &next);
	if (e == OK && !(in->submit && same(n, &next)))
		e = life_put(c, &news_life, n, &ask);
	return e == OK && in->submit ? news_move(c, uid, NEWS_SUBMIT, NULL, -1) : e;
}
