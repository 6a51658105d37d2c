/* web_help.h - a tiny site (notes with a title) for the tests of the web floor. */
#pragma once
#include "desk.h"

#include "web/serve.h"

struct note {
	const char *uid, *title, *text, *phone, *colour_name;
	int64_t colour, count, at, day;
	bool agree;
	const char *const *tags;
	const char *inner_name, *inner_phone;
	int64_t owner;
};
/* GET /heavy goes on as long as `hold`; how many do. */
extern struct web_heavy {
	bool hold;
	int running;
} web_heavy;
extern const struct field note_fields[];
extern const struct route note_routes[];

struct web {
	struct desk *desk;
	struct site site;
	struct arena *mem; /* of the request */
	struct req *rq;    /* the last one */
	int status;
	const char *body;
	const char *csrf, *cookies; /* what web_form() sends; NULL: nothing */
};
#define WEB_TABLE "CREATE TABLE note (uid TEXT NOT NULL PRIMARY KEY, title TEXT, owner BIGINT)"
/* GET /long: how many rows it has, and how many of its pages were asked for. */
extern int web_long_rows, web_long_pages;
void web_site(struct site *site, struct arena *a, struct keys *keys);
int web_open(void **state);
int web_close(void **state);
#define WEB_TEST(f) cmocka_unit_test_setup_teardown(f, web_open, web_close)

/* headers: "Name: value\n…", may be NULL. raw NULL: no body. Sets and returns w->status. */
int web_ask(struct web *w, enum method m, const char *path, const char *headers, const char *raw);
int web_get(struct web *w, const char *path);
/* POST of a browser with cookies and CSRF token as set; `fields` urlencoded. */
int web_form(struct web *w, const char *path, const char *fields);
int web_api(struct web *w, enum method m, const char *path, const char *token, const char *json);
const char *web_header(const struct web *w, const char *name);  /* of the reply; NULL: absent */
const char *web_token(struct web *w, int64_t person, bool api); /* a session of a sample person */
/* Opens the form page once as a guest (or with a session) and keeps cookies and token. */
void web_visit(struct web *w, const char *session);
int64_t web_count(struct web *w, const char *table, const char *where);

#define assert_has(text, part)                                                                     \
	do {                                                                                       \
		const char *has_ = (text);                                                         \
		if (!strstr(has_, (part)))                                                         \
			fail_msg("no \"%s\" in: %s", (part), has_);                                \
	} while (0)
#define assert_has_not(text, part)                                                                 \
	do {                                                                                       \
		const char *has_ = (text);                                                         \
		if (strstr(has_, (part)))                                                          \
			fail_msg("\"%s\" in: %s", (part), has_);                                   \
	} while (0)
