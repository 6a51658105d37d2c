/* err.h - what can go wrong, seen by the one who asked.
 *
 * A domain function answers with one of these; ctx_refuse() (core/ctx.h) adds a sentence and names
 * the field. Faults of the database are not here: they are sticky in the connection (store/db.h).
 */
#pragma once

enum err {
	OK,
	ERR_MALFORMED, /* 400: not HTTP, JSON or a form as we understand it */
	ERR_SIGNIN,    /* 401: nobody is signed in, or the token is dead */
	ERR_DENIED,    /* 403: seen, but not his to do */
	ERR_MISSING,   /* 404: no such thing, or not visible to him: both answer alike */
	ERR_METHOD,    /* 405 */
	ERR_STATE,     /* 409: right action, wrong moment; the answer carries the present state */
	ERR_LOST,      /* 409: somebody was faster; the answer says what happened */
	ERR_LARGE,     /* 413 */
	ERR_MEDIA,     /* 415: content type not taken here */
	ERR_INVALID,   /* 422: a field breaks a rule */
	ERR_REUSED,    /* 422: the operation id was used for another request */
	ERR_LIMIT,     /* 429: too many tries */
	ERR_SYSTEM,    /* 500: our fault, already logged */
	ERR_SEALED,    /* 500: what is sealed does not open (core/sealed.h), already logged */
	ERR_BUSY,      /* 503: could not be kept now (disk, overload, shutdown); nothing was done */
	ERR_CROWDED,   /* 503: a read for which there is no time now; asked again it is answered */
	ERR_COUNT
};

int err_status(enum err e);
const char *err_slug(enum err e);  /* "wrong-state": the last part of a problem+json type */
const char *err_title(enum err e); /* a sentence in Chinese, said when nothing better is known */
