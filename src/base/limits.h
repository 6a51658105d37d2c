/* limits.h - the bounds at the door; everything inside may rely on them. */
#pragma once

enum {
	LIMIT_BODY = 256 << 10,  /* bytes of a request body */
	LIMIT_HEADER = 16 << 10, /* bytes of all headers together */
	LIMIT_PATH = 1024,       /* bytes of path and query */
	LIMIT_PAIRS = 200,       /* form fields, query parameters, JSON members */
	LIMIT_JSON_DEPTH = 6,
	LIMIT_ROWS = 10000, /* rows one statement may hand to a feature */
	LIMIT_PAGE = 20,    /* rows on a list page unless the page says otherwise */
	LIMIT_CONNECTIONS = 4000,
	LIMIT_CONNECTIONS_PER_IP = 256,
	LIMIT_QUEUE_MS = 2000,    /* an unsafe request that waits longer for the writer gets 503 */
	LIMIT_READ_MS = 100,      /* a guest's heavy read that waits longer for a thread gets 503 */
	LIMIT_READ_OWN_MS = 2000, /* that of somebody who is signed in */
	LIMIT_READS = 64, /* heavy reads of guests that may wait at all; as many of the others */
	LIMIT_READS_OF_ONE = 8,  /* … of one person */
	LIMIT_LINE_MS = 12,      /* any read that waits longer for its loop gets 503 */
	LIMIT_LINE = 32,         /* … if so many went before it meanwhile, */
	LIMIT_SHEETS = 16,       /* lists that are being exported at a time (web/sheet.h), */
	LIMIT_SHEETS_OF_ONE = 2, /* … by one person */
	LIMIT_SHEET_MS = 600000, /* how long one may take */
	LIMIT_PRINT = 2000,      /* rows on paper */
	LIMIT_BURST = 100,       /* … and if this is no burst, of which so many are answered */
};
