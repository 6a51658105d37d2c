/* channel_web.h - /me/channels, /templates, /deliveries. */
#pragma once
#include "features/message/channel.h"
#include "features/message/delivery.h"
#include "features/message/message_kind.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route channel_routes[];

struct channels_page {
	struct channel_choice k; /* first: the JSON face */
	const struct form *form;
};
struct template_line {
	const char *id, *label, *subject, *body;
	bool changed, pressing;
};
struct templates_page {
	struct list list; /* JSON: struct template_line */
	const struct template_line *rows;
	size_t count;
};
struct template_page {
	struct template_line t; /* first: the JSON face */
	const char *standard_subject, *standard_body;
	const char *shown_subject, *shown_body; /* with sample values; NULL: the text is faulty */
	const struct form *form;
};
struct deliveries_page {
	struct list list; /* JSON: struct delivery_row */
	const struct delivery_row *rows;
	size_t count;
	const char **who, **fault; /* of each row */
	int64_t counts[DELIVERY_STATES], state;
	const char *more;
	const struct form *form;
};
