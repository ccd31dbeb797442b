// SPDX-License-Identifier: Apache-2.0
// Its leading thread exits when a line comes in; a second thread lives on.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *live(void *unused) {
  for (;;) {
    pause();
  }
  return unused;
}

int main(void) {
  pthread_t thread;
  char line[16];
  if (pthread_create(&thread, NULL, live, NULL) != 0) {
    return 1;
  }
  puts("ready");
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) {
    return 1;
  }
  pthread_exit(NULL);
}
