/* req.h - one request, the reply being written to it, and the row of the route table it met.
 *
 * A handler reads rq->c (its desk), req_*() (what was sent), calls the domain, and ends with one of
 * render(), done() or refuse(). It touches only its arena, its transaction and its reply, so it can
 * be run again.
 */
#pragma once
#include "base/field.h"
#include "core/access.h"
#include "core/ctx.h"
#include "web/html.h"

struct asset;
struct life;
struct req;
struct sheet;
struct site;
struct subscriber;

enum method { GET, POST, PATCH, DELETE, METHOD_COUNT };

/* One model, two faces. */
struct view {
	void (*html)(struct html *h, const void *model); /* NULL: JSON only */
	const struct field *fields; /* JSON of the record or of a list's item; NULL: HTML only */
	bool list;                  /* the model begins with struct list */
	bool desk; /* dense rows and a heading of its own; a leader has the desk here too */
	const char *section; /* which entry of the navigation is lit: "wall", "desk" */
};
struct list {
	const void *items;
	size_t count, size; /* size of one item in bytes */
	const char *next;   /* value of ?after= for the next page; NULL: no more */
};
enum { LIST_COUNTED = 10000 }; /* of a long list nobody counts further */

enum {
	ROUTE_PAGE = 1,  /* only HTML */
	ROUTE_API = 2,   /* only JSON */
	ROUTE_RAW = 4,   /* no page frame */
	ROUTE_HEAVY = 8, /* a GET of some 2 ms of CPU or more at the county's size: not on a loop */
	/* An unsafe method that changes nothing but the log (somebody looks at what is sealed): it takes no
	 * operation id, so that each look is asked for, counted and logged anew. */
	ROUTE_LOOK = 16,
	ROUTE_ALONE = 32, /* a GET of seconds: on the pool for reads one at a time */
	/* A GET that is answered in the longest line: the machine's questions, sign-in. */
	ROUTE_ALWAYS = 64,
	/* The same whoever opened the page: sign-in and out, how pages look. Others are done only for him
	 * for whom their form was printed. */
	ROUTE_ANYBODY = 128,
};

struct route {
	enum method method;
	const char *path; /* "/orders/:id/accept" */
	enum err (*handler)(struct req *rq);
	enum perm needs;           /* zero denies */
	const char *doc;           /* English, one line: OpenAPI summary */
	const struct field *takes; /* body fields; NULL: none but _csrf and _op */
	const struct field *asks;  /* query fields; pages ignore others */
	const struct view *gives;  /* what 200 answers */
	int data;                  /* for the handler: an enum value */
	unsigned flags;
	/* Slow work before the transaction, on the job thread; of a GET, on the pool for reads. */
	enum err (*prepare)(struct req *rq);
	/* Said on the page it leads to, in Chinese; "": nothing, where the page says it itself. Every change of a
	 * page has one (tests/house/answer_test.c). */
	const char *done;
	/* What it brings about and cannot be taken back: a browser is asked first, on a page of its own (web/sure.h).
	 * NULL: done at once. */
	const char *sure;
	/* "/complaints/:id/:move" stands for a row per action of this life (route_flatten()); word,
	 * permission, doc and fields are its own, data is the action. */
	const struct life *life;
};

/* What the value was in JSON; a form knows texts only, and they are taken for what the field wants. */
enum pair_type { PAIR_TYPED, PAIR_TEXT, PAIR_INTEGER, PAIR_REAL, PAIR_BOOL, PAIR_NULL, PAIR_EMPTY };
struct pair {
	const char *name, *value; /* valid UTF-8; what was not is replaced by U+FFFD */
	bool broken;              /* it was replaced: the field is refused */
	bool listed;              /* it stood in an array; PAIR_EMPTY: in one without items */
	const char *label;        /* of its field, where it is shown; else NULL */
	enum pair_type type;
};
struct pairs {
	struct pair *at;
	size_t count;
};

/* A form that comes back on the page it stood on (web/again.h): it was refused, or sent when the session had
 * ended. The page finds it here and prints what was typed into the form with this address. */
struct sent {
	const char *path; /* where it was sent */
	struct pairs query, body;
	struct problem *problems;
	int problem_count;
	int data;   /* of the route it was sent to */
	bool kept;  /* not refused: kept over a sign-in */
	bool shown; /* its form stands on the page */
};

/* An input is printed with what was typed, else with what the record holds. */
struct form {
	const struct field *fields;
	const void *record;  /* defaults; NULL: empty */
	struct sent *sent;   /* NULL: none of this page's forms, or not one with these fields */
	bool *other;         /* set by form_open(): the inputs that follow are another form's */
	const struct ctx *c; /* problems by field, of a form that asks by GET */
	const char *csrf, *op, *from,
		*then;      /* hidden inputs; then: NULL where the page has no queue */
	const char *prefix; /* of the inputs' ids, where a page holds several forms; NULL: none */
};

struct reply {
	int status;
	struct html html;       /* the body, whatever its type */
	const char *type;       /* NULL: text/html; charset=utf-8 */
	const char *location;   /* local path; NULL: none */
	const char *cookies[6]; /* whole Set-Cookie values, by reply_cookie() */
	int cookie_count;
	const char *disposition; /* Content-Disposition; NULL: none */
	const char *cache;       /* Cache-Control; NULL: no-store */
	const char *encoding;    /* Content-Encoding; NULL: none */
	bool varies;             /* another reader may get it in another coding */
	const void *
		fixed; /* a body that is not in `html` but lies in the program: assets; else NULL */
	size_t fixed_size;
	struct subscriber *stream; /* a body without end (web/events.h); NULL: a whole one */
	struct sheet
		*sheet; /* more of the body follows, as it is taken (web/sheet.h); NULL: none */
	bool replayed;
	bool close;           /* the connection ends after this reply */
	int retry_after;      /* seconds; 0: none */
	struct pairs headers; /* made by serve_leave(): everything the door sends */
};

struct req {
	struct ctx c;
	struct site *site;
	const struct route *route;
	enum method method;
	const char *path;     /* decoded, checked: no control bytes, no "//", no ".."; serve_enter()
	                           * takes "/api/v1" away from its front */
	bool json;            /* JSON is wanted, or a list as a sheet */
	unsigned face;        /* enum sheet_kind: of a list, as a sheet; 0: no */
	struct sheet *sheet;  /* its own, from its first page on */
	bool head;            /* HEAD: like GET, but the body stays here */
	const char *id, *id2; /* the :parts of the route; "" when it has none */
	const char *raw; /* the body as it came, decoded to `body` by serve_enter(); NULL: none */
	size_t raw_size;
	struct pairs query, body, headers, cookies;
	const char *token;     /* from the cookie or Authorization; NULL: none or dead */
	bool bearer;           /* the token came as a header: no CSRF check */
	const char *anonymous; /* value of the signed anonymous cookie; NULL: none */
	const char *op;        /* operation id that came with it; NULL: none */
	const char *from;      /* the page its form stood on, path and query; NULL: not said */
	const char *
		then; /* where that page says a change leads (page_next()); NULL: where the handler says */
	int64_t printed_for; /* the person for whom that page was printed; 0: a guest, or it is not known */
	bool aged;           /* a form of ours, perhaps: its token is missing or does not open */
	bool dead;           /* the session behind the token has ended */
	bool denied;         /* refused for want of a right: serve_after() writes it down */
	bool stale;          /* the session's last_seen is to be written by serve_after() */
	bool kept;           /* its changes were kept: pages are told */
	unsigned allow;    /* with ERR_METHOD: bit per enum method that the path knows */
	int64_t began_us;  /* monotonic */
	int64_t version;   /* of the events (web/events.h), before anything was read */
	void *prepared;    /* what prepare() made, in the arena */
	bool asks;         /* it is asked for first (web/sure.h); nothing was done */
	struct safe aside; /* by page_weighs() */
	enum err again; /* it was refused so, and its page is still to be printed (web/again.h) */
	struct sent *sent; /* the form that comes back on this page; NULL: none */
	const char *unsent,
		*unsent_body; /* to be kept under this number (core/unsent.h); NULL: nothing */
	const char *said;     /* by page_says(); NULL: what its route says */
	const char *undo;     /* by page_undo() */
	struct {
		const char *path, *label;
	} onward; /* by page_leads() */
	struct reply reply;
	const char *title; /* of the page, set by the handler through page_title() */
	int64_t total;     /* of its list, by page_total(); below 0: not counted */
	const char *
		back; /* local path of the back arrow, on an error page of the way on; NULL: none */
};

const char *req_header(const struct req *rq, const char *name); /* case-insensitive; NULL: absent */
const char *req_query(const struct req *rq, const char *name);  /* NULL: absent */
const char *req_body(const struct req *rq, const char *name);
bool req_narrowed(
	const struct req *rq); /* the address holds a filter: an empty list is no empty house */

/* Reads the body (or the query, for `asks`) into `record` through the field table: trims, narrows
 * phones, checks, collects a problem per field, refuses unknown and readonly names. OK or
 * ERR_INVALID. Members that were not sent keep what the record held before. */
enum err req_read(struct req *rq, const struct field *fields, void *record);
enum err req_asks(struct req *rq, const struct field *fields, void *record);
/* The token a form must send back: it seals for whom the page was printed, and opens only together with the
 * anonymous cookie of this browser, which is made when it is missing. Another one on every page. */
const char *req_csrf(struct req *rq);
/* True when `token` is one of this browser's; *person is then for whom it was made. */
bool req_csrf_ours(const struct req *rq, const char *token, int64_t *person);
bool req_own(
	const char *name); /* a field of ours that forms carry: _csrf, _op, _from, _then, _sure */
bool req_sent(const struct req *rq, const char *name); /* for PATCH: was this field sent at all? */

/* A form of this page; what was typed stands in it when it is the one that came back. */
struct form *req_form(struct req *rq, const struct field *fields, const void *record);
/* The same of a form whose address (printf) tells it apart from others of the page with such fields. */
struct form *req_form_to(struct req *rq, const struct field *fields, const void *record,
                         const char *action, ...) __attribute__((format(printf, 4, 5)));
/* Of a form that asks by GET: filled from the address. */
struct form *req_form_asks(struct req *rq, const struct field *fields, const void *record);
/* What was sent and may be shown or sent once more: no secrets, none of our own fields. */
struct pairs req_typed(const struct req *rq);
/* What was typed there for `name`; NULL: nothing, or no form came back. */
const char *req_came_back(const struct req *rq, const char *name);

/* The three ends of a handler. */
enum err render(struct req *rq, const struct view *view, const void *model);
/* After a change: 303 to `location` for a browser; for the API the GET route of `location` is asked
 * and its JSON answered with 200 (201 when `created`). */
enum err done(struct req *rq, enum err e, const char *location);
enum err created(struct req *rq, enum err e, const char *location);
/* What a change answered is not kept, only where it led: that is asked anew for who asks now. location
 * NULL: the answer was shown once (a code, a list of results); it only says that it was done. */
void done_before(struct req *rq, const char *location, int status);
#define refuse(rq, e, field, ...) ctx_refuse(&(rq)->c, (e), (field), __VA_ARGS__)

/* What the page after this change says, instead of what the route says (printf). */
void page_says(struct req *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Beside it: the form that takes it back (no fields; local path), and a way on. */
void page_undo(struct req *rq, const char *path);
void page_leads(struct req *rq, const char *path, const char *label);
/* Of a page with a queue, before its forms: where a browser is led when one of them was done, the queue with what
 * waits next (local path). page_stays(): of a change that decided nothing, back to where its form stood. */
void page_next(struct req *rq, const char *path);
/* The same of a list that is worked in place: back to it, with its filters and its page. */
void page_keeps(struct req *rq);
void page_stays(struct req *rq);
/* Of a change that is asked for first: what the page that asks shows beside its sentence. */
void page_weighs(struct req *rq, void (*html)(struct html *h, const void *model),
                 const void *model);
/* A path on this site that is safe to go to: "/…" but not "//", no backslash, no control byte. */
bool req_local(const char *path);
void page_title(struct req *rq, const char *title, const char *back);
/* How many rows the list has on all its pages, with its filter; more than LIST_COUNTED: so many or more. Of a list
 * that ends on its first page the kernel knows it. */
void page_total(struct req *rq, int64_t rows);
/* The same local path, where the page says that what was sent again was not done again. */
const char *page_again(const struct req *rq, const char *path);
/* Answers with a file of assets/ (web/asset.h), compressed as the browser likes; cache: Cache-Control. */
void reply_asset(struct req *rq, const struct asset *a, const char *cache);
/* HttpOnly, SameSite=Lax, whole site; "wudan_session" gets its __Host- prefix behind TLS. max_age in
 * seconds; 0: until the browser closes; below 0: forget it. */
void reply_cookie(struct req *rq, const char *name, const char *value, int64_t max_age);
