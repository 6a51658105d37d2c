/* news_face.c - what `news` declares of itself (core/feature.h). */
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "features/news/news.h"
#include "gen/news.sql.h"

FEATURE(news);

static const struct follow follows[] = {
	{"news", "place", FOLLOW_PLACE, .place = sql_news_follow_place},
	{"news", "author", FOLLOW_PERSON, .person = sql_news_follow_author},
	{"news", "editor", FOLLOW_PERSON, .person = sql_news_follow_editor},
	{"news_version", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct wait waits[] = {
	{"news", "资讯待审", "speak", "/news/desk?state=review", "news", NEWS_REVIEW,
         sql_news_wait_news, 8, false},
	{0},
};

static const char *name(struct ctx *c, const char *uid)
{
	struct news *n = news_by_uid(c, uid);
	return n ? n->title : NULL;
}

static const struct deed_name named[] = {{"news", name, "/news/%s", PERM_PUBLIC, NULL, NULL}, {0}};
static const struct deed_life lives[] = {{&news_life, DEED_KEEP}, {0}};
static const struct deed deeds[] = {
	DEED("news.write", DEED_KEEP, "写了资讯“{}”"),
	DEED("news.text", DEED_KEEP, "存下资讯“{}”的一版文字"),
	{0},
};

const struct feature news_feature = {
	.name = "news",
	.routes = news_paths,
	.follows = follows,
	.waits = waits,
	.finders = news_finders,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
