/* message_face.c - what `message` declares of itself (core/feature.h). */
#include "core/feature.h"
#include "gen/message.sql.h"

FEATURE(message);

static const struct follow follows[] = {
	{"channel_choice", "person", FOLLOW_PERSON, .person = sql_channel_follow_person,
         .once = true},
	{"template", "who", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

const struct feature message_feature = {
	.name = "message",
	.routes = message_paths,
	.follows = follows,
};
