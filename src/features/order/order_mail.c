/* order_mail.c - what leaves late tells the truth. */
#include "features/order/order_mail.h"

#include "base/arena.h"
#include "core/outbox.h"
#include "features/order/order.h"
#include "gen/order.sql.h"

void order_mail(struct ctx *c, struct delivery *d, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!d[i].order)
			continue;
		int64_t now = sql_order_mail_state(c, d[i].order);
		if (now != d[i].order_state && now >= 0 && now < ORDER_STATES)
			d[i].body = arena_printf(c->mem, "%s（这张单子现在是“%s”。）", d[i].body,
			                         order_state_labels[now]);
	}
}
