/* admin.h - what a command does to a data folder, inside the program that holds its lock.
 *
 * The words are the command line without options: {"user", "lock", "13800001111"}. A server runs
 * them for app/control.c, a command alone runs them itself; both give the text to print and the exit
 * code. Verbs that change something run in one transaction (the writer's savepoint) and are undone
 * when they do not end with 0. Long ones read in a snapshot of their own.
 */
#pragma once
#include "app/folder.h"
#include "base/buf.h"

struct writer;
struct admin {
	struct ctx *c;
	const struct folder *folder;
	int count;
	const char *const *words; /* those after the verb */
	struct buf *out;
};

enum { ADMIN_WORDS = 12 };

/* `writer` NULL: this program is alone and uses folder->db. Answers the exit code. */
int admin_run(const struct folder *folder, struct writer *writer, int count,
              const char *const *words, struct buf *out, struct arena *mem);

/* The verbs; each ends with its exit code and a text in a->out. */
int admin_user_add(struct admin *a);      /* PHONE NAME HASH STAFF ROLE PLACE; "" none */
int admin_user_lock(struct admin *a);     /* PHONE */
int admin_user_unlock(struct admin *a);   /* PHONE */
int admin_user_password(struct admin *a); /* PHONE HASH */
int admin_user_grant(struct admin *a);    /* PHONE ROLE PLACE; "" the county */
int admin_user_take(struct admin *a);     /* PHONE ROLE */
int admin_user_setup(struct admin *a);    /* one-time address for the first administrator */
int admin_user_token(struct admin *a);    /* PHONE DAYS: an API token, printed once */
int admin_user_tokens(struct admin *a);   /* PHONE: its API tokens, without their text */
int admin_user_end(struct admin *a);      /* PHONE ID */
int admin_webhook_add(struct admin *a);   /* URL EVENT: "order." and an action, or "*" */
int admin_webhook_list(struct admin *a);
int admin_webhook_remove(struct admin *a); /* ID */
int admin_backup(struct admin *a);         /* PATH, absolute */
int admin_audit_verify(struct admin *a);   /* [HEAD] */
int admin_doctor(struct admin *a);
int admin_measure(struct admin *a); /* propose | whatif */

/* Appends "refused: …" from the problems of the desk; answers EXIT_FAILED. */
int admin_refused(struct admin *a, enum err e);
/* One sentence; answers EXIT_FAILED. */
int admin_say(struct admin *a, const char *what);
int admin_said(struct buf *out, const char *what);

/* For commands: asks the server on the folder, else takes the lock and runs it here. Prints. */
int admin_command(const struct config *cfg, int count, const char *const *words, struct arena *mem);
