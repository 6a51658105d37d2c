/* mhd.h - the door: the only file that knows libmicrohttpd.
 *
 * Two loops (epoll) answer safe requests themselves, each with its own reader; heavy ones go to a pool
 * of two threads, which a flood of them cannot grow beyond and guests can have but one of. Unsafe ones are suspended, go to the writer
 * and are taken up again when they are kept; their slow preparation has a pool of its own. A sweeper ends connections that send a header or a body too slowly.
 *
 * The end of a program: mhd_quiesce() (no new connections, the name of a Unix socket goes, what runs
 * is finished), writer_stop(), mhd_stop().
 */
#pragma once
#include <stdbool.h>

struct mhd;
struct site;

struct mhd_config {
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080" or "unix:/run/wudan/http.sock" */
	int socket_mode;    /* of a Unix socket; 0: 0660 */
	const char *db;     /* for the readers */
	const char *
		trusted; /* comma list of proxies whose X-Forwarded-For counts; "unix"; NULL: none */
	int loops, jobs; /* 0: 2 and 1 */
	int per_ip;      /* connections of one address; 0: LIMIT_CONNECTIONS_PER_IP */
};

/* NULL: *why says it in English. The site lives as long as the door. */
struct mhd *mhd_start(struct site *site, const struct mhd_config *cfg, const char **why);
int mhd_port(const struct mhd *m); /* the one it got when ":0" was asked; 0: a Unix socket */
void mhd_quiesce(struct mhd *m, int wait_ms);
void mhd_stop(struct mhd *m); /* accepts NULL */
