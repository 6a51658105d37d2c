/* visitor.h - a browser with its cookies, sending forms through serve() without sockets. */
#pragma once
#include "world.h"

#include <stdbool.h>

enum { VISITOR_JAR = 8 };
#define VISITOR_PASSWORD "correct horse 9 staple"

/* `page` is the last body; `csrf` the token of the last form seen. */
struct browser {
	struct world *w;
	char jar[VISITOR_JAR][512];
	int cookies, status;
	char csrf[200], location[300];
	const char *page;
	const char *source; /* network address it comes from */
};

struct browser visitor_open(struct world *w);
int visitor_look(struct browser *b, const char *path); /* GET; the status */
/* Sends a form whose values are given as "name=value&…"; blanks, + and % are encoded here. */
int visitor_fill(struct browser *b, const char *path, const char *values);
/* Nobody is signed in: a page is answered by the way to the sign-in form. */
bool visitor_sent_to_sign_in(struct browser *b, const char *path);
/* Gives `who` an account with VISITOR_PASSWORD; returns his phone. */
const char *visitor_account(struct world *w, enum who who);
int visitor_sign_in(struct browser *b, const char *phone, const char *password, const char *next);
