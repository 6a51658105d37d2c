/* Every change that a page can make says what it did, and what cannot be taken back is asked for first. */
#include "../groups.h"

#include "app/routes.h"
#include "base/text.h"
#include "web/req.h"
#include "web/route.h"

/* Where the page that follows says it itself (what is looked up, a letter, results, a list that is read), or where
 * there is nothing to say (sign-in, how pages look). */
static const char *const silent[] = {
	"/view",
	"/people/:id/reveal",
	"/me/hours",
	"/accounts",
	"/accounts/:id/letter",
	"/sign-in",
	"/sign-out",
	"/sign-in/demo",
	"/follow",
	"/orders/:id/contact",
	"/dispatch/bulk",
	"/inbox/:id/read",
	"/orders/:id/work-slip",
	"/orders/:id/goers",
	NULL,
};
/* What is done to many, ends something for good or takes something from somebody; but for /dispatch/bulk,
 * /people/:id/merge and /people/:id/depart, whose forms stand on a page that says what they bring about. */
static const char *const final[] = {
	"/orders/:id/merge",      "/orders/:id/cancel",    "/orders/:id/not_served",
	"/orders/:id/abort",      "/places/:id/merge",     "/places/:id/close",
	"/grants/:id/take",       "/accounts/:id/lock",    "/teams/:id/dissolve",
	"/teams/:id/suspend",     "/teams/:id/leave",      "/teams/:id/members/:id2/remove",
	"/menu/:id/retire",       "/news/:id/withdraw",    "/surveys/:id/close",
	"/orders/:id/hand_back",  "/holidays/import",      "/limits/:id/remove",
	"/proposals/:id/confirm", "/proposals/:id/object", NULL,
};

static bool among(const char *const *all, const char *path)
{
	for (; *all; all++)
		if (text_equal(*all, path))
			return true;
	return false;
}

static void every_change_says_what_it_did(void **state)
{
	(void)state;
	const struct route *r;
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		if (r->method == GET)
			continue;
		bool may = among(silent, r->path);
		if (!r->done || (!*r->done && !may))
			fail_msg("%s %s: no sentence of what it did", method_words[r->method],
			         r->path);
	}
}

static void what_cannot_be_taken_back_is_asked_first(void **state)
{
	(void)state;
	size_t seen = 0;
	const struct route *r;
	for (size_t n = 0; (r = route_at(routes_all, n)); n++) {
		bool wanted = r->method != GET && among(final, r->path);
		seen += wanted;
		if (wanted && text_length(r->sure) < 8)
			fail_msg("%s is done at once", r->path);
	}
	assert_int_equal(seen, sizeof final / sizeof *final - 1);
}

const struct CMUnitTest answer_tests[] = {
	cmocka_unit_test(every_change_says_what_it_did),
	cmocka_unit_test(what_cannot_be_taken_back_is_asked_first),
};
const size_t answer_tests_count = sizeof answer_tests / sizeof answer_tests[0];
