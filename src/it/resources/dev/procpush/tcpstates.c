// SPDX-License-Identifier: Apache-2.0
//
// Makes TCP sockets in every state that a socket can be held in, in the namespace it runs in, whose
// `lo` is up. Says `ready` and the number of orphans, and lives until its input ends.
//
// A socket that a filter makes deaf receives nothing, so that its peer waits for an answer in a
// state that otherwise lasts for microseconds.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in6 address;
static int listener;

static int check(int result, const char *what) {
  if (result < 0) {
    perror(what);
    exit(1);
  }
  return result;
}

static void deaf(int fd) {
  struct sock_filter nothing = {BPF_RET | BPF_K, 0, 0, 0};
  struct sock_fprog program = {1, &nothing};
  check(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), "deaf");
}

static void hearing(int fd) {
  int none = 0;
  check(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof none), "hearing");
}

static int state(int fd) {
  struct tcp_info info;
  socklen_t size = sizeof info;
  check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), "TCP_INFO");
  return info.tcpi_state;
}

static void await(int fd, int wanted) {
  for (int i = 0; i < 1000 && state(fd) != wanted; i++) {
    usleep(10 * 1000);
  }
  if (state(fd) != wanted) {
    fprintf(stderr, "state %d instead of %d\n", state(fd), wanted);
    exit(1);
  }
}

// Both ends of a connection over lo; the other end is what the listener accepts.
static void connected(int family, int *client, int *server) {
  *client = check(socket(family, SOCK_STREAM, 0), "socket");
  if (family == AF_INET) {
    struct sockaddr_in v4 = {AF_INET, address.sin6_port, {htonl(INADDR_LOOPBACK)}, {0}};
    check(connect(*client, (struct sockaddr *)&v4, sizeof v4), "connect");
  } else {
    check(connect(*client, (struct sockaddr *)&address, sizeof address), "connect");
  }
  if (server) {
    *server = check(accept(listener, NULL, NULL), "accept");
  }
}

int main(void) {
  int a, b, orphans = 0;
  socklen_t size = sizeof address;
  listener = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
  address.sin6_family = AF_INET6;
  check(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
  check(listen(listener, 64), "listen");
  check(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
  address.sin6_addr = in6addr_loopback;

  int v4 = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(listen(v4, 1), "listen, IPv4");

  // neither bound nor connected, and bound alone: in no list
  check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  struct sockaddr_in any = {AF_INET, 0, {htonl(INADDR_ANY)}, {0}};
  check(bind(check(socket(AF_INET, SOCK_STREAM, 0), "socket"), (struct sockaddr *)&any, sizeof any), "bind");

  // IPv6; IPv4, whose other end is an IPv6 socket with a mapped address
  connected(AF_INET6, &a, &b);
  connected(AF_INET, &a, &b);

  // an IPv6 socket with a mapped address at both ends
  struct sockaddr_in6 mapped = address;
  check(inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr), "inet_pton");
  a = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
  check(connect(a, (struct sockaddr *)&mapped, sizeof mapped), "connect");
  check(accept(listener, NULL, NULL), "accept");

  // FIN_WAIT2 with its socket, CLOSE_WAIT
  connected(AF_INET, &a, &b);
  check(shutdown(a, SHUT_WR), "shutdown");
  await(a, TCP_FIN_WAIT2);
  await(b, TCP_CLOSE_WAIT);

  // FIN_WAIT2 without socket, in the kernel's small form, CLOSE_WAIT
  connected(AF_INET6, &a, &b);
  check(close(a), "close");
  await(b, TCP_CLOSE_WAIT);

  // FIN_WAIT2 without socket, in full, for longer than the small form may last: an orphan
  int seconds = 110;
  connected(AF_INET, &a, &b);
  check(setsockopt(a, IPPROTO_TCP, TCP_LINGER2, &seconds, sizeof seconds), "TCP_LINGER2");
  check(close(a), "close");
  await(b, TCP_CLOSE_WAIT);
  orphans++;

  // TIME_WAIT
  for (int i = 0; i < 3; i++) {
    connected(i == 0 ? AF_INET6 : AF_INET, &a, &b);
    check(close(a), "close");
    await(b, TCP_CLOSE_WAIT);
    check(close(b), "close");
  }

  // FIN_WAIT1 with its socket; as an orphan
  connected(AF_INET, &a, &b);
  deaf(b);
  check(shutdown(a, SHUT_WR), "shutdown");
  connected(AF_INET6, &a, &b);
  deaf(b);
  check(close(a), "close");
  orphans++;

  // LAST_ACK with its socket; as an orphan
  connected(AF_INET, &a, &b);
  check(shutdown(a, SHUT_WR), "shutdown");
  await(b, TCP_CLOSE_WAIT);
  deaf(a);
  check(shutdown(b, SHUT_WR), "shutdown");
  await(b, TCP_LAST_ACK);
  connected(AF_INET, &a, &b);
  check(shutdown(a, SHUT_WR), "shutdown");
  await(b, TCP_CLOSE_WAIT);
  deaf(a);
  check(close(b), "close");
  orphans++;

  // CLOSING, FIN_WAIT1: both ends end the connection, and only one hears of it
  connected(AF_INET, &a, &b);
  deaf(a);
  deaf(b);
  check(shutdown(a, SHUT_WR), "shutdown");
  check(shutdown(b, SHUT_WR), "shutdown");
  hearing(a);
  await(a, TCP_CLOSING);

  // SYN_RECV, SYN_SENT: the answer to the first packet is not heard
  for (int i = 0; i < 2; i++) {
    a = check(socket(AF_INET6, SOCK_STREAM, 0), "socket");
    deaf(a);
    fcntl(a, F_SETFL, O_NONBLOCK);
    connect(a, (struct sockaddr *)&address, sizeof address);
    await(a, TCP_SYN_SENT);
  }

  // ESTABLISHED, not accepted: no socket has it yet, but it is no orphan
  connected(AF_INET, &a, NULL);

  printf("ready %d\n", orphans);
  fflush(stdout);
  char end;
  return (int)read(0, &end, 1);
}
