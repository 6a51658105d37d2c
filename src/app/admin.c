#include "app/admin.h"

#include "app/command.h"
#include "base/arena.h"
#include "store/writer.h"

#include <string.h>

static const struct verb {
	const char *first, *second; /* NULL: the verb is one word */
	bool writes;
	int least, most; /* words after it */
	int (*run)(struct admin *a);
} verbs[] = {
	{"user", "add", true, 6, 6, admin_user_add},
	{"user", "lock", true, 1, 1, admin_user_lock},
	{"user", "unlock", true, 1, 1, admin_user_unlock},
	{"user", "password", true, 2, 2, admin_user_password},
	{"user", "grant", true, 3, 3, admin_user_grant},
	{"user", "take", true, 3, 3, admin_user_take},
	{"user", "setup", true, 0, 0, admin_user_setup},
	{"user", "token", true, 2, 2, admin_user_token},
	{"user", "tokens", false, 1, 1, admin_user_tokens},
	{"user", "end", true, 2, 2, admin_user_end},
	{"webhook", "add", true, 2, 2, admin_webhook_add},
	{"webhook", "list", false, 0, 0, admin_webhook_list},
	{"webhook", "remove", true, 1, 1, admin_webhook_remove},
	{"backup", NULL, false, 1, 1, admin_backup},
	{"audit", "verify", false, 0, 1, admin_audit_verify},
	{"doctor", NULL, false, 0, 0, admin_doctor},
	{"measure", NULL, false, 1, 1, admin_measure},
};

static const struct verb *verb_find(int count, const char *const *words, int *used)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		const struct verb *v = &verbs[i];
		*used = v->second ? 2 : 1;
		if (count < *used || strcmp(words[0], v->first) != 0 ||
		    (v->second && strcmp(words[1], v->second) != 0))
			continue;
		int left = count - *used;
		return left >= v->least && left <= v->most ? v : NULL;
	}
	return NULL;
}

/* ---- inside the writer, or alone in a transaction ---- */

struct work {
	struct write_job job;
	const struct verb *verb;
	struct admin *admin;
	int code;
};

static bool work_run(struct write_job *job, struct db *db)
{
	struct work *w = (struct work *)job;
	ctx_rewind(w->admin->c);
	w->admin->out->len = 0;
	w->admin->c->db = db;
	w->code = w->verb->run(w->admin);
	return w->code == EXIT_DONE;
}

static int change_alone(struct work *w, struct db *db)
{
	db_begin(db);
	if (!work_run(&w->job, db) && !db_fault(db))
		db_rollback(db);
	else if (!db_commit(db))
		return admin_said(w->admin->out,
		                  "the database could not keep it; nothing was done");
	return w->code;
}

static int change(struct work *w, struct writer *writer, struct db *alone)
{
	if (!writer)
		return change_alone(w, alone);
	enum write_end end = writer_run(writer, &w->job);
	if (end == WRITE_FAILED || end == WRITE_REFUSED)
		return admin_said(w->admin->out,
		                  "the database could not keep it; nothing was done");
	return w->code;
}

static int look(struct work *w, const struct config *cfg)
{
	const char *why = "";
	struct db *db = db_open(cfg->db, DB_READER, &why);
	if (!db)
		return admin_said(w->admin->out, why);
	db_snapshot(db);
	work_run(&w->job, db);
	if (db_fault(db))
		w->code = admin_said(w->admin->out, db_error(db));
	db_end(db);
	db_close(db);
	return w->code;
}

int admin_run(const struct folder *folder, struct writer *writer, int count,
              const char *const *words, struct buf *out, struct arena *mem)
{
	int used;
	const struct verb *v = verb_find(count, words, &used);
	if (!v) {
		buf_text(out, "no such command, or words are missing\n");
		return EXIT_USAGE;
	}
	struct ctx c = folder_ctx(folder, mem, NULL);
	struct admin a = {&c, folder, count - used, words + used, out};
	struct work w = {.job = {.run = work_run}, .verb = v, .admin = &a, .code = EXIT_FAILED};
	return v->writes ? change(&w, writer, folder->db) : look(&w, folder->cfg);
}
