/* socket.h - the socket the door listens at. */
#pragma once

/* "127.0.0.1:8080", "[::1]:0", "unix:/path". -1: *why (static) says it in English. A Unix socket that
 * nobody answers at is replaced; it has the permissions `mode` (0660), whatever the umask, before
 * anybody can connect. */
int socket_listen(const char *where, int mode, const char **why);
enum { SOCKET_PEER = 46 };                       /* INET6_ADDRSTRLEN */
void socket_peer(int fd, char out[SOCKET_PEER]); /* its address; "unix" */
void socket_remove(const char *where);           /* the name of a Unix socket; nothing for others */
int socket_port(int fd);                         /* 0: a Unix socket */
/* Milliseconds since its last byte came in, which may have lain there unread; 0: a Unix socket. */
int socket_waited_ms(int fd);
/* LIMIT_CONNECTIONS, or as many as the process may have open beside its own files. */
unsigned socket_limit(void);
