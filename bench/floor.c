// SPDX-License-Identifier: Apache-2.0
//
// The floor under a cycle of procpush: a C program that makes the same system calls as the agent's
// steady state with net/dev alone, and nothing else. No parsing, no identity, no SDK.
//
//   getdents64   one pass over /proc
//   statx        net/dev of one process of each namespace, and of a twelfth of all others
//   cgroup       open, read to the end, close, of the same processes
//   net/dev      open, read to the end, close, once a namespace
//
// With -a it does what agents without the (pid, d_ino) handle do: one pass, one stat of every
// process, net/dev of each namespace, no cgroup.
//
// Prints the CPU time of its thread per cycle. Build: gcc -O2 -o floor floor.c
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ROTA 12
#define BUFFER (64 * 1024)

typedef struct {
  int pid;
  uint64_t namespace;
  int reader;
  char net_dev[64];
  char cgroup[64];
} process;

static process *processes;
static size_t process_count, reader_count;
static const char *proc = "/proc";
static char buffer[BUFFER] __attribute__((aligned(8)));
static volatile uint64_t sink;

static double thread_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

// One pass over /proc; with a visitor's array, or only for its cost.
static size_t list(int **pids) {
  static size_t capacity;
  size_t count = 0;
  int fd = openat(AT_FDCWD, proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    perror(proc);
    exit(1);
  }
  long filled;
  while ((filled = syscall(SYS_getdents64, fd, buffer, BUFFER)) > 0) {
    for (long at = 0; at < filled;) {
      struct dirent64 *entry = (struct dirent64 *)(buffer + at);
      if (isdigit((unsigned char)entry->d_name[0])) {
        if (pids) {
          if (count == capacity) {
            capacity = capacity ? 2 * capacity : 1024;
            *pids = realloc(*pids, capacity * sizeof **pids);
          }
          (*pids)[count] = atoi(entry->d_name);
        }
        sink += entry->d_ino;
        count++;
      }
      at += entry->d_reclen;
    }
  }
  close(fd);
  return count;
}

static uint64_t inode(const char *path) {
  struct statx status;
  int failed = statx(AT_FDCWD, path, 0, STATX_TYPE | STATX_INO | STATX_SIZE, &status);
  return failed ? 0 : status.stx_ino;
}

static int read_to_end(const char *path) {
  int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return -1;
  }
  long count;
  while ((count = read(fd, buffer, BUFFER)) > 0) {
    sink += count;
  }
  close(fd);
  return 0;
}

// Finds the processes and one reader of each namespace: not part of the steady state.
static void discover(void) {
  int *pids = NULL;
  size_t count = list(&pids);
  processes = calloc(count, sizeof *processes);
  for (size_t i = 0; i < count; i++) {
    process *p = &processes[process_count];
    p->pid = pids[i];
    snprintf(p->net_dev, sizeof p->net_dev, "%s/%d/net/dev", proc, pids[i]);
    snprintf(p->cgroup, sizeof p->cgroup, "%s/%d/cgroup", proc, pids[i]);
    p->namespace = inode(p->net_dev);
    if (p->namespace == 0) {
      continue;
    }
    p->reader = 1;
    for (size_t j = 0; j < process_count && p->reader; j++) {
      p->reader = processes[j].namespace != p->namespace;
    }
    reader_count += p->reader;
    process_count++;
  }
  free(pids);
}

static void as_procpush(int cycle) {
  sink += list(NULL);
  for (size_t i = 0; i < process_count; i++) {
    process *p = &processes[i];
    if (p->reader || i % ROTA == (size_t)cycle % ROTA) {
      sink += inode(p->net_dev);
      read_to_end(p->cgroup);
    }
  }
}

static void with_stat_of_all(void) {
  sink += list(NULL);
  for (size_t i = 0; i < process_count; i++) {
    sink += inode(processes[i].net_dev);
  }
}

static void net_dev_of_each(void) {
  for (size_t i = 0; i < process_count; i++) {
    if (processes[i].reader && read_to_end(processes[i].net_dev)) {
      fprintf(stderr, "%s: %s\n", processes[i].net_dev, strerror(errno));
    }
  }
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  int cycles = 60, all = 0, option;
  double interval = 0;
  while ((option = getopt(argc, argv, "an:i:p:")) != -1) {
    switch (option) {
      case 'a': all = 1; break;
      case 'n': cycles = atoi(optarg); break;
      case 'i': interval = atof(optarg); break;
      case 'p': proc = optarg; break;
      default:
        fprintf(stderr, "usage: floor [-a] [-n CYCLES] [-i SECONDS BETWEEN] [-p PROCFS]\n");
        return 2;
    }
  }
  if (cycles < 1) {
    cycles = 1;
  }
  discover();
  double *total = calloc(cycles, sizeof *total);
  for (int cycle = 0; cycle < cycles; cycle++) {
    if (cycle > 0 && interval > 0) {
      struct timespec pause = {(time_t)interval, (long)((interval - (time_t)interval) * 1e9)};
      nanosleep(&pause, NULL);
    }
    double start = thread_millis();
    if (all) {
      with_stat_of_all();
    } else {
      as_procpush(cycle);
    }
    net_dev_of_each();
    total[cycle] = thread_millis() - start;
  }
  qsort(total, cycles, sizeof *total, by_value);
  printf("%s namespaces=%zu processes=%zu cycles=%d interval_s=%g cpu_ms min=%.3f median=%.3f max=%.3f\n",
         all ? "floor-stat-of-all" : "floor", reader_count, process_count, cycles, interval,
         total[0], total[cycles / 2], total[cycles - 1]);
  return 0;
}
