/* user.c - the command `user`: what it asks before the folder is asked. Passwords are hashed here, so
 * that neither the socket nor the server's writer ever holds one. */
#include "app/admin.h"

#include "app/command.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/account.h"
#include "core/crypto.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static char *read_line(struct arena *mem, const char *prompt)
{
	char line[512];
	struct termios old;
	bool tty = isatty(STDIN_FILENO) && !tcgetattr(STDIN_FILENO, &old);
	if (tty) {
		struct termios quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
		fputs(prompt, stderr);
	}
	char *got = fgets(line, sizeof line, stdin);
	if (tty) {
		tcsetattr(STDIN_FILENO, TCSANOW, &old);
		fputc('\n', stderr);
	}
	if (!got)
		return NULL;
	line[strcspn(line, "\r\n")] = '\0';
	return arena_strdup(mem, line);
}

/* The hash of a password from standard input; NULL: said on stderr. */
static const char *ask_hash(struct arena *mem, const char *phone)
{
	const char *password = read_line(mem, "password: ");
	if (!password || !text_valid(password, strlen(password))) {
		command_failed("no password on standard input");
		return NULL;
	}
	const char *fault = account_password_fault(mem, password, phone);
	if (fault) {
		command_failed("%s", fault);
		return NULL;
	}
	const char *hash = crypto_password(mem, password);
	if (!hash)
		command_failed("not enough memory to hash the password");
	return hash;
}

static int user_add(struct config *cfg, int count, char **words, struct arena *mem)
{
	if (count != 3)
		return -1;
	bool staff = cfg->staff || cfg->role;
	const char *hash = ask_hash(mem, words[1]);
	if (!hash)
		return EXIT_FAILED;
	const char *all[] = {"user",
	                     "add",
	                     words[1],
	                     words[2],
	                     hash,
	                     staff ? "1" : "0",
	                     cfg->role ? cfg->role : "",
	                     cfg->place ? cfg->place : ""};
	return admin_command(cfg, 8, all, mem);
}

static int user_password(struct config *cfg, int count, char **words, struct arena *mem)
{
	if (count != 2)
		return -1;
	const char *hash = ask_hash(mem, words[1]);
	if (!hash)
		return EXIT_FAILED;
	return admin_command(cfg, 4, (const char *const[]){"user", "password", words[1], hash},
	                     mem);
}

static int user_plain(struct config *cfg, int count, char **words, struct arena *mem)
{
	bool setup = !strcmp(words[0], "setup");
	if (count != (setup ? 1 : 2))
		return -1;
	const char *all[] = {"user", words[0], setup ? "" : words[1]};
	return admin_command(cfg, setup ? 2 : 3, all, mem);
}

static int user_role(struct config *cfg, int count, char **words, struct arena *mem)
{
	if (count != 2 || !cfg->role)
		return -1;
	const char *all[] = {"user", words[0], words[1], cfg->role, cfg->place ? cfg->place : ""};
	return admin_command(cfg, 5, all, mem);
}

static int user_token(struct config *cfg, int count, char **words, struct arena *mem)
{
	bool end = !strcmp(words[0], "end"), give = !strcmp(words[0], "token");
	if (count != (end ? 3 : 2))
		return -1;
	const char *last = give ? arena_printf(mem, "%d", (int)cfg->days) : words[count - 1];
	return admin_command(cfg, end || give ? 4 : 3,
	                     (const char *const[]){"user", words[0], words[1], last}, mem);
}

int command_user(struct config *cfg, int count, char **words, struct arena *mem)
{
	static const struct {
		const char *word;
		int (*run)(struct config *cfg, int count, char **words, struct arena *mem);
	} verbs[] = {{"add", user_add},      {"password", user_password}, {"setup", user_plain},
	             {"lock", user_plain},   {"unlock", user_plain},      {"token", user_token},
	             {"tokens", user_token}, {"end", user_token},         {"grant", user_role},
	             {"take", user_role}};
	int code = -1;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(words[0], verbs[i].word))
			code = verbs[i].run(cfg, count, words, mem);
	if (code >= 0)
		return code;
	fprintf(stderr, "wudan user: not understood; see wudan user --help\n");
	return EXIT_USAGE;
}
