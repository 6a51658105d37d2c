#include "web/socket.h"

#include "base/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un local;
};

static bool port_of(const char *text, in_port_t *port)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);
	*port = htons((in_port_t)n);
	return *text >= '0' && *text <= '9' && !*end && n < 65536;
}

static socklen_t inet_address(const char *where, union address *a)
{
	char host[64];
	const char *colon = strrchr(where, ':');
	bool v6 = *where == '[';
	size_t n = colon ? (size_t)(colon - where) : 0;
	if (!n || n >= sizeof(host) || (v6 && where[n - 1] != ']'))
		return 0;
	memcpy(host, where + v6, n);
	host[v6 ? n - 2 : n] = '\0';
	if (v6) {
		a->v6 = (struct sockaddr_in6){.sin6_family = AF_INET6};
		bool good = inet_pton(AF_INET6, host, &a->v6.sin6_addr) == 1 &&
		            port_of(colon + 1, &a->v6.sin6_port);
		return good ? sizeof(a->v6) : 0;
	}
	a->v4 = (struct sockaddr_in){.sin_family = AF_INET};
	bool good = inet_pton(AF_INET, host, &a->v4.sin_addr) == 1 &&
	            port_of(colon + 1, &a->v4.sin_port);
	return good ? sizeof(a->v4) : 0;
}

static socklen_t unix_address(const char *path, union address *a)
{
	a->local = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (!*path || strlen(path) >= sizeof(a->local.sun_path))
		return 0;
	memcpy(a->local.sun_path, path, strlen(path) + 1);
	return sizeof(a->local);
}

/* What a program that was killed left behind: a socket at which nobody answers. */
static void remove_dead(const union address *a, socklen_t n)
{
	struct stat st;
	if (a->any.sa_family != AF_UNIX || lstat(a->local.sun_path, &st) != 0 ||
	    !S_ISSOCK(st.st_mode))
		return;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, &a->any, n) != 0 && errno == ECONNREFUSED)
		unlink(a->local.sun_path);
	if (fd >= 0)
		close(fd);
}

/* Between bind() and listen() nobody can connect yet. */
static bool listen_at(int fd, const union address *a, socklen_t n, int mode)
{
	bool local = a->any.sa_family == AF_UNIX;
	return bind(fd, &a->any, n) == 0 &&
	       (!local || chmod(a->local.sun_path, (mode_t)mode) == 0) && listen(fd, BACKLOG) == 0;
}

int socket_listen(const char *where, int mode, const char **why)
{
	union address a;
	int on = 1;
	bool local = strncmp(where, "unix:", 5) == 0;
	socklen_t n = local ? unix_address(where + 5, &a) : inet_address(where, &a);
	if (!n) {
		*why = "not an address to listen at (ADDRESS:PORT, [IPV6]:PORT or unix:PATH)";
		return -1;
	}
	remove_dead(&a, n);
	int fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && !local)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd >= 0 && a.any.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (fd >= 0 && listen_at(fd, &a, n, mode))
		return fd;
	*why = strerror(errno);
	if (fd >= 0)
		close(fd);
	return -1;
}

int socket_waited_ms(int fd)
{
	struct tcp_info info;
	socklen_t n = sizeof info;
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return 0;
	return info.tcpi_last_data_recv < INT_MAX ? (int)info.tcpi_last_data_recv : 0;
}

void socket_peer(int fd, char out[SOCKET_PEER])
{
	union address a;
	socklen_t n = sizeof(a);
	const void *raw = NULL;
	if (getpeername(fd, &a.any, &n) != 0)
		a.any.sa_family = AF_UNSPEC;
	if (a.any.sa_family == AF_INET)
		raw = &a.v4.sin_addr;
	else if (a.any.sa_family == AF_INET6)
		raw = &a.v6.sin6_addr;
	if (!raw || !inet_ntop(a.any.sa_family, raw, out, SOCKET_PEER))
		strcpy(out, "unix");
}

void socket_remove(const char *where)
{
	if (strncmp(where, "unix:", 5) == 0)
		unlink(where + 5);
}

int socket_port(int fd)
{
	union address a;
	socklen_t n = sizeof(a);
	if (getsockname(fd, &a.any, &n) != 0)
		return 0;
	if (a.any.sa_family == AF_INET)
		return ntohs(a.v4.sin_port);
	return a.any.sa_family == AF_INET6 ? ntohs(a.v6.sin6_port) : 0;
}

unsigned socket_limit(void)
{
	enum { OWN_FILES = 64 }; /* descriptors that are not connections */
	struct rlimit files;
	rlim_t room = LIMIT_CONNECTIONS;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < room + OWN_FILES)
		room = files.rlim_cur > 2 * OWN_FILES ? files.rlim_cur - OWN_FILES : OWN_FILES;
	return (unsigned)room;
}
