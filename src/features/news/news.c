#include "features/news/news.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/crypto.h"
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
const char *const news_action_words[] = {"submit", "publish", "return", "withdraw", "reopen", NULL};
const char *const news_action_labels[] = {"交审核", "通过并发布", "退回修改", "撤下", "改稿", NULL};

/* In the order of enum news_action. */
static const struct move {
	enum news_action action;
	enum news_state from, to;
	enum perm needs;
	bool reason;
} moves[] = {
	{NEWS_SUBMIT, NEWS_DRAFT, NEWS_HANDED, NEWS_WRITE, false},
	{NEWS_PUBLISH, NEWS_HANDED, NEWS_PUBLISHED, NEWS_REVIEW, false},
	{NEWS_RETURN, NEWS_HANDED, NEWS_DRAFT, NEWS_REVIEW, true},
	{NEWS_WITHDRAW, NEWS_PUBLISHED, NEWS_WITHDRAWN, NEWS_REVIEW, true},
	{NEWS_REOPEN, NEWS_WITHDRAWN, NEWS_DRAFT, NEWS_WRITE, false},
};

#define N(m, ...)          FIELD(struct news, m, __VA_ARGS__)
#define N_AS(m, name, ...) FIELD_AS(struct news, m, name, __VA_ARGS__)
const struct field news_fields[] = {
	N_AS(uid, "id"),
	N(kind, .words = news_kind_words, .labels = news_kind_labels),
	N(title),
	N(body, .doc = "plain text, a paragraph per line; in lists its beginning"),
	N(place, .doc = "division code: whose news it is"),
	N(place_name),
	N(state, .words = news_state_words, .labels = news_state_labels),
	N(entered, .doc = "since when it is in this state, seconds UTC"),
	N(reason, .doc = "of the last return or withdrawal"),
	N(revision),
	N(sample),
	N_AS(id, "news_id", .hidden = true),
	N(place_row, .hidden = true),
	N(place_path, .hidden = true),
	N(author, .hidden = true),
	N(author_name, .hidden = true),
	N(editor, .hidden = true),
	N(created, .hidden = true),
	{0},
};

#define E(m, ...) FIELD(struct news_entry, m, __VA_ARGS__)
const struct field news_entry_fields[] = {
	E(title, .required = true, .min = 4, .max = 60, .label = "标题",
          .check = public_check_numbers),
	E(kind, .required = true, .words = news_kind_words, .labels = news_kind_labels,
          .label = "哪一类"),
	E(place, .required = true, .label = "哪里的消息", .check = place_check_code,
          .doc = "division code: whose news it is"),
	E(body, .required = true, .min = 10, .max = 10000, .as = AS_LINES, .label = "正文",
          .check = public_check_numbers,
          .hint = "一行一段。不写群众的姓名、电话和住址，未成年人一律不写姓名。"),
	E(submit, .label = "马上交审核", .doc = "true: hand it in at once"),
	E(revision, .as = AS_HIDDEN, .doc = "the revision that was edited; another one is refused"),
	{0},
};

/* ---- reading ---- */

struct news *news_by_uid(struct ctx *c, const char *uid)
{
	if (text_empty(uid))
		return NULL;
	return db_one(c->db, c->mem, sql_news_by_uid, struct news, news_fields, V(uid));
}

static bool may(struct ctx *c, const struct news *n, enum perm perm)
{
	return access_may(c->who, perm, &(struct subject){.path = n->place_path});
}

static bool is_author(const struct ctx *c, const struct news *n)
{
	return c->who->id && n->author == c->who->id;
}

bool news_visible(struct ctx *c, const struct news *n)
{
	return n->state == NEWS_PUBLISHED || is_author(c, n) || may(c, n, NEWS_WRITE) ||
	       may(c, n, NEWS_REVIEW);
}

struct news *news_list(struct ctx *c, const struct news_query *q, size_t *count, const char **next)
{
	struct scope s = access_scope(c->who, NEWS_WRITE);
	struct place *at = text_empty(q->place) ? NULL : place_asked(c, q->place);
	struct search find = search_for(c, SEARCH_NEWS, q->q, SEARCH_NEWEST);
	int64_t limit = q->limit > 0 && q->limit < NEWS_PAGE ? q->limit : NEWS_PAGE;
	*count = 0;
	*next = NULL;
	if (!text_empty(q->place) && !at)
		return NULL;
	struct news *n = db_all(c->db, c->mem, sql_news_list, struct news, news_fields, count,
	                        V(s.all), V(s.own), V(s.serving), V(s.subtree), V(s.person),
	                        V(q->desk), V(q->state), V(q->kind), V(at ? at->path : ""),
	                        SEARCH_VALUES(find), V(q->after ? q->after : ""), V(limit + 1));
	if ((int64_t)*count > limit) {
		*count = (size_t)limit;
		*next = n[limit - 1].uid;
	}
	return n;
}

struct news_version *news_versions(struct ctx *c, int64_t news, size_t *count)
{
	static const struct field fields[] = {
		FIELD(struct news_version, revision), FIELD(struct news_version, at),
		FIELD(struct news_version, actor),    FIELD(struct news_version, title),
		FIELD(struct news_version, body),     {0}};
	return db_all(c->db, c->mem, sql_news_versions, struct news_version, fields, count,
	              V(news));
}

/* ---- writing ---- */

/* *at: the place it is written for. */
static enum err place_for(struct ctx *c, const char *code, struct place **at)
{
	*at = place_current(c, code);
	if (!*at)
		return ctx_refuse(c, ERR_INVALID, "place", "没有这个地区，或它已经撤并。");
	if (!access_may(c->who, NEWS_WRITE, &(struct subject){.path = (*at)->path}))
		return ctx_refuse(c, ERR_DENIED, "place", "只能写自己辖区的消息。");
	return OK;
}

/* Keeps the text, its digest in the chain, and what finds it. */
static void keep(struct ctx *c, int64_t id, const char *uid, int64_t revision, const char *path,
                 const struct news_entry *in)
{
	const char *text = arena_printf(c->mem, "%s\n%s", in->title, in->body);
	db_exec(c->db, sql_news_version_insert, V(id), V(revision), V(c->now), V(c->who->id),
	        V(in->title), V(in->body));
	audit(c, revision ? "news.edit" : "news.write", "news", uid,
	      arena_printf(c->mem, "revision %lld, text %s", (long long)revision,
	                   crypto_digest(c->mem, text, strlen(text))));
	search_put(c, SEARCH_NEWS, id, path, text);
}

static enum err send(struct ctx *c, const char *uid, const struct news_entry *in)
{
	return in->submit ? news_move(c, uid, NEWS_SUBMIT, NULL, -1) : OK;
}

enum err news_write(struct ctx *c, const struct news_entry *in, const char **uid)
{
	struct place *at;
	enum err e = place_for(c, in->place, &at);
	if (e != OK)
		return e;
	*uid = random_id(c->mem);
	int64_t id = db_int(c->db, sql_news_insert, V(*uid), V(in->kind), V(in->title), V(in->body),
	                    V(at->id), V(c->who->id), V(c->now));
	keep(c, id, *uid, 0, at->path, in);
	return send(c, *uid, in);
}

/* Seen, or missing. */
static struct news *seen(struct ctx *c, const char *uid)
{
	struct news *n = news_by_uid(c, uid);
	if (n && news_visible(c, n))
		return n;
	ctx_refuse(c, ERR_MISSING, NULL, "没有这篇文章，或者您不能查看。");
	return NULL;
}

static enum err lost(struct ctx *c)
{
	return ctx_refuse(c, ERR_LOST, NULL, "这篇文章刚刚被别人改过，请刷新后再试。");
}

bool news_may_edit(struct ctx *c, const struct news *n)
{
	return n->state == NEWS_DRAFT && may(c, n, NEWS_WRITE);
}

enum err news_edit(struct ctx *c, const char *uid, const struct news_entry *in)
{
	struct news *n = seen(c, uid);
	if (!n)
		return ERR_MISSING;
	c->state = news_state_words[n->state];
	if (n->state != NEWS_DRAFT)
		return ctx_refuse(c, ERR_STATE, NULL, "这篇文章现在是“%s”，只有草稿能改。",
		                  news_state_labels[n->state]);
	struct place *at;
	enum err e = may(c, n, NEWS_WRITE) ? place_for(c, in->place, &at) : ERR_DENIED;
	if (e != OK)
		return e;
	if ((in->revision >= 0 && in->revision != n->revision) ||
	    db_exec(c->db, sql_news_rewrite, V(n->id), V(n->revision), V(in->kind), V(in->title),
	            V(in->body), V(at->id), V(c->who->id)) != 1)
		return lost(c);
	c->state = NULL;
	keep(c, n->id, n->uid, n->revision + 1, at->path, in);
	return send(c, uid, in);
}

struct news_entry *news_entry_of(struct ctx *c, const struct news *n)
{
	struct news_entry *e = ARENA_NEW(c->mem, struct news_entry);
	*e = (struct news_entry){.kind = n->kind,
	                         .revision = n->revision,
	                         .title = n->title,
	                         .body = n->body,
	                         .place = n->place};
	return e;
}

/* ---- moves ---- */

/* Nobody publishes his own. */
static bool own(const struct ctx *c, const struct news *n, enum news_action a)
{
	return a == NEWS_PUBLISH && (is_author(c, n) || n->editor == c->who->id);
}

bool news_may(struct ctx *c, const struct news *n, enum news_action a)
{
	const struct move *m = &moves[a];
	return (int64_t)m->from == n->state && may(c, n, m->needs) && !own(c, n, a);
}

static enum err refused(struct ctx *c, const struct news *n, const struct move *m,
                        const char *reason)
{
	if (!may(c, n, m->needs))
		return ctx_refuse(c, ERR_DENIED, NULL, "您不能对这篇文章做“%s”。",
		                  news_action_labels[m->action]);
	c->state = news_state_words[n->state];
	if ((int64_t)m->from != n->state)
		return ctx_refuse(c, ERR_STATE, NULL, "这篇文章现在是“%s”，不能“%s”。",
		                  news_state_labels[n->state], news_action_labels[m->action]);
	if (own(c, n, m->action))
		return ctx_refuse(c, ERR_DENIED, NULL, "自己写的或改过的文章，要由别人审核发布。");
	if (m->reason && text_length(reason) < 2)
		return ctx_refuse(c, ERR_INVALID, "reason", "请写明理由。");
	return OK;
}

enum err news_move(struct ctx *c, const char *uid, enum news_action a, const char *reason,
                   int64_t revision)
{
	const struct move *m = &moves[a];
	struct news *n = seen(c, uid);
	if (!n)
		return ERR_MISSING;
	enum err e = refused(c, n, m, reason);
	if (e != OK)
		return e;
	if ((revision >= 0 && revision != n->revision) ||
	    db_exec(c->db, sql_news_move, V(n->id), V(n->revision), V(n->state), V(m->to),
	            V(m->reason ? reason : NULL), V(c->now)) != 1)
		return lost(c);
	c->state = NULL;
	audit(c, arena_printf(c->mem, "news.%s", news_action_words[a]), "news", n->uid,
	      m->reason ? reason : NULL);
	if (n->author != c->who->id)
		outbox_add(c, n->author,
		           arena_printf(c->mem, "文章“%s”%s", n->title, news_state_labels[m->to]),
		           m->reason ? reason : news_action_labels[a],
		           arena_printf(c->mem, "/news/%s", n->uid));
	return OK;
}
