/* outbox.h - messages that leave only if the change they tell of was kept.
 *
 * outbox_add() writes rows in the request's transaction: one in the person's inbox, and one per
 * outside channel he has (SMS, e-mail, webhook). After the commit the delivery job sends what is due
 * through libcurl (core/send.c): HTTP SMS gateway, SMTP, webhook signed with HMAC-SHA256. A failure is
 * tried again after 1, 5, 30 minutes, 2, 6 hours, then given up and shown. A message carries the true
 * state at the time of the change and a link, never contact data nor anything that is sealed: an SMS passes
 * through strangers' hands, and the outbox keeps it. Names and titles are the most it repeats.
 */
#pragma once
#include "core/ctx.h"

enum channel { CHANNEL_INBOX, CHANNEL_SMS, CHANNEL_EMAIL, CHANNEL_WEBHOOK, CHANNEL_COUNT };

/* To one person, nothing pressing. `link` is a local path, may be NULL. */
void outbox_add(struct ctx *c, int64_t person, const char *subject, const char *body,
                const char *link);

/* The inbox has it at once. An SMS waits for the end of the quiet hours unless it is urgent; who wants a
 * digest gets what is not pressing once a day, at 8 in the morning. */
struct outbox_note {
	int64_t person;
	const char *kind, *subject, *body, *link; /* kind: a word, NULL: none */
	bool pressing;                            /* never waits for the digest */
	bool urgent;                              /* nor for the end of the quiet hours */
	bool every; /* by each address he has, although he or the county switched the channel off */
	bool queue; /* it stands on his desk, which says how much waits: not in his inbox as well, and
	               outside with the digest unless it presses */
	const char *about; /* life_about() of the record it tells of; NULL: of none */
	bool asks;         /* it waits for him while that record is in `state` */
	int64_t state;
	int64_t order, order_state,
		order_revision; /* what it tells of, as it is now; 0: no order */
};
void outbox_tell(struct ctx *c, const struct outbox_note *n);

/* The record came into a state: who moved it has read what he was told of it, and what waited for anybody
 * in another state waits no more. core/life.c says so of every move. */
void outbox_done(struct ctx *c, const char *about, int64_t state);
/* Somebody else answered for him what he was asked about it. */
void outbox_answered(struct ctx *c, int64_t person, const char *about);

/* How somebody is told. Hours are local, 0 to 23; from = to: never quiet. */
struct outbox_choice {
	bool sms, email, digest; /* sms and email: he has an address and did not switch it off */
	bool has_phone, has_email;
	bool dead; /* nothing is written to him any more */
	int64_t quiet_from, quiet_to;
	bool no_sms, no_email; /* he switched it off */
	int64_t person;        /* whom: who was kept twice is told as the one that was kept */
};
/* `now`, or the end of the quiet hours it lies in. */
int64_t outbox_awake(const struct outbox_choice *k, int64_t now);
/* What still waits for him leaves no more. */
void outbox_silence(struct ctx *c, int64_t person);
/* To every webhook that subscribed to `event` ("order.accept"); `json` is the payload. */
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
	const char *to;  /* NULL: he has none; "": it does not open */
	const char *subject, *body, *link;
	int64_t tries;
	const char *uid; /* stays the same over the tries: the receiver tells repeats by it */
	int64_t order,
		order_state; /* what it tells of, as it was when it was written; 0: no order */
	bool sent, off;      /* off: the channel has no address here; not tried again */
	const char *fault;   /* English, NULL: none */
	char note[96];       /* room for `fault` */
};
/* What is due and unleased, at most 16, leased for 2 minutes. What a newer message about the same order
 * has overtaken is dropped, also before it is due; what waits for a digest is put into one; what falls into quiet hours is put
 * off; what somebody who died or who switched the channel off since would get is dropped. */
struct delivery *outbox_lease(struct ctx *c, size_t *count);
void outbox_send(const struct outbox_config *cfg, struct delivery *d); /* slow; no database */
void outbox_settle(struct ctx *c, const struct delivery *d, size_t count);
