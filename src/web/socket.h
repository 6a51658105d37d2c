/* socket.h - the socket the door listens at. */
#pragma once

/* "127.0.0.1:8080", "[::1]:0", "unix:/path". -1: *why (static) says it in English. A Unix socket that
 * nobody answers at is replaced. */
int socket_listen(const char *where, const char **why);
int socket_port(int fd); /* 0: a Unix socket */
