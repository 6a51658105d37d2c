/* control.h - commands beside a running server.
 *
 * The server listens on DATA/control.sock (0600: whoever may open it owns the folder). A request is
 * one line of words separated by tabs; the answer is the exit code, a line feed, and the text to
 * print, until the connection ends. One request per connection, one at a time.
 */
#pragma once
#include "app/folder.h"
#include "base/buf.h"

struct writer;
struct control;

/* Serves on a thread of its own. NULL: *why says it. */
struct control *control_start(const struct folder *folder, struct writer *writer, const char **why);
void control_stop(struct control *k); /* accepts NULL */

/* Asks the server on the folder: the exit code, the text in `out`. -1: no server is there. */
int control_ask(const struct config *cfg, int count, const char *const *words, struct buf *out);
