/* auth_web.h - signing in and out, registering, passwords; the desks of the administrators. */
#pragma once
#include "features/auth/auth.h"
#include "features/place/place_web.h"
#include "web/form.h"
#include "web/req.h"

struct account;
struct proposal;
extern const struct route auth_routes[];       /* everybody */
extern const struct route auth_admin_routes[]; /* accounts, roles: auth_admin_web.c */
extern const struct route audit_routes[];      /* the audit log: audit_web.c */
extern const struct route proposal_routes[];   /* what takes two: proposal_web.c */

/* Signs `person` in on this reply: a new session and its cookie; an older session ends. */
void auth_enter(struct req *rq, int64_t person);
/* The page somebody with this role works at: "/dispatch", "/review", "/". */
const char *auth_home(struct req *rq, int64_t person);

struct sign_in_page {
	const struct form *form;
	const char *next;
	bool registered;  /* he comes from registering */
	bool ended, kept; /* his session had ended; and what he had typed waits for him */
	const struct demo_accounts *demo; /* NULL: none */
	const char **demo_places;         /* title of each one's place */
};
struct register_page {
	const struct form *form;
	struct place_picker *home;
};
/* The pages with one form: setup, letter, password. */
struct secret_page {
	const struct form *form;
	const char *path, *heading, *text, *button;
	const char *const *inputs; /* names of the fields, NULL-terminated */
};

struct accounts_page {
	struct list list; /* JSON: struct account_row */
	const struct account_row *rows;
	size_t count;
	const char *q, *more;
	bool staff;
	const struct form *add, *lock; /* lock: one form model for every row */
};
struct account_line {
	const struct account_row *row;
	const struct form *form;
};
struct letter_page {
	const char *name, *address; /* with the code; shown this once */
	const char *code;
	int64_t days;
};
struct grants_page {
	struct list list; /* JSON: struct grant_seen */
	const struct grant_seen *rows;
	size_t count;
	const char *phone, *more, *uid,
		*name; /* uid: of the person found by his phone; NULL: none */
	bool missed;   /* nobody has this phone */
	const char *made, *set,
		*warning; /* of his account and password (core/origin.h); warning may be NULL */
	const struct form *give, *take;
	struct place_picker *place;
};
struct grant_line {
	const struct grant_seen *row;
	const struct form *form;
};
struct proposal_line {
	const struct proposal *row;
	const struct form *form;
	const char *what;
};
struct proposals_page {
	struct list list; /* JSON: struct proposal */
	const struct proposal *rows;
	struct proposal_line *lines;
	size_t count;
	const char *more, *name; /* name: whom the form is about; NULL: not chosen yet */
	bool may;                /* propose */
	bool alone;              /* he is the only holder who can act */
	const struct form *form, *act;
};
struct proposal_done {
	int64_t kind, days;
	const char *id, *name, *what, *code, *address; /* code: shown this once; NULL: no letter */
};
