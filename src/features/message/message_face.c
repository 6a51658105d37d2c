/* message_face.c - what `message` declares of itself (core/feature.h). */
#include "core/deed.h"
#include "core/feature.h"
#include "features/message/delivery.h"
#include "features/message/message_kind.h"
#include "gen/message.sql.h"

FEATURE(message);

static const struct follow follows[] = {
	{"channel_choice", "person", FOLLOW_PERSON, .person = sql_channel_follow_person,
         .once = true},
	{"template", "who", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const char *template_name(struct ctx *c, const char *word)
{
	const struct message_kind *k = message_kind_find(word);
	(void)c;
	return k ? k->label : NULL;
}

static const struct deed_name named[] = {
	{"template", template_name, "/templates/%s", SETTING_MANAGE, NULL, NULL}, {0}};
static const struct deed_life lives[] = {{&delivery_life, DEED_SETTING}, {0}};
static const struct deed deeds[] = {
	DEED("template.set", DEED_SETTING, "改了消息“{}”的文字"),
	DEED("person.channels", DEED_KEEP, "改了自己收消息的方式"),
	DEED("webhook.add", DEED_SETTING, "加了一个收事件的网址"),
	DEED("webhook.remove", DEED_SETTING, "去掉了一个收事件的网址"),
	{0},
};

const struct feature message_feature = {
	.name = "message",
	.routes = message_paths,
	.follows = follows,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
