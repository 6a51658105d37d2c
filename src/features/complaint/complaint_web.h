/* complaint_web.h - complaining about an order, and the office's list of complaints. */
#pragma once
#include "features/complaint/complaint.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route complaint_routes[];

struct complain_page {
	struct list list; /* JSON: struct complaint */
	const struct complaint *rows;
	size_t count;
	const char *title, *number, *url; /* of the order; NULL: not found yet */
	const char *action;               /* of the form */
	const struct form *form;
	bool guest, open; /* by number and phone; one is being dealt with */
};
struct complaints_page {
	struct list list;
	struct complaint_card {
		const struct complaint *k;
		const struct form *form; /* of the answer; NULL: not his to give */
	} * cards;
	size_t count;
	int64_t waiting;  /* open ones, on all pages */
	const char *more; /* the next page; NULL: none */
};
