/* admin_webhook.c - who is told of every move of an order, and of what is done to duties. The address may hold a secret of its
 * receiver, so the audit log names only number and event. */
#include "app/admin.h"

#include "app/command.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/duty.h"
#include "features/order/order.h"
#include "gen/app.sql.h"

#include <stdlib.h>
#include <string.h>

enum { URL_MAX = 500 };

struct hook {
	int64_t id;
	const char *url, *event;
};
static const struct field hook_fields[] = {
	FIELD(struct hook, id),
	FIELD(struct hook, url),
	FIELD(struct hook, event),
	{0},
};

static bool good_url(const char *url)
{
	const char *host = text_starts(url, "https://")  ? url + 8
	                   : text_starts(url, "http://") ? url + 7
	                                                 : "";
	return *host && *host != '/' && strlen(url) <= URL_MAX && !url[strcspn(url, " \t\r\n")];
}

static bool good_event(const char *event)
{
	return !strcmp(event, "*") || field_word(duty_events, event) >= 0 ||
	       (text_starts(event, "order.") && field_word(order_action_words, event + 6) >= 0);
}

static void note(struct admin *a, const char *action, int64_t id, const char *event)
{
	audit(a->c, action, "webhook", arena_printf(a->c->mem, "%lld", (long long)id), event);
}

int admin_webhook_add(struct admin *a)
{
	const char *url = a->words[0], *event = a->words[1];
	if (!good_url(url))
		return admin_say(a,
		                 "the address begins with https:// or http:// and has no blanks");
	if (!good_event(event))
		return admin_say(
			a, "the event is \"order.\" and an action such as order.accept, one about "
			   "accounts such as account.server, or *");
	int64_t id = db_int(a->c->db, sql_app_webhook_add, V(url), V(event));
	if (!id)
		return admin_say(a, "this address is told of this event already");
	note(a, "webhook.add", id, event);
	buf_printf(a->out, "webhook %lld made\n", (long long)id);
	return EXIT_DONE;
}

int admin_webhook_list(struct admin *a)
{
	size_t n;
	const struct hook *h = db_all(a->c->db, a->c->mem, sql_app_webhooks, struct hook,
	                              hook_fields, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(a->out, "%lld  %s  %s\n", (long long)h[i].id, h[i].event, h[i].url);
	return EXIT_DONE;
}

int admin_webhook_remove(struct admin *a)
{
	int64_t id = strtoll(a->words[0], NULL, 10);
	if (db_exec(a->c->db, sql_app_webhook_remove, V(id)) != 1)
		return admin_say(a, "no webhook has this number; see wudan webhook list");
	note(a, "webhook.remove", id, NULL);
	buf_text(a->out, "webhook removed\n");
	return EXIT_DONE;
}
