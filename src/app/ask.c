/* ask.c - commands that the server on the data folder carries out; alone this program does it itself. */
#include "app/admin.h"
#include "app/command.h"
#include "app/control.h"
#include "base/arena.h"
#include "store/migrate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Alone: the folder is opened as it is, and changed only when it is up to date. */
static int command_alone(const struct config *cfg, int count, const char *const *words,
                         struct buf *out, struct arena *mem)
{
	struct folder f;
	const char *why = "";
	if (!folder_open_as_is(&f, cfg, mem, &why))
		return admin_said(out, arena_printf(mem, "wudan: %s", why));
	int code;
	if (strcmp(words[0], "doctor") != 0 && migrate_version(f.db) != folder_migration())
		code = admin_said(
			out, "wudan: the database is of another version; run wudan migrate first");
	else
		code = admin_run(&f, NULL, count, words, out, mem);
	folder_close(&f);
	return code;
}

int admin_command(const struct config *cfg, int count, const char *const *words, struct arena *mem)
{
	struct buf out = BUF(mem);
	int code = control_ask(cfg, count, words, &out);
	if (code < 0)
		code = command_alone(cfg, count, words, &out, mem);
	fputs(buf_str(&out), code == EXIT_DONE ? stdout : stderr);
	return code;
}

int command_webhook(struct config *cfg, int count, char **words, struct arena *mem)
{
	static const struct {
		const char *verb;
		int count;
	} verbs[] = {{"add", 3}, {"list", 1}, {"remove", 2}};
	const char *all[] = {"webhook", words[0], count > 1 ? words[1] : "",
	                     count > 2 ? words[2] : ""};
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(words[0], verbs[i].verb) && count == verbs[i].count)
			return admin_command(cfg, count + 1, all, mem);
	fprintf(stderr, "wudan webhook: not understood; see wudan webhook --help\n");
	return EXIT_USAGE;
}

int command_backup(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count;
	char here[4096];
	const char *path = words[0];
	if (path[0] != '/') {
		if (!getcwd(here, sizeof here))
			return command_failed("cannot tell the present folder");
		path = arena_printf(mem, "%s/%s", here, path);
	}
	return admin_command(cfg, 2, (const char *const[]){"backup", path}, mem);
}

int command_measure(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count;
	return admin_command(cfg, 2, (const char *const[]){"measure", words[0]}, mem);
}

int command_doctor(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	return admin_command(cfg, 1, (const char *const[]){"doctor"}, mem);
}

int command_audit(struct config *cfg, int count, char **words, struct arena *mem)
{
	if (strcmp(words[0], "verify") != 0) {
		fprintf(stderr, "wudan audit: only \"audit verify [HEAD]\" is known\n");
		return EXIT_USAGE;
	}
	const char *all[] = {"audit", "verify", count > 1 ? words[1] : ""};
	return admin_command(cfg, count > 1 ? 3 : 2, all, mem);
}

int command_stop(struct config *cfg, int count, char **words, struct arena *mem)
{
	(void)count, (void)words;
	struct buf out = BUF(mem);
	int code = control_ask(cfg, 1, (const char *const[]){"stop"}, &out);
	if (code < 0)
		return command_failed("no server runs on %s", cfg->data);
	fputs(buf_str(&out), code == EXIT_DONE ? stdout : stderr);
	return code;
}
