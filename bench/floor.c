// SPDX-License-Identifier: Apache-2.0
//
// The floor under a cycle of procpush: a C program that makes the same system calls as the agent's
// steady state, and nothing else. No parsing, no identity, no SDK.
//
//   floor [-pt] [-n CYCLES] [-i SECONDS] [-o SECONDS] [PART]...
//
//   discovery   getdents64 of /proc; statx of net/dev and open, read, close of cgroup for a twelfth of
//               all processes; statx of net/dev for one process of each namespace without a mount;
//               getdents64 of the folders of bind mounts and statx of each mount
//   net_dev     open, read to the end, close; with links, where namespaces are entered, of the host alone
//   snmp netstat snmp6 sockstat sockstat6        the same; together: files
//   rtm_getlink rtm_getaddr    a dump each, that of the links with the counters that net/dev has; of the
//               host's links those that are not the far ends of containers, by name and without
//               counters; together: links
//   tcp         what the agent asks: nothing where there is no socket; where there are listeners only, each
//               of them if they are three at most, else a dump of LISTEN; else LISTEN and then all states
//   tcp-listen  a dump of LISTEN, both families, in every namespace
//   tcp-all     a dump of all states, both families, in every namespace
//   conntrack   net/stat/nf_conntrack
//   cgroups     pread of the kept files of containers' cgroups, those with a 64-digit id; of these what the
//               agent reads at its defaults: a limit that there is not in every fourth cycle only, or never
//               where memory.stat tells
//   host        what is read of the host alone: UDP's tables, arp, softnet_stat, speeds
//   stat-of-all one statx of net/dev of every process: what agents without the (pid, d_ino) handle do
//
// Without a part: discovery net_dev. Parts may also be joined by commas. The thread enters each namespace:
// by the bind mount in /run/docker/netns or /run/netns, else by /proc/PID/ns/net. It reads all files there
// through thread-self/net, and goes home at the cycle's end.
//
//   -p          enters nothing, as an agent without capabilities: reads through /proc/PID/net, with a
//               statx of each open file; no netlink, and no namespaces without a process
//   -n 60       cycles
//   -i 0        the seconds from one cycle to the next
//   -o 0        a cycle begins when the clock's seconds, divided by the interval, leave this
//   -t          times each part apart in every fourth cycle; these cycles are not in the whole. Prints each of
//               the others as well, with the number of its interval since the epoch
//
// Prints the CPU time of its thread per cycle. Build: gcc -O2 -o floor floor.c
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <regex.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define ROTA 12
#define BUFFER (64 * 1024)
#define TIMED_EVERY 4
#define MOST_ASKED 3
#define LISTENING (1u << 10)
#define ALL_STATES 0xFFEu
#define FAR_ENDS "^(veth.*|cali.*|lxc[0-9a-f]{12,}|[0-9a-f]{15})$"

enum step {
  DISCOVERY, ENTER, NET_DEV, SNMP, NETSTAT, SNMP6, SOCKSTAT, SOCKSTAT6,
  GETLINK, GETADDR, TCP_DIAG, CONNTRACK, HOST, HOME,
  CPU_MAX, CPU_STAT, CPUACCT_USAGE, CPU_WEIGHT, CPU_SHARES, PIDS_CURRENT, PIDS_MAX, MEMORY_LOW, MEMORY_KMEM,
  MEMORY_PEAK, MEMORY_STAT, MEMORY_CURRENT, MEMORY_SWAP, MEMORY_EVENTS, IO_STAT, BLKIO_THROTTLE, PIDS_EVENTS,
  CPU_PRESSURE, MEMORY_PRESSURE, IO_PRESSURE, IRQ_PRESSURE, STEPS
};

static const char *const step_names[STEPS] = {
  "discovery", "enter", "net_dev", "snmp", "netstat", "snmp6", "sockstat", "sockstat6",
  "rtm_getlink", "rtm_getaddr", "tcp_diag", "nf_conntrack", "host", "home",
  "cpu_max", "cpu_stat", "cpuacct_usage", "cpu_weight", "cpu_shares", "pids_current", "pids_max", "memory_low",
  "memory_kmem_usage_in_bytes", "memory_peak", "memory_stat", "memory_current", "memory_swap", "memory_events",
  "io_stat", "blkio_throttle", "pids_events", "cpu_pressure", "memory_pressure", "io_pressure", "irq_pressure"
};

static const struct { enum step step; const char *path; } files[] = {
  {NET_DEV, "net/dev"}, {SNMP, "net/snmp"}, {NETSTAT, "net/netstat"}, {SNMP6, "net/snmp6"},
  {SOCKSTAT, "net/sockstat"}, {SOCKSTAT6, "net/sockstat6"}, {CONNTRACK, "net/stat/nf_conntrack"},
};

#define BIT(step) (UINT64_C(1) << (step))
#define FILES (BIT(SNMP) | BIT(NETSTAT) | BIT(SNMP6) | BIT(SOCKSTAT) | BIT(SOCKSTAT6))
#define LINKS (BIT(GETLINK) | BIT(GETADDR))
#define NETLINK (LINKS | BIT(TCP_DIAG))
#define CGROUPS (BIT(STEPS) - BIT(CPU_MAX))

enum tcp { AS_AGENT, LISTEN_ONLY, EVERYTHING };

typedef struct {
  struct nlmsghdr header;
  struct inet_diag_req message;
} tcp_question;

typedef struct {
  int pid;
  uint64_t inode;
  // asked in each cycle whether it still is in its namespace
  int reader;
  char net_dev[64];
  char cgroup[64];
} process;

typedef struct {
  uint64_t inode;
  process *reader;
  char *mount;
  int host;
  // what the agent dumps here: 0 nothing, 1 LISTEN, 2 LISTEN and all states
  int dumps;
  // what it asks instead of dumping LISTEN
  tcp_question listeners[MOST_ASKED];
  int asked;
} namespace;

static const char *const folders[] = {"/run/docker/netns", "/run/netns"};
static process *processes;
static size_t process_count;
static namespace *namespaces;
static size_t namespace_count;
static char **host_links;
static size_t host_link_count;
static char buffer[BUFFER] __attribute__((aligned(8)));
static volatile uint64_t sink;
static int root = -1, descriptors = -1, home = -1, thread_net = -1;
static uint64_t steps;
static enum tcp tcp_mode = AS_AGENT;
static int entering;

static void die(const char *what) {
  perror(what);
  exit(1);
}

// ---- time

static int timed;
static uint64_t last_stamp, clock_cost, step_nanos[STEPS];

static uint64_t thread_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static void calibrate(void) {
  uint64_t start = thread_nanos();
  for (int i = 0; i < 1000; i++) {
    sink += thread_nanos();
  }
  clock_cost = (thread_nanos() - start) / 1001;
}

static void stamp(enum step step) {
  if (timed) {
    uint64_t now = thread_nanos(), took = now - last_stamp;
    step_nanos[step] += took > clock_cost ? took - clock_cost : 0;
    last_stamp = now;
  }
}

// Sleeps to the next moment at which the clock's seconds leave `offset`, divided by `interval`.
static void wait_for_turn(double interval, double offset) {
  struct timespec now, until;
  clock_gettime(CLOCK_REALTIME, &now);
  double seconds = now.tv_sec + now.tv_nsec / 1e9;
  double turn = (uint64_t)((seconds - offset) / interval + 1) * interval + offset;
  until.tv_sec = (time_t)turn;
  until.tv_nsec = (long)((turn - (time_t)turn) * 1e9);
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL);
}

// ---- files

typedef void (*visitor)(const char *name);

// One pass over a folder: a visitor for each name, or only its cost.
static void list(const char *folder, visitor visit) {
  int fd = openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return;
  }
  char *entries = visit ? malloc(BUFFER) : buffer; // a visitor may read
  long filled;
  while ((filled = syscall(SYS_getdents64, fd, entries, BUFFER)) > 0) {
    for (long at = 0; at < filled;) {
      struct dirent64 *entry = (struct dirent64 *)(entries + at);
      if (visit && entry->d_name[0] != '.') {
        visit(entry->d_name);
      }
      sink += entry->d_ino;
      at += entry->d_reclen;
    }
  }
  if (visit) {
    free(entries);
  }
  close(fd);
}

static uint64_t inode(int at, const char *path, int flags) {
  struct statx status;
  return statx(at, path, flags, STATX_TYPE | STATX_INO | STATX_SIZE, &status) ? 0 : status.stx_ino;
}

static void read_and_close(int fd) {
  long count;
  while ((count = read(fd, buffer, BUFFER)) > 0) {
    sink += count;
  }
  close(fd);
}

// The same of a file whose text the kernel makes up at the first read.
static void read_once_and_close(int fd) {
  sink += pread(fd, buffer, BUFFER, 0);
  close(fd);
}

// A file of a process.
static void read_file(const char *path, int with_statx) {
  int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    if (with_statx) {
      sink += inode(fd, "", AT_EMPTY_PATH);
    }
    read_and_close(fd);
  }
}

// A file of the namespace where the thread is.
static void read_here(const char *name, int once) {
  static const struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_BENEATH};
  int fd = syscall(SYS_openat2, thread_net, name, &how, sizeof how);
  if (fd >= 0) {
    (once ? read_once_and_close : read_and_close)(fd);
  }
}

// ---- netlink

static int netlink(int protocol) {
  return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
}

// Sends a request and receives the answer: up to NLMSG_DONE for a dump, else one datagram. Gives the
// number of messages.
static long ask(int fd, struct nlmsghdr *request) {
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  static uint32_t sequence;
  request->nlmsg_seq = ++sequence;
  if (sendto(fd, request, request->nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) {
    return -1;
  }
  for (long messages = 0;;) {
    long count = recv(fd, buffer, BUFFER, MSG_DONTWAIT);
    if (count <= 0) {
      return -1;
    }
    unsigned left = count;
    for (struct nlmsghdr *m = (struct nlmsghdr *)buffer; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
      if (m->nlmsg_type == NLMSG_DONE) {
        return messages;
      }
      if (m->nlmsg_type == NLMSG_ERROR) {
        return -1;
      }
      messages++;
    }
    if (!(request->nlmsg_flags & NLM_F_DUMP)) {
      return messages;
    }
  }
}

static long dump_addresses(int fd) {
  struct { struct nlmsghdr header; struct ifaddrmsg message; } request = {
    {sizeof request, RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, 0, 0}, {.ifa_family = AF_UNSPEC}};
  return ask(fd, &request.header);
}

// A dump with counters, or with a name only that device, without them.
static long links(int fd, const char *name) {
  struct question {
    struct nlmsghdr header;
    struct ifinfomsg message;
    struct rtattr mask_header;
    uint32_t mask;
    struct rtattr name_header;
    char name[16];
  } request = {
    {0, RTM_GETLINK, NLM_F_REQUEST, 0, 0},
    {.ifi_family = AF_UNSPEC},
    {sizeof(struct rtattr) + sizeof(uint32_t), IFLA_EXT_MASK}, RTEXT_FILTER_SKIP_STATS,
    {0, IFLA_IFNAME}, ""};
  if (name) {
    snprintf(request.name, sizeof request.name, "%s", name);
    request.name_header.rta_len = sizeof(struct rtattr) + strlen(request.name) + 1;
    request.header.nlmsg_len =
        offsetof(struct question, name_header) + RTA_ALIGN(request.name_header.rta_len);
  } else {
    request.header.nlmsg_flags |= NLM_F_DUMP;
    request.header.nlmsg_len = offsetof(struct question, mask_header);
  }
  return ask(fd, &request.header);
}

// Both families in one dump.
static long dump_tcp(int fd, uint32_t states) {
  tcp_question request = {
    {sizeof request, TCPDIAG_GETSOCK, NLM_F_REQUEST | NLM_F_DUMP, 0, 0},
    {.idiag_family = AF_INET, .idiag_states = states}};
  return ask(fd, &request.header);
}

// Makes a question for each listening socket, where they are few enough for one datagram and the agent.
static void remember_listeners(namespace *n, long listening) {
  tcp_question request = {
    {sizeof request, TCPDIAG_GETSOCK, NLM_F_REQUEST | NLM_F_DUMP, 0, 0},
    {.idiag_family = AF_INET, .idiag_states = LISTENING}};
  int fd = netlink(NETLINK_SOCK_DIAG);
  if (listening <= MOST_ASKED && send(fd, &request, sizeof request, 0) > 0) {
    unsigned left = recv(fd, buffer, BUFFER, MSG_DONTWAIT);
    struct nlmsghdr *m = (struct nlmsghdr *)buffer;
    for (; n->asked < listening && NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
      const struct inet_diag_msg *socket = NLMSG_DATA(m);
      n->listeners[n->asked++] = (tcp_question){
        {sizeof(tcp_question), TCPDIAG_GETSOCK, NLM_F_REQUEST, 0, 0},
        {.idiag_family = socket->idiag_family, .idiag_states = ALL_STATES, .id = socket->id}};
    }
  }
  close(fd);
}

static void ask_links(const namespace *n) {
  int fd = netlink(NETLINK_ROUTE);
  if (steps & BIT(GETLINK)) {
    if (n->host) {
      for (size_t i = 0; i < host_link_count; i++) {
        sink += links(fd, host_links[i]);
      }
    } else {
      sink += links(fd, NULL);
    }
    stamp(GETLINK);
  }
  if (steps & BIT(GETADDR)) {
    sink += dump_addresses(fd);
  }
  close(fd);
  stamp(steps & BIT(GETADDR) ? GETADDR : GETLINK);
}

static void ask_tcp(namespace *n) {
  if (tcp_mode == AS_AGENT && n->dumps == 0) {
    return;
  }
  int fd = netlink(NETLINK_SOCK_DIAG);
  if (tcp_mode == AS_AGENT && n->dumps == 1 && n->asked) {
    for (int i = 0; i < n->asked; i++) {
      sink += ask(fd, &n->listeners[i].header);
    }
  } else if (tcp_mode != EVERYTHING) {
    sink += dump_tcp(fd, LISTENING);
  }
  if (tcp_mode == EVERYTHING || (tcp_mode == AS_AGENT && n->dumps == 2)) {
    sink += dump_tcp(fd, ALL_STATES);
  }
  close(fd);
  stamp(TCP_DIAG);
}

// ---- namespaces

static int enter(const namespace *n) {
  char path[64];
  int fd;
  if (n->host) {
    return setns(home, CLONE_NEWNET);
  }
  if (n->mount) {
    // first as a place, then looked at: nothing but a namespace is ever opened
    struct open_how how = {.flags = O_PATH | O_CLOEXEC,
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int place = syscall(SYS_openat2, root, n->mount, &how, sizeof how);
    if (place < 0) {
      return -1;
    }
    sink += inode(place, "", AT_EMPTY_PATH);
    snprintf(path, sizeof path, "%d", place);
    fd = openat(descriptors, path, O_RDONLY | O_CLOEXEC);
    close(place);
  } else {
    snprintf(path, sizeof path, "/proc/%d/ns/net", n->reader->pid);
    fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  }
  if (fd < 0) {
    return -1;
  }
  int result = setns(fd, CLONE_NEWNET);
  close(fd);
  return result;
}

static namespace *known(uint64_t inode) {
  for (size_t i = 0; i < namespace_count; i++) {
    if (namespaces[i].inode == inode) {
      return &namespaces[i];
    }
  }
  return NULL;
}

static namespace *add(uint64_t inode) {
  namespaces = realloc(namespaces, (namespace_count + 1) * sizeof *namespaces);
  namespaces[namespace_count] = (namespace){.inode = inode};
  return &namespaces[namespace_count++];
}

static void found_process(const char *name) {
  if (!isdigit((unsigned char)name[0])) {
    return;
  }
  process p = {.pid = atoi(name)};
  snprintf(p.net_dev, sizeof p.net_dev, "/proc/%d/net/dev", p.pid);
  snprintf(p.cgroup, sizeof p.cgroup, "/proc/%d/cgroup", p.pid);
  p.inode = inode(AT_FDCWD, p.net_dev, 0);
  if (p.inode) {
    processes = realloc(processes, (process_count + 1) * sizeof *processes);
    processes[process_count++] = p;
  }
}

static const char *folder_now;

static void found_mount(const char *name) {
  namespace way = {0};
  if (asprintf(&way.mount, "%s/%s", folder_now, name) < 0 || enter(&way)) {
    return;
  }
  uint64_t number = inode(thread_net, "dev", 0);
  namespace *n = known(number);
  n = n ? n : add(number);
  if (!n->mount && !n->host) {
    n->mount = way.mount;
  }
}

static void stat_mount(const char *name) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", folder_now, name);
  sink += inode(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
}

static regex_t far_ends;

static void found_link(const char *name) {
  if (regexec(&far_ends, name, 0, NULL, 0)) {
    host_links = realloc(host_links, (host_link_count + 1) * sizeof *host_links);
    host_links[host_link_count++] = strdup(name);
  }
}

static long number_after(const char *path, const char *line, const char *key) {
  long count = 0;
  int fd = openat(thread_net, path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    count = read(fd, buffer, BUFFER - 1);
    close(fd);
  }
  buffer[count > 0 ? count : 0] = 0;
  const char *at = strstr(buffer, line);
  at = at ? strstr(at, key) : NULL;
  return at ? atol(at + strlen(key)) : 0;
}

// What the agent dumps in the namespace where the thread is.
static int dumps_here(namespace *n) {
  long inuse = number_after("sockstat", "TCP: ", "inuse ") + number_after("sockstat6", "TCP6: ", "inuse ");
  long waiting = number_after("sockstat", "TCP: ", "tw ");
  if (inuse == 0 && waiting == 0) {
    return 0;
  }
  int fd = netlink(NETLINK_SOCK_DIAG);
  long listening = dump_tcp(fd, LISTENING);
  close(fd);
  remember_listeners(n, listening);
  return inuse == listening && waiting == 0 ? 1 : 2;
}

// Finds the processes, one reader of each namespace, and the ways in: not part of the steady state.
static void discover(void) {
  list("/proc", found_process);
  uint64_t host = inode(AT_FDCWD, "/proc/1/net/dev", 0);
  for (size_t i = 0; i < process_count; i++) {
    process *p = &processes[i];
    if (!known(p->inode)) {
      namespace *n = add(p->inode);
      n->reader = p;
      n->host = p->inode == host;
      p->reader = 1;
    }
  }
  if (!entering) {
    return;
  }
  root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  descriptors = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
  home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  thread_net = open("/proc/thread-self/net", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0 || descriptors < 0 || home < 0 || thread_net < 0) {
    die("/proc/thread-self");
  }
  if (inode(thread_net, "dev", 0) != host) {
    fprintf(stderr, "floor: has to start in the host's network namespace\n");
    exit(1);
  }
  regcomp(&far_ends, FAR_ENDS, REG_EXTENDED | REG_NOSUB);
  list("/sys/class/net", found_link);
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    folder_now = folders[i];
    list(folders[i], found_mount);
  }
  size_t ways = 0;
  for (size_t i = 0; i < namespace_count; i++) {
    if (enter(&namespaces[i])) {
      continue; // it has ended, or this may not be done
    }
    namespaces[i].dumps = dumps_here(&namespaces[i]);
    if (namespaces[i].mount && namespaces[i].reader) {
      namespaces[i].reader->reader = 0; // the mount shows that it lives
    }
    ways++;
  }
  if (setns(home, CLONE_NEWNET)) {
    die("setns");
  }
  if (ways < 2 && namespace_count > 1) {
    fprintf(stderr, "floor: may not enter: needs CAP_SYS_ADMIN and CAP_SYS_PTRACE\n");
    exit(1);
  }
}

// ---- cgroups

#define RESTS 4

// What the agent does where a file says that nothing is limited or was counted; the last where the file before it
// says what it said in the cycle before.
enum without { READ, REST, SKIP, FOLLOW };

// Version 2 alone has those without a controller; `instead` is that of the other version which has the number as well.
static const struct {
  enum step step;
  const char *controller, *instead, *name;
  enum without without;
} cgroup_files[] = {
  {CPU_MAX, "cpu", NULL, "cpu.cfs_quota_us", REST}, {CPU_MAX, "", "cpu", "cpu.max", REST},
  {CPU_STAT, "", NULL, "cpu.stat", READ}, {CPU_STAT, "cpu", NULL, "cpu.stat", REST},
  {CPUACCT_USAGE, "cpuacct", "", "cpuacct.usage", READ}, {CPUACCT_USAGE, "cpuacct", "", "cpuacct.stat", FOLLOW},
  {CPU_WEIGHT, "", NULL, "cpu.weight", READ},
  {CPU_SHARES, "cpu", NULL, "cpu.shares", READ}, {PIDS_CURRENT, "pids", NULL, "pids.current", READ},
  {PIDS_CURRENT, "", "pids", "pids.current", READ}, {PIDS_MAX, "pids", NULL, "pids.max", REST},
  {PIDS_MAX, "", "pids", "pids.max", REST}, {MEMORY_LOW, "memory", NULL, "memory.soft_limit_in_bytes", REST},
  {MEMORY_LOW, "", "memory", "memory.low", REST},
  {MEMORY_KMEM, "memory", NULL, "memory.kmem.usage_in_bytes", READ},
  {MEMORY_PEAK, "memory", NULL, "memory.max_usage_in_bytes", READ},
  {MEMORY_PEAK, "", "memory", "memory.peak", READ}, {MEMORY_STAT, "memory", NULL, "memory.stat", READ},
  {MEMORY_STAT, "", "memory", "memory.stat", READ},
  {MEMORY_CURRENT, "memory", NULL, "memory.usage_in_bytes", READ},
  {MEMORY_CURRENT, "memory", NULL, "memory.limit_in_bytes", SKIP},
  {MEMORY_CURRENT, "", "memory", "memory.current", READ}, {MEMORY_CURRENT, "", "memory", "memory.max", REST},
  {MEMORY_SWAP, "memory", NULL, "memory.memsw.limit_in_bytes", SKIP},
  {MEMORY_SWAP, "", "memory", "memory.swap.current", READ}, {MEMORY_SWAP, "", "memory", "memory.swap.max", REST},
  {MEMORY_EVENTS, "memory", NULL, "memory.failcnt", READ},
  {MEMORY_EVENTS, "memory", NULL, "memory.oom_control", READ},
  {MEMORY_EVENTS, "", "memory", "memory.events", READ}, {IO_STAT, "", "blkio", "io.stat", READ},
  {BLKIO_THROTTLE, "blkio", NULL, "blkio.throttle.io_service_bytes_recursive", READ},
  {BLKIO_THROTTLE, "blkio", NULL, "blkio.throttle.io_serviced_recursive", SKIP},
  {PIDS_EVENTS, "pids", NULL, "pids.events", READ}, {PIDS_EVENTS, "", "pids", "pids.events", READ},
  {CPU_PRESSURE, "", NULL, "cpu.pressure", READ}, {MEMORY_PRESSURE, "", NULL, "memory.pressure", READ},
  {IO_PRESSURE, "", NULL, "io.pressure", READ}, {IRQ_PRESSURE, "", NULL, "irq.pressure", READ},
};
#define CGROUP_FILES (sizeof cgroup_files / sizeof *cgroup_files)

typedef struct {
  char *path;
  int descriptors[CGROUP_FILES];
  int rests[CGROUP_FILES];
  unsigned long long told; // by the file that another follows
} container;

static container *containers;
static size_t container_count;

// The line of /proc/PID/cgroup for a controller: its path, which ends at a line feed.
static const char *cgroup_path(const char *lines, const char *controller) {
  for (const char *line = lines; *line; line = strchrnul(line, '\n'), line += *line == '\n') {
    const char *names = strchr(line, ':') + 1, *path = strchr(names, ':') + 1;
    size_t length = strlen(controller), all = path - 1 - names;
    for (const char *at = names; at <= names + all; at += strcspn(at, ",:") + 1) {
      if (strcspn(at, ",:") == length && !strncmp(at, controller, length)) {
        return path;
      }
    }
  }
  return NULL;
}

// Where a hierarchy is mounted: that of a controller, or version 2 without one.
static int cgroup_mount(const char *controller, char *folder) {
  char line[PATH_MAX], type[32], options[1024];
  FILE *mounts = fopen("/proc/self/mounts", "r");
  int found = 0;
  while (!found && fgets(line, sizeof line, mounts)) {
    if (sscanf(line, "%*s %4095s %31s %1023s", folder, type, options) == 3) {
      found = *controller ? !strcmp(type, "cgroup") : !strcmp(type, "cgroup2");
      if (found && *controller) {
        found = 0;
        for (char *option = strtok(options, ","); option; option = strtok(NULL, ",")) {
          found |= !strcmp(option, controller);
        }
      }
    }
  }
  fclose(mounts);
  return found;
}

static int has_id(const char *path) {
  size_t end = strcspn(path, "\n"), digits = 0;
  for (size_t i = 0; i < end && digits < 64; i++) {
    digits = isxdigit((unsigned char)path[i]) ? digits + 1 : 0;
  }
  return digits == 64;
}

static int tells_nothing(const char *text) {
  static const char *const beginnings[] = {"-1\n", "max", "922337203685477", "0\n", "nr_periods 0\n", "Total 0\n"};
  for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
    if (!strncmp(text, beginnings[i], strlen(beginnings[i]))) {
      return 1;
    }
  }
  return 0;
}

// Whether another hierarchy tells the same: that of version 2 where it is mounted and has the container.
static int is_elsewhere(const char *lines, const char *instead) {
  char folder[PATH_MAX];
  const char *path = instead ? cgroup_path(lines, instead) : NULL;
  return path && (*instead || (has_id(path) && cgroup_mount(instead, folder)));
}

static void open_container(const char *lines, const char *key, size_t length) {
  for (size_t i = 0; i < container_count; i++) {
    if (strlen(containers[i].path) == length && !strncmp(containers[i].path, key, length)) {
      return;
    }
  }
  containers = realloc(containers, (container_count + 1) * sizeof *containers);
  container *c = &containers[container_count++];
  *c = (container){.path = strndup(key, length)};
  for (size_t i = 0; i < CGROUP_FILES; i++) {
    char folder[PATH_MAX], file[2 * PATH_MAX], text[64] = "";
    const char *path = cgroup_path(lines, cgroup_files[i].controller);
    c->descriptors[i] = -1;
    if (!path || !cgroup_mount(cgroup_files[i].controller, folder)
        || is_elsewhere(lines, cgroup_files[i].instead)) {
      continue;
    }
    snprintf(file, sizeof file, "%s%.*s/%s", folder, (int)strcspn(path, "\n"), path, cgroup_files[i].name);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && pread(fd, text, sizeof text - 1, 0) >= 0) {
      int nothing = tells_nothing(text);
      c->rests[i] = nothing && cgroup_files[i].without == REST;
      c->descriptors[i] = nothing && cgroup_files[i].without == SKIP ? -1 : fd;
    }
  }
}

static void open_cgroups(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  for (size_t i = 0; i < process_count; i++) {
    char lines[16 * 1024];
    int fd = open(processes[i].cgroup, O_RDONLY | O_CLOEXEC);
    long count = fd < 0 ? 0 : read(fd, lines, sizeof lines - 1);
    lines[count > 0 ? count : 0] = 0;
    close(fd);
    const char *path = cgroup_path(lines, "memory");
    path = path ? path : cgroup_path(lines, "");
    if (path && has_id(path)) {
      open_container(lines, path, strcspn(path, "\n"));
    }
  }
}

static void read_cgroups(int cycle) {
  for (size_t j = 0; j < container_count; j++) {
    container *c = &containers[j];
    int same = 0;
    for (size_t i = 0; i < CGROUP_FILES; i++) {
      enum step step = cgroup_files[i].step;
      int follows = cgroup_files[i].without == FOLLOW;
      if (steps & BIT(step) && c->descriptors[i] >= 0 && (!c->rests[i] || (j + cycle) % RESTS == 0) && !(follows && same)) {
        sink += pread(c->descriptors[i], buffer, BUFFER, 0);
        if (i + 1 < CGROUP_FILES && cgroup_files[i + 1].without == FOLLOW) {
          unsigned long long now = strtoull(buffer, NULL, 10);
          same = now == c->told;
          c->told = now;
        }
        stamp(step);
      }
    }
  }
}

// ---- a cycle

static void discovery(int cycle) {
  list("/proc", NULL);
  for (size_t i = 0; i < process_count; i++) {
    process *p = &processes[i];
    int due = i % ROTA == (size_t)cycle % ROTA;
    if (due) {
      read_file(p->cgroup, 0);
    }
    if (due || p->reader) {
      sink += inode(AT_FDCWD, p->net_dev, 0);
    }
  }
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    folder_now = folders[i];
    list(folders[i], stat_mount);
  }
}

static void stat_of_all(void) {
  list("/proc", NULL);
  for (size_t i = 0; i < process_count; i++) {
    sink += inode(AT_FDCWD, processes[i].net_dev, 0);
  }
}

// `path` begins with net/.
static void read_step(const namespace *n, enum step step, const char *path) {
  if (!(steps & BIT(step)) || (step == NET_DEV && steps & BIT(GETLINK) && !n->host)) {
    return;
  }
  if (entering) {
    read_here(path + strlen("net/"), step != NET_DEV && step != CONNTRACK);
  } else {
    char whole[64];
    snprintf(whole, sizeof whole, "/proc/%d/%s", n->reader->pid, path);
    read_file(whole, 1);
  }
  stamp(step);
}

static void read_host(void) {
  static const char *const paths[] = {"/proc/1/net/udp", "/proc/1/net/udp6", "/proc/1/net/arp",
    "/proc/1/net/softnet_stat", "/proc/sys/net/netfilter/nf_conntrack_max"};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    read_file(paths[i], 0);
  }
  for (size_t i = 0; i < host_link_count; i++) {
    char path[64];
    snprintf(path, sizeof path, "/sys/class/net/%s/speed", host_links[i]);
    read_file(path, 0);
  }
  stamp(HOST);
}

// A namespace that has ended since is left out.
static void visit(namespace *n) {
  if (entering) {
    if (enter(n)) {
      return;
    }
    if (!n->mount && !n->host) {
      sink += inode(thread_net, "dev", 0); // the process may be in another one by now
    }
    stamp(ENTER);
  }
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    read_step(n, files[i].step, files[i].path);
  }
  if (steps & LINKS) {
    ask_links(n);
  }
  if (steps & BIT(TCP_DIAG)) {
    ask_tcp(n);
  }
  if (steps & BIT(HOST) && n->host) {
    read_host();
  }
}

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static double micros(const uint64_t *nanos, double index) {
  return nanos[(size_t)index] / 1e3;
}

static int all_processes;

static int parse_part(const char *part) {
  static const struct { const char *name; uint64_t bits; } groups[] = {
    {"files", FILES}, {"links", LINKS}, {"conntrack", BIT(CONNTRACK)}, {"cgroups", CGROUPS},
    {"tcp", BIT(TCP_DIAG)}, {"tcp-listen", BIT(TCP_DIAG)}, {"tcp-all", BIT(TCP_DIAG)},
  };
  if (!strcmp(part, "stat-of-all")) {
    return all_processes = 1;
  }
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    if (!strcmp(part, groups[i].name)) {
      tcp_mode = !strcmp(part, "tcp-listen") ? LISTEN_ONLY : !strcmp(part, "tcp-all") ? EVERYTHING : tcp_mode;
      steps |= groups[i].bits;
      return 1;
    }
  }
  for (int step = 0; step < STEPS; step++) {
    if (step != ENTER && step != HOME && !strcmp(part, step_names[step])) {
      steps |= BIT(step);
      return 1;
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  int cycles = 60, by_part = 0, through_processes = 0, option;
  double interval = 0, offset = 0;
  while ((option = getopt(argc, argv, "ptn:i:o:")) != -1) {
    switch (option) {
      case 'p': through_processes = 1; break;
      case 't': by_part = 1; break;
      case 'n': cycles = atoi(optarg); break;
      case 'i': interval = atof(optarg); break;
      case 'o': offset = atof(optarg); break;
      default:
        fprintf(stderr, "usage: floor [-pt] [-n CYCLES] [-i SECONDS] [-o SECONDS] [PART]...\n");
        return 2;
    }
  }
  char parts[512] = "";
  for (int i = optind; i < argc; i++) {
    snprintf(parts + strlen(parts), sizeof parts - strlen(parts), "%s%s", i > optind ? "," : "", argv[i]);
  }
  if (!parts[0]) {
    strcpy(parts, "discovery,net_dev");
  }
  char *copy = strdup(parts);
  for (char *part = strtok(copy, ","); part; part = strtok(NULL, ",")) {
    if (!parse_part(part)) {
      fprintf(stderr, "floor: no part is called %s\n", part);
      return 2;
    }
  }
  entering = !through_processes && !all_processes;
  if (!entering && steps & NETLINK) {
    fprintf(stderr, "floor: netlink needs entering\n");
    return 2;
  }
  cycles = cycles < 1 ? 1 : cycles;
  discover();
  if (steps & CGROUPS) {
    open_cgroups();
  }
  calibrate();

  uint64_t *whole = calloc(cycles, sizeof *whole);
  uint64_t *apart[STEPS];
  for (int step = 0; step < STEPS; step++) {
    apart[step] = calloc(cycles, sizeof **apart);
  }
  uint64_t *turns = calloc(cycles, sizeof *turns);
  int wholes = 0, aparts = 0;
  for (int cycle = 0; cycle < cycles; cycle++) {
    timed = by_part && cycle % TIMED_EVERY == TIMED_EVERY - 1;
    memset(step_nanos, 0, sizeof step_nanos);
    if (interval > 0) {
      wait_for_turn(interval, offset);
    }
    uint64_t start = last_stamp = thread_nanos();
    if (all_processes) {
      stat_of_all();
    }
    if (steps & BIT(DISCOVERY)) {
      discovery(cycle);
    }
    stamp(DISCOVERY);
    if (steps & CGROUPS) {
      read_cgroups(cycle);
    }
    if (steps & ~(BIT(DISCOVERY) | CGROUPS)) {
      for (size_t i = 0; i < namespace_count; i++) {
        visit(&namespaces[i]);
      }
    }
    if (entering) {
      setns(home, CLONE_NEWNET);
      stamp(HOME);
    }
    if (timed) {
      for (int step = 0; step < STEPS; step++) {
        apart[step][aparts] = step_nanos[step];
      }
      aparts++;
    } else {
      turns[wholes] = interval > 0 ? (uint64_t)(time(NULL) / interval) : (uint64_t)cycle;
      whole[wholes++] = thread_nanos() - start;
    }
  }
  for (int i = 0; by_part && i < wholes; i++) {
    printf("floor-cycle turn=%llu cpu_us=%.1f\n", (unsigned long long)turns[i], micros(whole, i));
  }
  qsort(whole, wholes, sizeof *whole, by_value);
  printf("floor parts=%s namespaces=%zu containers=%zu processes=%zu cycles=%d interval_s=%g cpu_us min=%.1f median=%.1f"
         " max=%.1f\n", parts, namespace_count, container_count, process_count, wholes, interval, micros(whole, 0),
         micros(whole, wholes / 2), micros(whole, wholes - 1));
  for (int step = 0; aparts && step < STEPS; step++) {
    qsort(apart[step], aparts, sizeof **apart, by_value);
    if (apart[step][aparts - 1]) {
      printf("floor-part name=%s cycles=%d cpu_us min=%.1f median=%.1f\n", step_names[step], aparts,
             micros(apart[step], 0), micros(apart[step], aparts / 2));
    }
  }
  return 0;
}
