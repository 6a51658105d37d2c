#include "core/outbox.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/random.h"
#include "base/text.h"
#include "core/access.h"
#include "core/sealed.h"
#include "core/setting.h"
#include "gen/core.sql.h"

#include <string.h>

enum { WAITS, SENT, GIVEN_UP, SWITCHED_OFF };

static const struct field choice_fields[] = {
	FIELD(struct outbox_choice, sms),       FIELD(struct outbox_choice, email),
	FIELD(struct outbox_choice, digest),    FIELD(struct outbox_choice, quiet_from),
	FIELD(struct outbox_choice, quiet_to),  FIELD(struct outbox_choice, has_phone),
	FIELD(struct outbox_choice, has_email), FIELD(struct outbox_choice, dead),
	FIELD(struct outbox_choice, no_sms),    FIELD(struct outbox_choice, no_email),
	FIELD(struct outbox_choice, person),    {0},
};

struct hook_row {
	int64_t id;
};
static const struct field hook_fields[] = {FIELD(struct hook_row, id), {0}};

struct due {
	int64_t id, channel, person, webhook, tries, orders, order_state, order_revision;
	bool urgent, every;
	const char *uid, *subject, *body, *link;
};
static const struct field due_fields[] = {
	FIELD(struct due, id),
	FIELD(struct due, channel),
	FIELD(struct due, person),
	FIELD(struct due, webhook),
	FIELD(struct due, tries),
	FIELD(struct due, uid),
	FIELD(struct due, subject),
	FIELD(struct due, body),
	FIELD(struct due, link),
	FIELD(struct due, urgent),
	FIELD(struct due, every),
	FIELD(struct due, orders),
	FIELD(struct due, order_state),
	FIELD(struct due, order_revision),
	{0},
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

enum { DIGEST_HOUR = 8 };

static const struct outbox_choice *choice_of(struct ctx *c, int64_t person)
{
	return db_one(c->db, c->mem, sql_outbox_channels, struct outbox_choice, choice_fields,
	              V(person));
}

/* The next time it is `hour` o'clock; now, when it is just that. */
static int64_t next_hour(int64_t now, int64_t hour)
{
	int64_t at = clock_midnight(now) + hour * HOUR;
	return at >= now ? at : at + DAY;
}

int64_t outbox_awake(const struct outbox_choice *k, int64_t now)
{
	int64_t hour = clock_local(now).hour;
	bool quiet = k->quiet_from <= k->quiet_to ? hour >= k->quiet_from && hour < k->quiet_to
	                                          : hour >= k->quiet_from || hour < k->quiet_to;
	return quiet ? next_hour(now, k->quiet_to) : now;
}

/* person 0: to a webhook. */
static void outbox_row(struct ctx *c, enum channel channel, int64_t webhook,
                       const struct outbox_note *n, int64_t at, int64_t digest)
{
	struct val nobody = {.kind = VAL_NULL};
	db_exec(c->db, sql_outbox_insert, V(random_id(c->mem)), V((int64_t)channel),
	        n->person ? V(n->person) : nobody, webhook ? V(webhook) : nobody, V(n->subject),
	        V(n->body), V(n->link), V(c->now), V(at), V(n->kind ? n->kind : ""), V(n->urgent),
	        V(digest), V(n->order), V(n->order_state), V(n->order_revision), V(n->every));
	c->woke = true;
}

static void by_channel(struct ctx *c, enum channel channel, const struct outbox_choice *k,
                       const struct outbox_note *n)
{
	bool digest = (k->digest || n->queue) && !n->pressing && !n->urgent;
	int64_t at = digest ? next_hour(c->now, DIGEST_HOUR) : c->now;
	if (channel == CHANNEL_SMS && !n->urgent)
		at = outbox_awake(k, at);
	outbox_row(c, channel, 0, n, at, digest);
}

/* The newest word about a record stands for what he was asked before. */
static void to_inbox(struct ctx *c, const struct outbox_note *n)
{
	if (n->about)
		outbox_answered(c, n->person, n->about);
	db_exec(c->db, sql_inbox_insert, V(random_id(c->mem)), V(n->person), V(c->now),
	        V(n->subject), V(n->body), V(n->link), V(n->kind ? n->kind : ""),
	        V(n->about ? n->about : ""), V(n->asks ? n->state : (int64_t)-1));
}

void outbox_done(struct ctx *c, const char *about, int64_t state)
{
	db_exec(c->db, sql_inbox_done, V(about), V(state), V(c->now), V(c->who->id));
}

void outbox_answered(struct ctx *c, int64_t person, const char *about)
{
	db_exec(c->db, sql_inbox_answered, V(about), V(person), V(c->now));
}

void outbox_tell(struct ctx *c, const struct outbox_note *n)
{
	const struct outbox_choice *has = choice_of(c, n->person);
	struct outbox_note to = *n;
	if (has && has->dead)
		return;
	if (has)
		to.person = has->person;
	if (!to.queue)
		to_inbox(c, &to);
	if (has && (to.every ? has->has_phone : has->sms && setting_int(c, "channel.sms")))
		by_channel(c, CHANNEL_SMS, has, &to);
	if (has && (to.every ? has->has_email : has->email && setting_int(c, "channel.email")))
		by_channel(c, CHANNEL_EMAIL, has, &to);
}

void outbox_add(struct ctx *c, int64_t person, const char *subject, const char *body,
                const char *link)
{
	outbox_tell(c, &(struct outbox_note){
			       .person = person, .subject = subject, .body = body, .link = link});
}

void outbox_silence(struct ctx *c, int64_t person)
{
	db_exec(c->db, sql_outbox_silence, V(person));
}

void outbox_hook(struct ctx *c, const char *event, const char *json)
{
	size_t n = 0;
	const struct hook_row *h = db_all(c->db, c->mem, sql_webhook_for, struct hook_row,
	                                  hook_fields, &n, V(event));
	for (size_t i = 0; i < n; i++)
		outbox_row(c, CHANNEL_WEBHOOK, h[i].id,
		           &(struct outbox_note){.subject = event, .body = json}, c->now, 0);
}

/* A landline or a number abroad takes no SMS. */
static const char *mobile(const char *phone)
{
	return phone && strlen(phone) == 11 && phone[0] == '1' ? phone : NULL;
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
		return mobile(sealed_open(c, "person", "phone", p->uid, p->phone));
	return sealed_open(c, "person", "email", p->uid, p->email);
}

struct gathered {
	int64_t id;
	const char *subject, *body;
};

static void oldest_first(struct gathered *g, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && g[k].id < g[k - 1].id; k--) {
			struct gathered swap = g[k];
			g[k] = g[k - 1];
			g[k - 1] = swap;
		}
}

enum { DIGEST_SHOWN = 3 }; /* of one kind; of the others the number */

/* Those from `first` on under the same heading: a line, and what they say. */
static void one_kind(struct buf *body, struct gathered *g, size_t n, size_t first)
{
	size_t same = 0;
	for (size_t i = first; i < n; i++)
		same += g[i].subject && strcmp(g[i].subject, g[first].subject) == 0;
	const char *subject = g[first].subject;
	buf_printf(body, "%s· %s", body->len ? "\n" : "", subject);
	if (same > 1)
		buf_printf(body, "（%zu 条）", same);
	size_t shown = 0;
	for (size_t i = first; i < n; i++) {
		if (!g[i].subject || strcmp(g[i].subject, subject) != 0)
			continue;
		if (shown++ < DIGEST_SHOWN)
			buf_printf(body, "%s%s", shown == 1 ? "：" : "", g[i].body);
		g[i].subject = NULL;
	}
	if (same > DIGEST_SHOWN)
		buf_printf(body, "等");
}

/* Several that wait for one digest become one message, kind by kind. */
static void gather(struct ctx *c, int64_t person, int64_t channel)
{
	static const struct field fields[] = {FIELD(struct gathered, id),
	                                      FIELD(struct gathered, subject),
	                                      FIELD(struct gathered, body),
	                                      {0}};
	size_t n = 0;
	struct buf body = BUF(c->mem);
	struct gathered *g = db_all(c->db, c->mem, sql_outbox_gather, struct gathered, fields, &n,
	                            V(c->now), V(person), V(channel));
	if (!n)
		return;
	oldest_first(g, n);
	for (size_t i = 0; i < n; i++)
		if (g[i].subject)
			one_kind(&body, g, n, i);
	outbox_row(c, (enum channel)channel, 0,
	           &(struct outbox_note){.person = person,
	                                 .kind = "digest",
	                                 .subject = arena_printf(c->mem, "您有 %zu 条消息", n),
	                                 .body = buf_str(&body),
	                                 .link = "/inbox"},
	           c->now, 2);
}

struct reader {
	int64_t person, channel;
};

static struct reader *digests(struct ctx *c, size_t *n)
{
	static const struct field fields[] = {
		FIELD(struct reader, person), FIELD(struct reader, channel), {0}};
	return db_all(c->db, c->mem, sql_outbox_digests, struct reader, fields, n, V(c->now));
}

/* Without what newer words have overtaken; who has one left then gets it as it is. */
static void gather_all(struct ctx *c)
{
	size_t n = 0;
	const struct reader *r = digests(c, &n);
	for (size_t i = 0; i < n; i++)
		db_exec(c->db, sql_outbox_outdate_his, V(c->now), V(r[i].person), V(r[i].channel));
	if (n)
		r = digests(c, &n);
	for (size_t i = 0; i < n; i++)
		gather(c, r[i].person, r[i].channel);
}

/* What holds now, not what held when it was written: it came due while he sleeps, he died since, or
 * switched the channel off. Also after a merge, and when somebody has it tried again. */
static bool held_back(struct ctx *c, const struct due *d)
{
	const struct outbox_choice *k = d->person ? choice_of(c, d->person) : NULL;
	bool sms = d->channel == CHANNEL_SMS;
	if (!k)
		return false;
	if (k->dead || (!d->every && (sms ? k->no_sms : k->no_email))) {
		db_exec(c->db, sql_outbox_drop, V(d->id));
		return true;
	}
	int64_t at = sms && !d->urgent ? outbox_awake(k, c->now) : c->now;
	if (at > c->now)
		db_exec(c->db, sql_outbox_defer, V(d->id), V(at));
	return at > c->now;
}

/* The newest word about an order stands for those before it, whichever comes first. */
static bool overtaken(struct ctx *c, const struct due *d)
{
	if (!d->orders)
		return false;
	if (db_exec(c->db, sql_outbox_outdate, V(c->now), V(d->id)) > 0)
		return true;
	db_exec(c->db, sql_outbox_outdate_older, V(c->now), V(d->orders), V(d->person),
	        V(d->channel), V(d->order_revision));
	return false;
}

/* An address that does not open is no missing one: tried again, in case the right key comes back. */
static struct delivery delivery_of(struct ctx *c, const struct due *d)
{
	const char *to = outbox_to(c, d);
	bool unread = c->unread;
	c->unread = false; /* of this address only: the others leave */
	return (struct delivery){
		.id = d->id,
		.channel = d->channel,
		.to = unread ? "" : to,
		.subject = d->subject,
		.body = d->body,
		.link = d->link,
		.uid = d->uid,
		.tries = d->tries,
		.order = d->orders,
		.order_state = d->order_state,
	};
}

struct delivery *outbox_lease(struct ctx *c, size_t *count)
{
	enum { ROUNDS = 32 }; /* until one is left that leaves */
	size_t n = 1;
	struct delivery *d = NULL;
	*count = 0;
	gather_all(c);
	for (int round = 0; round < ROUNDS && n && !*count; round++) {
		const struct due *due = db_all(c->db, c->mem, sql_outbox_lease, struct due,
		                               due_fields, &n, V(c->now), V(c->now + 2 * MINUTE));
		d = ARENA_ARRAY(c->mem, struct delivery, n + 1);
		for (size_t i = 0; i < n; i++)
			if (!overtaken(c, &due[i]) && !held_back(c, &due[i]))
				d[(*count)++] = delivery_of(c, &due[i]);
	}
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
