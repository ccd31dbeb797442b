// SPDX-License-Identifier: Apache-2.0
// reuse PID: starts a process with this pid, which is free, in a network namespace of its own.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void wait_for_input(int pid) {
  char line[16];
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (unshare(CLONE_NEWNET) != 0) {
    _exit(1);
  }
  printf("pid %d\n", pid);
  fflush(stdout);
  _exit(fgets(line, sizeof line, stdin) == NULL);
}

int main(int argc, char **argv) {
  int wanted = argc > 1 ? atoi(argv[1]) : 0;
  // another program may start a process in between: try again
  for (int i = 0; i < 10000; i++) {
    FILE *last = fopen("/proc/sys/kernel/ns_last_pid", "w");
    if (last == NULL) {
      perror("ns_last_pid");
      return 1;
    }
    fprintf(last, "%d", wanted - 1);
    fclose(last);
    int pid = fork();
    if (pid == 0) {
      if (getpid() == wanted) {
        wait_for_input(wanted);
      }
      _exit(0);
    }
    waitpid(pid, NULL, 0);
    if (pid == wanted) {
      return 0;
    }
  }
  puts("no luck");
  return 1;
}
