#include "features/message/channel.h"

#include "core/access.h"
#include "core/audit.h"
#include "features/person/person.h"
#include "gen/message.sql.h"

static const char *const hours[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",
                                    "9",  "10", "11", "12", "13", "14", "15", "16", "17",
                                    "18", "19", "20", "21", "22", "23", NULL};
static const char *const hour_labels[] = {
	"0 点",  "1 点",  "2 点",  "3 点",  "4 点",  "5 点",  "6 点",  "7 点",  "8 点",
	"9 点",  "10 点", "11 点", "12 点", "13 点", "14 点", "15 点", "16 点", "17 点",
	"18 点", "19 点", "20 点", "21 点", "22 点", "23 点", NULL};

const struct field channel_choice_fields[] = {
	FIELD(struct channel_choice, sms, .label = "发短信到我的手机"),
	FIELD(struct channel_choice, email, .label = "发邮件到我的邮箱"),
	FIELD(struct channel_choice, quiet_from, .words = hours, .labels = hour_labels,
              .required = true, .label = "晚上几点以后不发短信", .doc = "local hour, a word"),
	FIELD(struct channel_choice, quiet_to, .words = hours, .labels = hour_labels,
              .required = true, .label = "早上几点以后可以发",
              .hint = "两个钟点一样，就是随时可以发",
              .doc = "local hour, a word; the same as quiet_from: never quiet"),
	FIELD(struct channel_choice, digest, .label = "不急的消息每天早上 8 点合成一条发"),
	FIELD(struct channel_choice, has_phone, .readonly = true),
	FIELD(struct channel_choice, has_email, .readonly = true),
	RECORD("Channels", "How somebody is told."),
};

struct channel_choice *channel_choice(struct ctx *c)
{
	return sql_channel_get(c);
}

void channel_choose(struct ctx *c, const struct channel_choice *k)
{
	person_set_sms(c, !k->sms);
	sql_channel_set(c, k);
	audit(c, "person.channels", "person", c->who->uid, NULL);
}
