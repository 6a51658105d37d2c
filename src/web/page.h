/* page.h - what stands around a page: the frame, the navigation, the error page.
 *
 * frame.html (view `web_frame`, struct page_frame) prints a whole document around the body that a
 * feature's template made; problem.html (view `web_problem`, struct page_problem) prints the BODY of
 * an error page, which then goes into the frame like any other. Both get only what the actor may
 * see: the navigation is already filtered by his reach. Texts are escaped by the templates.
 */
#pragma once
#include "core/ctx.h"
#include "web/html.h"
#include "web/req.h"

enum { PAGE_WAITS = 100 }; /* what waits is counted no further on every page */
enum { PAGE_OPEN = 2 };    /* groups of the sidebar that are never folded: the office work */

struct page_link {
	const char *path, *icon, *label;
	const char
		*group; /* heading printed before this entry; NULL: same group as the one before */
	bool open;      /* with `group`: the group is unfolded */
	bool here;      /* the entry of the page's section: aria-current="page" */
	int64_t waits; /* how much waits there for the reader, PAGE_WAITS: or more; at the desk only */
};

struct said;
struct page_frame {
	const char *title;       /* of the page, never NULL */
	bool again;              /* what led here was sent twice and done once */
	const struct said *said; /* of the change that led here; NULL: nothing */
	const struct sent
		*sent;       /* a form that came back and stands nowhere on the page; NULL: none */
	const char *op;      /* of the form that takes it back */
	const char *brand;   /* "文明实践云" */
	const char *office;  /* "衡阳县新时代文明实践中心" */
	const char *section; /* of the view, NULL: none */
	const char *here; /* local path and query of this page: hidden `next` of the view forms */
	const char *back; /* local path of the back arrow; NULL: none */
	int64_t version;  /* data-since: what the page listens from (web/events.h) */
	bool desk;        /* the reader is staff: data-d="desk", sidebar and bar */
	bool plain;       /* at the desk, a page made for everybody: the frame prints its heading */
	bool search;      /* the bar has the search for everything */
	bool demo;        /* 示例数据 must be seen on the page */

	const struct page_link *nav; /* sidebar of the desk, in groups */
	size_t nav_count;
	const struct page_link *tabs; /* tabs of the phone: five, at the desk four */
	size_t tab_count;

	bool signed_in;
	const char *actor; /* his name; "" for a guest */
	const char *roles; /* "志愿者、队长"; "" for a guest */
	int64_t unread;    /* messages in his inbox */
	bool inbox;        /* he has one: link it */

	bool elder;        /* cookie mode=elder: data-mode="elder" */
	bool elder_home;   /* the elder's home page: doors instead of tabs, text size at hand */
	const char *fs;    /* cookie fs: "" (standard), "2", "3", "4": data-fs */
	const char *theme; /* cookie theme: "light", "dark" or "auto": data-theme */

	/* Every <form method="post"> of the frame (POST /sign-out; POST /view with mode, fs, theme and
	 * next=here) carries <input type="hidden" name="_csrf" value="…">. */
	const char *csrf;
	struct safe body;
};

/* The body of an error page. */
struct page_problem {
	int status;
	const char *title;              /* Chinese sentence */
	const struct problem *problems; /* one per field (field NULL: the whole request) */
	int problem_count;
	const char *request; /* id of the request, to tell the office */
	const char *home;    /* where to go on: a local path */
	const char *back;    /* where the move was made, as the route says; NULL: not said */
	const char *reload;  /* ERR_CROWDED, web_crowded: the same address once more */
	const char *sign_in; /* "/sign-in?next=…" when that would help; NULL: no */
	/* What was typed, to be read and sent once more: <form method="post" action="{{url: again}}">. */
	const char *again; /* NULL: no such form */
	const struct pair *fields;
	size_t field_count;
	const char *csrf, *op, *from;
};

/* Staff and leaders have the desk around whatever they read; others never. */
bool page_staff(const struct actor *who);

/* Puts what the actor may see around `body` and writes the document into rq->reply.html. */
void page_write(struct req *rq, const struct view *view, struct safe body);
/* Replaces the reply by the error page (browser) or problem+json (API) of `e`. No database. */
void page_problem(struct req *rq, enum err e);
/* The sign-in form, which leads on to `page`. */
const char *page_sign_in(const struct req *rq, const char *page);
