/* auth.h - how somebody comes to have an account, and which roles he is given.
 *
 * An account is made by registering, by the one-time code of the first administrator, or by a letter:
 * a one-time code that an administrator hands over and its bearer turns into a password of his own, so
 * no administrator ever knows one. Registering answers alike whether the phone or the ID number is
 * known already or not. Nobody gives a role to himself (core/grant.h). Password hashes are made before
 * the transaction; nothing here is slow.
 */
#pragma once
#include "base/field.h"
#include "core/ctx.h"
#include "core/deed.h"

/* Of the demonstration: known passwords, one click to sign in. site->demo_accounts points to it. */
struct demo_account {
	const char *role, *label, *name, *place, *team, *phone, *password, *token;
	int64_t person;
};
struct demo_accounts {
	struct demo_account *at;
	size_t count;
};

enum { AUTH_GUARDED_AGE = 14, AUTH_LETTER_DAYS = 7 };

struct signup {
	const char *name, *phone, *id_number, *home, *password, *guardian_name, *guardian_phone;
	int64_t birth;
	bool volunteer, guardian_consent, consent;
};
/* ERR_INVALID with a problem per field, OK also when phone or ID number are taken, or when somebody of this
 * name and phone died: then nothing is done. `hash`: of the password. */
enum err auth_register(struct ctx *c, const struct signup *s, const char *hash);

/* The first administrator: spends the code of `wudan user setup`, makes person, account and the role of
 * security administrator. ERR_MISSING: no such code. */
enum err auth_setup(struct ctx *c, const char *code, const char *name, const char *phone,
                    const char *hash, int64_t *person);

/* A code for one person's letter, seen only now; older ones end, and the owner of an account is told.
 * ERR_MISSING: no such person. ERR_STATE: he died. ERR_DENIED: his own, or an account with a duty or of a leader, which
 * takes two (proposal.h). */
enum err auth_letter(struct ctx *c, const char *uid, const char **code);
/* A letter for somebody who may not be kept yet: found by phone and name, else added. */
enum err auth_letter_new(struct ctx *c, const char *name, const char *phone, const char **code);
bool auth_letter_good(struct ctx *c, const char *code);
/* Spends it: sets the password, and makes the account when there is none. ERR_MISSING: no such code.
 * ERR_STATE: one administrator wrote it, and the account has come to carry a duty; or he died. */
enum err auth_letter_use(struct ctx *c, const char *code, const char *hash, int64_t *person);

/* People with an account, for the administrators. */
struct account_row {
	int64_t person, seen, created, failed;
	uint32_t duties; /* duty_opens() */
	bool locked, staff;
	const char *uid, *name, *phone, *home_name, *roles; /* phone masked; roles in Chinese */
};
extern const struct field account_row_fields[];
struct account_query {
	const char *phone, *name,
		*after;           /* whole; a part of it; uid of the last one seen. NULL: all */
	bool staff;               /* only staff */
	const char *index, *part; /* auth_accounts() sets them: of phone and name */
	int64_t limit;
};
/* The latest first. At most LIMIT_PAGE. */
struct account_row *auth_accounts(struct ctx *c, const struct account_query *q, size_t *count,
                                  const char **next);

/* Who holds which role where, for the security administrators. */
struct grant_seen {
	int64_t row, role, at;
	const char *id, *uid, *name, *place, *place_name, *given_by;
};
extern const struct field grant_seen_fields[];
/* `person` uid and `role` (ROLE_GUEST: all) filter; after: id of the last one seen, 0: from the start. */
struct grant_seen *grant_seen_list(struct ctx *c, const char *person, int64_t role, int64_t after,
                                   size_t *count, int64_t *next);

struct audit_row {
	int64_t seq, at;
	const char *node, *who, *name, *roles, *action, *kind, *subject, *detail, *source, *request;
};
extern const struct field audit_row_fields[];
struct audit_sum {
	const char *action;
	int64_t entries;
};
struct audit_named {
	const char *uid;
};
struct audit_query {
	const char *node;                   /* NULL: the one that answers */
	const char *action, *subject, *who; /* a prefix, public ids; NULL: all */
	int64_t before;                     /* a seq; 0: from the newest */
	int64_t from, until;                /* seconds UTC; 0: open */
	int64_t sort;                       /* enum deed_sort; -1: all */
	const char *
		q; /* words of the sentence, names, numbers of orders: each must be found; NULL: all */
	bool bare; /* only the rows, of a page of a sheet: nothing is counted */
};
enum { AUDIT_LOOKS = 400000 }; /* entries that words are looked for in, from the newest */
struct audit_found {
	struct audit_row *rows; /* newest first, LIMIT_PAGE * 2 at most */
	size_t count;
	int64_t next;              /* `before` of the page after it; 0: no more */
	int64_t sorts[DEED_SORTS]; /* how many there are of each kind, whatever q.sort says */
	bool cut;                  /* older ones were not looked at */
};
struct audit_found auth_audit(struct ctx *c, const struct audit_query *q);
