/* order_draft.h - writing an order down: what creating or editing takes, for oneself or for somebody else. */
#pragma once
#include "features/order/order.h"

/* What creating or editing takes. */
struct order_draft {
	int64_t kind, form, source, urgency, people, wanted_from, wanted_until, consent_at;
	int64_t revision; /* of an edit: the one that was edited; -1: not said, refused */
	bool public_ok, submit;
	bool phone_new; /* the phone of somebody who died is the beneficiary's now: checked by staff */
	bool queue;     /* a full menu item: stay a draft and wait for a place */
	const char *title, *detail, *category, *place, *service, *phone, *address;
	const char *for_name, *for_phone, *for_address, *consent_by, *consent_how;
};
extern const struct field order_draft_fields[];

/* Adds a draft (and submits it when d->submit); *uid is set. */
enum err order_create(struct ctx *c, const struct order_draft *d, const char **uid);
/* Has c->who asked for the same wish within the last ten minutes? *uid NULL: no. *twin: the very same, *uid is the
 * order there is. Else something about it was corrected (public or not, a phone, how urgent, who agreed) and that
 * holds now: a draft is changed, what was submitted is cancelled and *uid the order in its place. ERR_STATE where
 * that is too late. For pages: there a form comes twice by the browser's "back"; programs have operation ids. */
enum err order_again(struct ctx *c, const struct order_draft *d, const char **uid, bool *twin);
enum err order_edit(struct ctx *c, const char *uid, const struct order_draft *d);
struct order_draft *order_draft_of(struct ctx *c, struct order *o); /* for the edit form, opened */
