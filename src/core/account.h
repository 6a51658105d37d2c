/* account.h - who can sign in: an account is a person, a phone as its name, and a password.
 *
 * The phone is kept as a blind index only. Failed tries slow down the pair of phone and network
 * (2 s, 4 s, … 15 min from the fifth on), never the phone alone, so nobody can lock somebody else
 * out; an unknown phone is slowed and answered the same way. Only an administrator locks an account;
 * to lock one with a top duty, and to open one again that carries any duty, takes two (core/duty.h).
 * The owner of such an account is told on every channel; so are the other holders of a top duty, since one
 * administrator alone could lock every desk.
 *
 * Signing in, in a route: prepare() asks account_find() and crypto_password_ok() (slow), the handler
 * then asks account_admit(), which counts and decides inside the writer, so that a hundred parallel
 * guesses are a hundred counted guesses.
 */
#pragma once
#include "core/ctx.h"
#include "core/duty.h"

struct account {
	int64_t person;   /* 0: nobody has this phone */
	const char *hash; /* never NULL: an unknown phone has a hash that fits no password */
	bool staff, locked;
	int64_t failed; /* wrong tries since the last success, from anywhere */
	int64_t seen;   /* last success, seconds UTC, 0: never */
};

/* `phone` is normalised everywhere here ("13800001111"). Never NULL. */
const struct account *account_find(struct ctx *c, const char *phone);
const struct account *account_of(struct ctx *c, int64_t person); /* NULL: he has none */

/* OK: let him in (he still needs a session). ERR_SIGNIN: wrong phone or password, alike; or locked,
 * which only the owner of the right password learns. ERR_LIMIT: too early, whatever the password. */
enum err account_admit(struct ctx *c, const char *phone, const struct account *a, bool password_ok);
/* Its parts, for other ways to sign in. account_failed() writes rows that survive the refusal. */
int64_t account_wait(struct ctx *c, const char *phone); /* seconds until the next try; 0: now */
void account_failed(struct ctx *c, const char *phone, int64_t person);
void account_succeeded(struct ctx *c, const char *phone, int64_t person);

/* By which way a password was set; the audit log keeps the word (core/origin.h). */
enum account_way {
	WAY_OWN,    /* registering, the first setup, changing it while signed in */
	WAY_LETTER, /* a letter of one administrator */
	WAY_TWO,    /* a letter that two agreed on */
	WAY_SERVER  /* the command on the server */
};
extern const char *const account_way_words[];

/* OK, or ERR_STATE with a sentence: he died, or the record was merged into another. */
enum err account_living(struct ctx *c, int64_t person);
/* ERR_INVALID at `phone` when another account has it, ERR_STATE when the person has an account, has died,
 * or was merged into another. */
enum err account_create(struct ctx *c, int64_t person, const char *phone, const char *password_hash,
                        bool staff, enum account_way way);
/* These end every session of the person. ERR_MISSING: no account. `why` enters the audit log. A new
 * password also ends the letters that were written for the account. */
enum err account_password_set(struct ctx *c, int64_t person, const char *password_hash,
                              enum account_way way);
void account_letters_end(struct ctx *c, int64_t person); /* those nobody used yet */
/* ERR_DENIED: more than this hand may do. */
enum err account_lock(struct ctx *c, int64_t person, const char *why, enum hand hand);
/* ERR_STATE: he has died, or the record was merged into another one. */
enum err account_unlock(struct ctx *c, int64_t person, const char *why, enum hand hand);

/* NULL: good enough. Else the Chinese sentence that says why not: shorter than 8 or longer than 128
 * characters, on the list of common ones, a row of keys, a date, one piece repeated, or made of
 * `phone` (may be NULL). */
const char *account_password_fault(struct arena *a, const char *password, const char *phone);
