/* outbox.h - messages that leave only if the change they tell of was kept.
 *
 * outbox_add() writes rows in the request's transaction: one in the person's inbox, and one per
 * outside channel he has (SMS, e-mail, webhook). After the commit the delivery job sends what is due
 * through libcurl (core/send.c): HTTP SMS gateway, SMTP, webhook signed with HMAC-SHA256. A failure is
 * tried again after 1, 5, 30 minutes, 2, 6 hours, then given up and shown. A message carries the true
 * state at the time of the change and a link, never contact data.
 */
#pragma once
#include "core/ctx.h"

enum channel { CHANNEL_INBOX, CHANNEL_SMS, CHANNEL_EMAIL, CHANNEL_WEBHOOK, CHANNEL_COUNT };

/* To one person. `link` is a local path, may be NULL. */
void outbox_add(struct ctx *c, int64_t person, const char *subject, const char *body,
                const char *link);
/* To every webhook that subscribed to `event` ("order.accepted"); `json` is the payload. */
void outbox_hook(struct ctx *c, const char *event, const char *json);

/* Where outside messages go; NULL or "" switches a channel off. */
struct outbox_config {
	const char *sms_url;              /* POST {phone, text} as JSON; 2xx = taken */
	const char *sms_token;            /* Authorization: Bearer … ; NULL: none */
	const char *smtp_url, *smtp_from; /* "smtp://127.0.0.1:2525" */
	const char *smtp_user, *smtp_password;
	const char *webhook_secret;
	const char *base_url; /* in front of links, "https://…" */
};

/* Delivery in three steps, so that no transaction waits for a network: take leases (inside the
 * writer), send (outside), settle (inside the writer). */
struct delivery {
	int64_t id;
	int64_t channel; /* enum channel */
	const char *to, *subject, *body, *link;
	int64_t tries;
	const char *uid;   /* stays the same over the tries: the receiver tells repeats by it */
	bool sent, off;    /* off: the channel has no address here; not tried again */
	const char *fault; /* English, NULL: none */
	char note[96];     /* room for `fault` */
};
/* What is due and unleased, at most 16, leased for 2 minutes. */
struct delivery *outbox_lease(struct ctx *c, size_t *count);
void outbox_send(const struct outbox_config *cfg, struct delivery *d); /* slow; no database */
void outbox_settle(struct ctx *c, const struct delivery *d, size_t count);
