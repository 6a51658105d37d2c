/* news_face.c - what `news` declares of itself (core/feature.h). */
#include "core/access.h"
#include "core/feature.h"
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

const struct feature news_feature = {
	.name = "news",
	.routes = news_paths,
	.follows = follows,
	.waits = waits,
	.finders = news_finders,
};
