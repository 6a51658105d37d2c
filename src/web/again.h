/* again.h - a form that was not done comes back on the page it stood on, with all that was typed.
 *
 * Every form tells where it stands (`_from`, form.h). When a browser's change is refused, that page is made
 * anew as its reader would get it now, in a snapshot of its own after the change was rolled back, and the form
 * with the same address is filled with what was sent and says what is wrong; on a page that has no such form
 * any more, the page itself says it, on top. So no route has to say how its form is printed again.
 *
 * A form that was sent when the session had ended is kept (core/unsent.h): after the sign-in its page
 * opens with it, for the same person only.
 */
#pragma once
#include "web/req.h"

/* A refused change of a browser: its page is still to be printed. Sets rq->again. */
bool again_due(struct req *rq, enum err e);
/* Is there a page to be printed after the change was rolled back: the form's, or the one that asks (sure.h)? */
bool again_waits(const struct req *rq);
/* Prints it. `reader`: no transaction is open on it. */
void again_print(struct req *rq, struct db *reader);
/* A form whose session has ended: it is to be kept, and the reply leads to the sign-in form. */
void again_unsent(struct req *rq);
void again_keep(struct req *rq); /* keeps it, in the writer's savepoint */
/* A page that was opened with the number of such a form gets it into rq->sent. */
void again_found(struct req *rq);
