// SPDX-License-Identifier: Apache-2.0
//
// Holds a known number of sockets of each kind, in the namespace it runs in, or in the one that its
// argument names: then it goes in, makes them, and comes home, so that the namespace has sockets and
// no process. The namespace's `lo` is up, and its tcp_orphan_retries are many.
//
// Says `ready`. Then each line of its input makes TIME_WAIT more connections that end in TIME_WAIT,
// which it says with `done`. It lives until its input ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN4 = 3, LISTEN6 = 2, CONNECTED4 = 4, CONNECTED6 = 2, HALF_CLOSED = 2, ORPHANS = 3,
       TIME_WAIT = 5, UDP4 = 4, UDP6 = 3 };

static int home = -1, away = -1;

static int check(int result, const char *what) {
  if (result < 0) {
    perror(what);
    exit(1);
  }
  return result;
}

static void go(int namespace) {
  if (away >= 0) {
    check(setns(namespace, CLONE_NEWNET), "setns");
  }
}

// Bound to a free port of any address of the family.
static int any(int family, int type) {
  struct sockaddr_in6 address = {.sin6_family = (sa_family_t)family};
  int fd = check(socket(family, type, 0), "socket");
  check(bind(fd, (struct sockaddr *)&address, family == AF_INET ? sizeof(struct sockaddr_in) : sizeof address), "bind");
  return fd;
}

static int listening(int family) {
  int fd = any(family, SOCK_STREAM);
  check(listen(fd, 64), "listen");
  return fd;
}

// Both ends of a connection over lo. Those of an IPv6 listener are IPv6 sockets with IPv4 addresses,
// since a namespace may have no IPv6 address.
static void connected(int listener, int *client, int *server) {
  struct sockaddr_in6 address;
  socklen_t size = sizeof address;
  check(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
  if (address.sin6_family == AF_INET6) {
    check(inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr), "inet_pton");
  } else {
    ((struct sockaddr_in *)&address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  *client = check(socket(address.sin6_family, SOCK_STREAM, 0), "socket");
  check(connect(*client, (struct sockaddr *)&address, size), "connect");
  *server = check(accept(listener, NULL, NULL), "accept");
}

static void await(int fd, int state) {
  struct tcp_info info;
  socklen_t size = sizeof info;
  for (int i = 0; i < 6000; i++) {
    check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), "TCP_INFO");
    if (info.tcpi_state == state) {
      return;
    }
    usleep(10 * 1000);
  }
  fprintf(stderr, "state %d instead of %d\n", info.tcpi_state, state);
  exit(1);
}

// From now on it receives nothing, and so acknowledges nothing.
static void deaf(int fd) {
  struct sock_filter nothing = {BPF_RET | BPF_K, 0, 0, 0};
  struct sock_fprog program = {1, &nothing};
  check(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), "deaf");
}

static void end_in_time_wait(int listener) {
  int a, b;
  for (int i = 0; i < TIME_WAIT; i++) {
    connected(listener, &a, &b);
    check(close(a), "close");
    await(b, TCP_CLOSE_WAIT);
    check(close(b), "close");
  }
}

int main(int argc, char **argv) {
  int a, b, listener = 0, listener6 = 0;
  if (argc > 1) {
    home = check(open("/proc/self/ns/net", O_RDONLY), "home");
    away = check(open(argv[1], O_RDONLY), argv[1]);
  }
  go(away);
  for (int i = 0; i < LISTEN4; i++) {
    listener = listening(AF_INET);
  }
  for (int i = 0; i < LISTEN6; i++) {
    listener6 = listening(AF_INET6);
  }
  for (int i = 0; i < CONNECTED4; i++) {
    connected(listener, &a, &b);
  }
  for (int i = 0; i < CONNECTED6; i++) {
    connected(listener6, &a, &b);
  }
  for (int i = 0; i < HALF_CLOSED; i++) {
    connected(listener, &a, &b);
    check(shutdown(a, SHUT_WR), "shutdown");
    await(a, TCP_FIN_WAIT2);
  }
  // data and the end of the connection stay without acknowledgement, and the other end is open
  for (int i = 0; i < ORPHANS; i++) {
    connected(listener, &a, &b);
    deaf(b);
    check((int)send(a, "unheard", 7, 0), "send");
    check(close(a), "close");
  }
  for (int i = 0; i < UDP4; i++) {
    any(AF_INET, SOCK_DGRAM);
  }
  for (int i = 0; i < UDP6; i++) {
    any(AF_INET6, SOCK_DGRAM);
  }
  go(home);
  printf("ready\n");
  fflush(stdout);
  while (getchar() == '\n') {
    go(away);
    end_in_time_wait(listener);
    go(home);
    printf("done\n");
    fflush(stdout);
  }
  return 0;
}
