#include "commands.h"

#include "demo/demo.h"

const struct command commands[] = {
	{"serve", "[--OPTION VALUE]…", "serves the pages and the API until TERM or INT",
         CONFIG_SERVE, 0, 0, command_serve,
         .more = "The data folder is made when it is missing, the database is brought up to date, "
                 "and an empty\n"
                 "one gets the places of the model county or of --county FILE. The first "
                 "administrator is made\n"
                 "with: wudan user setup"},
	{"demo", "[--OPTION VALUE]…", "makes the model county, serves it and plays one order",
         CONFIG_STORE " listen origin secure people orders seed as-of no-play", 0, 0, demo_command,
         .more = "Everybody in it is invented. It serves on loopback only; with --origin, behind a "
                 "proxy, it plays no "
                 "order. The accounts to sign in "
                 "with are\n"
                 "written to DIR/demo-accounts.json; the data folder is demo-data unless --data "
                 "says another.",
         .data = "demo-data"},
	{"migrate", "", "makes the database or brings it up to date", CONFIG_STORE " county", 0, 0,
         command_migrate, .more = NULL},
	{"user",
         "add PHONE NAME | password PHONE | lock PHONE | unlock PHONE | setup |\n"
         "                  grant PHONE --role R | take PHONE --role R [--place CODE] |\n"
         "                  token PHONE [--days N] | tokens PHONE | end PHONE ID",
         "makes, locks and unlocks accounts; gives and takes roles; API tokens",
         CONFIG_STORE " county listen origin role place staff days", 1, 3, command_user,
         .more = "Passwords are read from standard input. add takes --role and --place to grant a "
                 "role at a\n"
                 "place; so does grant. take takes it there, without --place wherever he has it.\n"
                 "setup prints an address, good once and for a day, where the first "
                 "administrator is made.\n"
                 "sysadmin, secadmin and auditor are three people. While fewer than two of them "
                 "can act, grant\n"
                 "and take appoint them; from then on two of them together do, at /proposals. "
                 "What is done here\n"
                 "to an account with a role is told to its owner and to them by every channel.\n"
                 "token prints an API token, this once; it may do what its person may. tokens "
                 "lists those that\n"
                 "are good, with the numbers that end takes."},
	{"webhook", "add URL EVENT | list | remove ID", "says who is told of the moves of orders",
         CONFIG_STORE, 1, 3, command_webhook,
         .more = "EVENT is \"order.\" and an action (order.accept), one about accounts with a "
                 "role (account.server,\n"
                 "account.proposed.letter, …), or * for all. Deliveries are signed with\n"
                 "the server's --webhook-secret."},
	{"backup", "FILE", "writes a sealed copy of the database while the server runs",
         CONFIG_STORE, 1, 1, command_backup,
         .more = "The root key is not in it: keep that key elsewhere. PostgreSQL is backed up by "
                 "pg_dump."},
	{"restore", "FILE", "opens a backup into an empty folder", CONFIG_STORE, 1, 1,
         command_restore,
         .more = "--data names the new folder, --keys the root key the backup was sealed with."},
	{"audit", "verify [HEAD]", "recomputes the audit chain and names the first bad entry",
         CONFIG_STORE, 1, 2, command_audit,
         .more = "HEAD is a hash that an earlier run printed: a chain that was cut no longer holds "
                 "it."},
	{"doctor", "", "checks the database and replays every event of every order", CONFIG_STORE,
         0, 0, command_doctor, .more = NULL},
	{"measure", "propose | whatif", "says how good the guesses are on this database",
         CONFIG_STORE, 1, 1, command_measure,
         .more = "propose: the category proposed from a title, asked about orders it has not "
                 "learnt "
                 "from.\n"
                 "whatif: what the limits in force would have made late, compared with what really "
                 "was."},
	{"stop", "", "asks the server on the data folder to stop", CONFIG_STORE, 0, 0, command_stop,
         .more = NULL},
	{"routes", "", "prints every address with its permission", "", 0, 0, command_routes,
         .more = NULL},
	{"access", "", "prints who may do what, and how far", "", 0, 0, command_access,
         .more = NULL},
	{"config", "[--OPTION VALUE]…", "prints every option as it stands now, with its help",
         CONFIG_SERVE " people orders seed as-of no-play role place staff days", 0, 0,
         command_config, .more = NULL},
	{"openapi", "", "prints the description of the JSON API (OpenAPI 3.1)", "", 0, 0,
         command_openapi, .more = NULL},
	{0},
};
