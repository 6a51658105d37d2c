/* gate.h - who is at the door: session, forged requests, operation ids. */
#pragma once
#include "web/req.h"

/* Reads cookies and Authorization into token, bearer, anonymous. */
void gate_read(struct req *rq);
/* Unsafe requests of browsers: host_ours(), and _csrf, which says for whom the page was printed. False: forged, or
 * the page is old. */
bool gate_genuine(struct req *rq);
/* Sets c.who from the token and asks for the route's permission, and whether the form was printed for him. OK,
 * ERR_SIGNIN or ERR_DENIED. */
enum err gate_pass(struct req *rq);

/* The same operation was done before: then *found, and the reply leads to what is there now, as far as
 * the asker may see it today; a lost race is told in the words of then. ERR_REUSED, ERR_INVALID. */
enum err gate_replay(struct req *rq, bool *found);
/* Remembers the reply of a request whose changes are kept. False: another node was faster with the
 * same operation, so this one must be undone. */
bool gate_keep(struct req *rq);
void gate_keep_lost(struct req *rq); /* the same for 409, through the kept rows */
