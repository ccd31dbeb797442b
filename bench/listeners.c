// SPDX-License-Identifier: Apache-2.0
//
// listeners COUNT NAMESPACE...: makes so many listening TCP sockets in each of the network namespaces
// (paths, as /run/netns/blue) and holds them until it is ended. Every second one is an IPv6 socket.
// Prints "ready" when all are there. Build: gcc -O2 -o listeners listeners.c
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *what) {
  perror(what);
  return 1;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 0;
  int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  rlim_t needed = (rlim_t)count * argc + 64;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < needed) {
    limit.rlim_cur = needed;
    limit.rlim_max = limit.rlim_max < needed ? needed : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit)) {
      return fail("setrlimit");
    }
  }
  for (int i = 2; i < argc; i++) {
    int namespace = open(argv[i], O_RDONLY | O_CLOEXEC);
    if (namespace < 0 || setns(namespace, CLONE_NEWNET)) {
      return fail(argv[i]);
    }
    close(namespace);
    for (int j = 0; j < count; j++) {
      int fd = socket(j % 2 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (fd < 0 || listen(fd, 8)) {
        return fail("listen");
      }
    }
  }
  setns(home, CLONE_NEWNET);
  puts("ready");
  fflush(stdout);
  pause();
  return 0;
}
