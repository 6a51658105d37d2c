/* sheet.h - a list to take away: `?format=csv` for a spreadsheet, `?print=1` for paper.
 *
 * The third and the fourth face of a list, beside HTML and JSON. Its columns are the fields that have a label, its rows
 * those that the list's JSON gives to him who asks; words in Chinese, times local, "YYYY-MM-DD HH:MM". Every list with such
 * columns has both, for whom reaches[][] lets take lists away (LIST_EXPORT).
 *
 * CSV opens right in a spreadsheet: UTF-8 with a byte order mark, CRLF, every text in quotes. What a program would run as
 * a formula gets an apostrophe before it; what it would take for a number or a date and spoil (a telephone, an ID
 * number, a code) a TAB, which a reader of such files strips.
 *
 * The reply is written as it is read: the list's own handler is asked page after page, each in a snapshot and in memory of
 * its own, whenever the socket has taken what was there. So a county needs no more memory than a page; who stops
 * reading costs nothing and is hung up on like anybody (web/sweep.h). A row that moved meanwhile stands where the
 * key of the list puts it (core/cursor.h). What began and cannot be finished (the session ended, the database is gone)
 * breaks off without its end, so that nobody takes a part for the whole.
 *
 * Two entries of the audit log frame it: "list.export" is committed before the first byte leaves, and says who, which list
 * and which filter; "list.exported" how many rows went out, and whether that was all. What was typed as free
 * text is not written down, since it may be a name.
 */
#pragma once
#include "store/writer.h"
#include "web/pool.h"
#include "web/req.h"

enum sheet_kind { SHEET_NONE, SHEET_CSV, SHEET_PRINT };

struct sheet;

/* Which of them is asked for, of a list that has it; the query is then without the word that asks. */
enum sheet_kind sheet_asked(struct req *rq, const struct route *list);
bool sheet_has(const struct view *view); /* is it a list that may be taken away? */
bool sheet_may(const struct req *rq);    /* … by him who asks? */
/* Path of this page as a sheet: "/people?q=…&format=csv". */
const char *sheet_path(const struct req *rq, enum sheet_kind kind);

/* render() of one page of the list; of the first one with its head, and an entry in the log that is due (sheet_due()). */
enum err sheet_page(struct req *rq, const struct view *view, const struct list *list);
bool sheet_due(const struct req *rq);
void sheet_begun(struct req *rq); /* writes it */
void sheet_noted(struct req *rq); /* it is committed: the sheet may leave */

/* From the door: all bytes, beginning with what the reply holds, until sheet_read() says that it ended. */
enum { SHEET_SLEEPS = 0, SHEET_ENDED = -1, SHEET_BROKEN = -2, SHEET_BLOCK = 16 << 10 };
struct sheet_door {
	bool (*work)(struct req *rq, struct db *reader); /* serve_work() */
	struct pool *pool;
	void (*sleep)(void *who), (*wake)(void *who);
	void *who;
};
void sheet_bind(struct sheet *s, const struct buf *begun, const struct sheet_door *door);
/* > 0: so many bytes. SHEET_SLEEPS: sleep(who) was called and wake(who) follows, on any thread. */
long sheet_read(struct sheet *s, char *out, size_t room);
/* The request is over, whole or not: the second entry is written, and all memory goes. NULL: none. */
void sheet_leave(struct sheet *s);
/* Before the writer stops: what leaves later is told to the program's own log only. */
void sheet_quiet(struct site *site);

/* All of it at once, on a connection that may write: for serve(). */
void sheet_whole(struct req *rq, struct db *db, bool (*work)(struct req *rq, struct db *db));

/* What stands on the paper (sheet.html). */
struct sheet_head {
	const char *title, *office, *filter, *by, *at; /* filter: "" for none */
	int64_t total;                                 /* below 0: not counted */
	const char *const *columns;
	size_t count;
	bool demo;
};
struct sheet_row {
	const char *const *cells;
	size_t count;
};
struct sheet_end {
	int64_t rows;
	bool cut; /* there are more */
};
