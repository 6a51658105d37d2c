#include "core/outbox.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/random.h"
#include "base/text.h"
#include "core/crypto.h"
#include "core/setting.h"
#include "gen/core.sql.h"

enum { WAITS, SENT, GIVEN_UP, SWITCHED_OFF };

struct channels {
	bool sms, email;
};
static const struct field channel_fields[] = {
	FIELD(struct channels, sms),
	FIELD(struct channels, email),
	{0},
};

struct hook_row {
	int64_t id;
};
static const struct field hook_fields[] = {FIELD(struct hook_row, id), {0}};

struct due {
	int64_t id, channel, person, webhook, tries;
	const char *uid, *subject, *body, *link;
};
static const struct field due_fields[] = {
	FIELD(struct due, id),      FIELD(struct due, channel),
	FIELD(struct due, person),  FIELD(struct due, webhook),
	FIELD(struct due, tries),   FIELD(struct due, uid),
	FIELD(struct due, subject), FIELD(struct due, body),
	FIELD(struct due, link),    {0},
};

struct address {
	const char *uid, *phone, *email;
};
static const struct field address_fields[] = {
	FIELD(struct address, uid),
	FIELD(struct address, phone),
	FIELD(struct address, email),
	{0},
};

static void outbox_row(struct ctx *c, enum channel channel, int64_t person, int64_t webhook,
                       const char *subject, const char *body, const char *link)
{
	struct val nobody = {.kind = VAL_NULL};
	db_exec(c->db, sql_outbox_insert, V(random_id(c->mem)), V((int64_t)channel),
	        person ? V(person) : nobody, webhook ? V(webhook) : nobody, V(subject), V(body),
	        V(link), V(c->now));
	c->woke = true;
}

void outbox_add(struct ctx *c, int64_t person, const char *subject, const char *body,
                const char *link)
{
	db_exec(c->db, sql_inbox_insert, V(random_id(c->mem)), V(person), V(c->now), V(subject),
	        V(body), V(link));
	const struct channels *has = db_one(c->db, c->mem, sql_outbox_channels, struct channels,
	                                    channel_fields, V(person));
	if (has && has->sms && setting_int(c, "channel.sms"))
		outbox_row(c, CHANNEL_SMS, person, 0, subject, body, link);
	if (has && has->email && setting_int(c, "channel.email"))
		outbox_row(c, CHANNEL_EMAIL, person, 0, subject, body, link);
}

void outbox_hook(struct ctx *c, const char *event, const char *json)
{
	size_t n = 0;
	const struct hook_row *h = db_all(c->db, c->mem, sql_webhook_for, struct hook_row,
	                                  hook_fields, &n, V(event));
	for (size_t i = 0; i < n; i++)
		outbox_row(c, CHANNEL_WEBHOOK, 0, h[i].id, event, json, NULL);
}

/* The address is opened only now; it stands in the outbox neither clear nor sealed. */
static const char *outbox_to(struct ctx *c, const struct due *d)
{
	if (d->channel == CHANNEL_WEBHOOK)
		return db_text(c->db, c->mem, sql_outbox_hook_url, V(d->webhook));
	const struct address *p = db_one(c->db, c->mem, sql_outbox_address, struct address,
	                                 address_fields, V(d->person));
	if (!p)
		return NULL;
	if (d->channel == CHANNEL_SMS)
		return crypto_open(c->keys, c->mem, "person", "phone", p->uid, p->phone);
	return crypto_open(c->keys, c->mem, "person", "email", p->uid, p->email);
}

struct delivery *outbox_lease(struct ctx *c, size_t *count)
{
	const struct due *due = db_all(c->db, c->mem, sql_outbox_lease, struct due, due_fields,
	                               count, V(c->now), V(c->now + 2 * MINUTE));
	struct delivery *d = ARENA_ARRAY(c->mem, struct delivery, *count + 1);
	for (size_t i = 0; i < *count; i++)
		d[i] = (struct delivery){
			.id = due[i].id,
			.channel = due[i].channel,
			.to = outbox_to(c, &due[i]),
			.subject = due[i].subject,
			.body = due[i].body,
			.link = due[i].link,
			.uid = due[i].uid,
			.tries = due[i].tries,
		};
	return d;
}

/* Tried again after 1, 5, 30 minutes, 2 and 6 hours; the sixth failure is the last. */
void outbox_settle(struct ctx *c, const struct delivery *d, size_t count)
{
	static const int64_t again[] = {MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR};
	int64_t most = (int64_t)(sizeof again / sizeof again[0]);
	for (size_t i = 0; i < count; i++) {
		bool failed = !d[i].sent && !d[i].off, last = d[i].tries >= most || !d[i].to;
		int64_t state = d[i].sent  ? SENT
		                : d[i].off ? SWITCHED_OFF
		                : last     ? GIVEN_UP
		                           : WAITS;
		int64_t wait = failed && !last ? again[d[i].tries] : 0;
		db_exec(c->db, sql_outbox_settle, V(d[i].id), V(state), V(d[i].tries + failed),
		        V(c->now + wait), V(d[i].sent ? NULL : d[i].fault));
	}
}
