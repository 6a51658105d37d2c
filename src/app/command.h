/* command.h - the program's commands; src/commands.c lists them.
 *
 * Each ends with 0 (done), 1 (failed, said on stderr) or 2 (called wrongly). Those that change a
 * data folder ask the server that runs on it through its control socket (app/control.h); alone they
 * take the folder's lock and do it themselves.
 */
#pragma once
#include "app/config.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
	const char *name, *usage, *help, *takes; /* takes: words of config_options */
	int words_min, words_max;                /* how many words follow that are no options */
	int (*run)(struct config *cfg, int count, char **words, struct arena *mem);
	const char *more; /* the rest of its --help; NULL: none */
	const char *data; /* its own default of --data; NULL: the common one */
};

/* "wudan: …" on stderr; answers EXIT_FAILED. */
int command_failed(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

int command_serve(struct config *cfg, int count, char **words, struct arena *mem);
int command_migrate(struct config *cfg, int count, char **words, struct arena *mem);
int command_user(struct config *cfg, int count, char **words, struct arena *mem);
int command_webhook(struct config *cfg, int count, char **words, struct arena *mem);
int command_backup(struct config *cfg, int count, char **words, struct arena *mem);
int command_restore(struct config *cfg, int count, char **words, struct arena *mem);
int command_audit(struct config *cfg, int count, char **words, struct arena *mem);
int command_doctor(struct config *cfg, int count, char **words, struct arena *mem);
int command_measure(struct config *cfg, int count, char **words, struct arena *mem);
int command_stop(struct config *cfg, int count, char **words, struct arena *mem);
int command_routes(struct config *cfg, int count, char **words, struct arena *mem);
int command_access(struct config *cfg, int count, char **words, struct arena *mem);
int command_config(struct config *cfg, int count, char **words, struct arena *mem);
int command_openapi(struct config *cfg, int count, char **words, struct arena *mem);
