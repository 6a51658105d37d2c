/* config.h - what the program is told at its start.
 *
 * One table (config_options) holds every option of every command with its help; each can be given
 * on the command line or, weaker, as WUDAN_NAME in the environment. Secrets belong in the
 * environment or in a systemd credential. Thresholds that a county changes while the program runs
 * are settings (core/setting.h), not options.
 */
#pragma once
#include "app/options.h"

struct arena;
struct config {
	const char *data, *db, *keys, *county;
	const char *listen, *socket_mode, *origin, *hosts, *node, *log;
	const char *sms_url, *sms_token, *smtp_url, *smtp_from, *smtp_user, *smtp_password;
	const char *webhook_secret;
	const char *as_of, *role, *place; /* demo; user */
	int64_t people, orders, seed, days;
	bool open, secure, no_play, staff;
};
extern const struct option config_options[];

/* The options of a program that serves, and of one that only opens the data folder. */
#define CONFIG_STORE "data db keys node log"
#define CONFIG_SERVE                                                                               \
	CONFIG_STORE                                                                               \
	" county listen socket-mode origin hosts open secure sms-url sms-token smtp-url "          \
	"smtp-from smtp-user smtp-password webhook-secret"

/* Fills in what follows from other options (db and keys from data, origin and hosts from listen)
 * and checks what belongs together. NULL: fine; else an English sentence. */
const char *config_complete(struct config *cfg, struct arena *mem);
/* "127.0.0.1:8080" or "[::1]:8080" in its parts; false: not an address with a port. */
bool config_address(const char *listen, char *host, size_t room, uint16_t *port);
bool config_loopback(const char *host);
const char *config_path(struct arena *mem, const struct config *cfg,
                        const char *file); /* DATA/file */
