#include "app/config.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(m, called, ...)                                                                       \
	{                                                                                          \
		.name = (called), .kind = OPTION_TEXT, .at = offsetof(struct config, m),           \
		__VA_ARGS__                                                                        \
	}
#define NUMBER(m, called, ...)                                                                     \
	{                                                                                          \
		.name = (called), .kind = OPTION_NUMBER, .at = offsetof(struct config, m),         \
		__VA_ARGS__                                                                        \
	}
#define FLAG(m, called, ...)                                                                       \
	{                                                                                          \
		.name = (called), .kind = OPTION_FLAG, .at = offsetof(struct config, m),           \
		__VA_ARGS__                                                                        \
	}

const struct option config_options[] = {
	TEXT(data, "data", .value = "DIR", .help = "folder of database, keys and control socket"),
	TEXT(db, "db", .value = "URL",
             .help = "postgresql://… instead of SQLite in the data folder"),
	TEXT(keys, "keys", .value = "FILE",
             .help = "root key, made when missing; else DIR/wudan.key"),
	TEXT(node, "node", .value = "NAME", .standard = "",
             .help = "name of this process when several share one PostgreSQL"),
	TEXT(log, "log", .value = "LEVEL",
             .help = "debug, info, warn or error; else info (demo: warn)"),
	TEXT(county, "county", .value = "FILE",
             .help = "CSV of divisions for an empty database; else the model county"),
	TEXT(listen, "listen", .value = "ADDR:PORT", .standard = "127.0.0.1:8080",
             .help = "where to serve; or unix:PATH"),
	TEXT(socket_mode, "socket-mode", .value = "OCTAL", .standard = "0660",
             .help = "who may connect to unix:PATH, whatever the umask"),
	TEXT(origin, "origin", .value = "URL",
             .help = "the address people type; else http://ADDR:PORT"),
	TEXT(hosts, "hosts", .value = "LIST",
             .help = "comma list of Host values; else from the origin"),
	FLAG(open, "open", .standard = "no",
             .help = "allow an address that is not loopback (a proxy must stand in front)"),
	FLAG(secure, "secure", .standard = "no", .help = "people come over TLS: strict cookies"),
	TEXT(sms_url, "sms-url", .value = "URL", .help = "HTTP SMS gateway; off when missing"),
	TEXT(sms_token, "sms-token", .value = "TEXT", .secret = true, .help = "its bearer token"),
	TEXT(smtp_url, "smtp-url", .value = "URL", .help = "smtp://host:port; off when missing"),
	TEXT(smtp_from, "smtp-from", .value = "MAIL", .help = "sender of e-mail"),
	TEXT(smtp_user, "smtp-user", .value = "NAME", .help = "user at the SMTP server"),
	TEXT(smtp_password, "smtp-password", .value = "TEXT", .secret = true,
             .help = "and password"),
	TEXT(webhook_secret, "webhook-secret", .value = "TEXT", .secret = true,
             .help = "signs webhooks (HMAC-SHA256)"),
	NUMBER(people, "people", .value = "N", .standard = "63501", .min = 300, .max = 400000,
               .help = "volunteers of the model county"),
	NUMBER(orders, "orders", .value = "N", .standard = "12000", .min = 100, .max = 200000,
               .help = "orders of its year"),
	NUMBER(seed, "seed", .value = "N", .standard = "430421", .min = 0, .max = INT64_MAX,
               .help = "same seed, same county"),
	TEXT(as_of, "as-of", .value = "DATE", .help = "the day the county stands at; else today"),
	FLAG(no_play, "no-play", .standard = "no", .help = "play no order at the start"),
	TEXT(role, "role", .value = "ROLE", .help = "role to grant, such as township"),
	TEXT(place, "place", .value = "CODE", .help = "division code the role holds at"),
	NUMBER(days, "days", .value = "N", .standard = "90", .min = 1, .max = 366,
               .help = "how long an API token is good; the setting session.api_days bounds it"),
	FLAG(staff, "staff", .standard = "no", .help = "a staff account: short sessions"),
	{0},
};

bool config_address(const char *listen, char *host, size_t room, uint16_t *port)
{
	const char *colon = strrchr(listen, ':');
	char *end;
	if (!colon || !colon[1])
		return false;
	long n = strtol(colon + 1, &end, 10);
	size_t k = (size_t)(colon - listen);
	if (*end || n < 1 || n > 65535 || !k)
		return false;
	if (listen[0] == '[' && colon[-1] == ']') {
		listen++;
		k -= 2;
	}
	if (k + 1 > room)
		return false;
	snprintf(host, room, "%.*s", (int)k, listen);
	*port = (uint16_t)n;
	struct in6_addr any;
	return inet_pton(AF_INET, host, &any) == 1 || inet_pton(AF_INET6, host, &any) == 1;
}

bool config_loopback(const char *host)
{
	return !strcmp(host, "::1") || text_starts(host, "127.");
}

const char *config_path(struct arena *mem, const struct config *cfg, const char *file)
{
	return arena_printf(mem, "%s/%s", cfg->data, file);
}

/* The owner, which is the server, must be able to read and write. */
static bool socket_mode(const char *octal)
{
	size_t n = strspn(octal, "01234567");
	return !octal[n] && n >= 3 && n <= 4 && (octal[n - 3] & 6) == 6 &&
	       (n == 3 || *octal == '0');
}

static const char *complete_address(struct config *cfg, struct arena *mem)
{
	char host[64];
	uint16_t port;
	if (!cfg->listen)
		return NULL;
	if (text_starts(cfg->listen, "unix:")) {
		if (cfg->socket_mode && !socket_mode(cfg->socket_mode))
			return "--socket-mode is three octal digits such as 0660";
		if (!cfg->origin)
			return "a Unix socket needs the --origin that people type";
		if (!cfg->hosts)
			cfg->hosts = strstr(cfg->origin, "://") ? strstr(cfg->origin, "://") + 3
			                                        : cfg->origin;
		return NULL;
	}
	if (text_starts(cfg->listen, "localhost:"))
		cfg->listen = arena_printf(mem, "127.0.0.1:%s", cfg->listen + strlen("localhost:"));
	if (!config_address(cfg->listen, host, sizeof host, &port))
		return arena_printf(mem,
		                    "--listen takes an address and a port such as "
		                    "127.0.0.1:8080, not \"%s\"",
		                    cfg->listen);
	if (!config_loopback(host) && !cfg->open)
		return arena_printf(mem,
		                    "%s is not a loopback address; put a proxy in front "
		                    "(deploy/), or say --open if you know what you do",
		                    host);
	if (!cfg->origin)
		cfg->origin = arena_printf(mem, "http://%s", cfg->listen);
	if (!text_starts(cfg->origin, "http://") && !text_starts(cfg->origin, "https://"))
		return "--origin begins with http:// or https://";
	if (cfg->secure && !text_starts(cfg->origin, "https://"))
		return "--secure needs an --origin that begins with https://";
	if (!cfg->hosts)
		cfg->hosts = arena_printf(mem, "%s,127.0.0.1:%u,localhost:%u",
		                          strstr(cfg->origin, "://") + 3, port, port);
	return NULL;
}

static const char *complete_log(const struct config *cfg, struct arena *mem)
{
	static const char *const words[] = {"debug", "info", "warn", "error"};
	if (!cfg->log)
		return NULL;
	for (int level = LOG_DEBUG; level <= LOG_ERROR; level++) {
		if (!strcmp(cfg->log, words[level])) {
			log_threshold((enum log_level)level);
			return NULL;
		}
	}
	return arena_printf(mem, "--log is debug, info, warn or error, not \"%s\"", cfg->log);
}

const char *config_complete(struct config *cfg, struct arena *mem)
{
	if (!cfg->db)
		cfg->db = arena_printf(mem, "sqlite:%s/wudan.db", cfg->data);
	if (!text_starts(cfg->db, "sqlite:") && !text_starts(cfg->db, "postgresql:") &&
	    !text_starts(cfg->db, "postgres:"))
		return "--db begins with postgresql:// or sqlite:";
	if (!cfg->keys)
		cfg->keys = config_path(mem, cfg, "wudan.key");
	const char *why = complete_log(cfg, mem);
	return why ? why : complete_address(cfg, mem);
}
