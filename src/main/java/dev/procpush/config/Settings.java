// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import java.nio.file.Path;
import java.util.List;

/// The list of all settings, from which options, environment variables, configuration file keys,
/// help texts and documentation come.
public final class Settings {

  static final int SERIES_LIMIT = 10_000_000;

  static final Setting<Path> CONFIG =
      new Setting<>(
          "config",
          "FILE",
          Values::path,
          "",
          "A YAML file with any of the settings below. Their names are its keys, dotted or"
              + " nested.");

  static final Setting<Path> ROOTFS =
      new Setting<>(
          "path.rootfs",
          "DIR",
          Values::directory,
          "/host if a procfs is mounted in it, else /",
          "Where the host's root file system is mounted.");

  static final Setting<Path> PROCFS =
      new Setting<>(
          "path.procfs",
          "DIR",
          Values::directory,
          "<rootfs>/proc",
          "The host's procfs. One that is named here is believed to be the host's.");

  static final Setting<Path> SYSFS =
      new Setting<>("path.sysfs", "DIR", Values::directory, "<rootfs>/sys", "The host's sysfs.");

  static final Setting<Path> CGROUP =
      new Setting<>(
          "path.cgroup",
          "DIR",
          Values::directory,
          "<sysfs>/fs/cgroup",
          "The host's cgroup file systems.");

  static final Setting<Path> DOCKER_ROOT =
      new Setting<>(
          "docker.root",
          "DIR",
          Values::absolutePath,
          "as dockerd is configured, else /var/lib/docker",
          "Docker's data folder as the host sees it. Containers' names are read from it.");

  static final Setting<List<Path>> RUNTIME_SOCKETS =
      new Setting<>(
          "containers.runtime-socket",
          "PATH:PATH",
          Values::absolutePaths,
          "",
          "Sockets of Docker or Podman, as the host sees them: containers' names, images and labels"
              + " are asked for there as well. Never needed. Whoever may connect is as good as"
              + " root.",
          true);

  static final Setting<Pattern> NAMESPACES_INCLUDE =
      new Setting<>(
          "namespaces.include",
          "REGEX",
          Values::regex,
          "",
          "Only these network namespaces: by name, or by inode number where they have none. The"
              + " host's and containers' are not meant.");

  static final Setting<Pattern> NAMESPACES_EXCLUDE =
      new Setting<>(
          "namespaces.exclude", "REGEX", Values::regex, "", "Leave these network namespaces out.");

  static final Setting<List<Path>> NAMESPACES_FOLDERS =
      new Setting<>(
          "namespaces.folders",
          "DIR:DIR",
          Values::absolutePaths,
          "/run/netns:/run/docker/netns",
          "Where network namespaces are bound to names, as the host sees these folders. In the file"
              + " a list may stand instead. Namespaces without processes are found nowhere else.",
          true);

  static final Setting<Pattern> CONTAINERS_INCLUDE =
      new Setting<>(
          "containers.include",
          "REGEX",
          Values::regex,
          "",
          "Only these containers: by name, or by id where the name is not known. In Kubernetes"
              + " namespace/pod/container, and namespace/pod for a pod's network.");

  static final Setting<Pattern> CONTAINERS_EXCLUDE =
      new Setting<>(
          "containers.exclude", "REGEX", Values::regex, "", "Leave these containers out.");

  static final Setting<Pattern> CONTAINERS_LABELS =
      new Setting<>(
          "containers.labels",
          "REGEX",
          Values::regex,
          "",
          "Labels of containers and pods to send with container.info, by their key. None unless"
              + " asked for: people put secrets into labels.");

  static final Setting<Pattern> CONTAINERS_MEMORY_INCLUDE =
      new Setting<>(
          "containers.memory.include",
          "REGEX",
          Values::regex,
          "^(active_file|inactive_file|file_mapped|shmem)$",
          "The keys of memory.stat that become container.memory.linux.<key>, by the names of cgroup"
              + " version 2. An empty expression takes all that are bytes.");

  static final Setting<Pattern> INTERFACES_INCLUDE =
      new Setting<>(
          "interfaces.include",
          "REGEX",
          Values::regex,
          "",
          "Only these network interfaces of containers and namespaces.");

  static final Setting<Pattern> INTERFACES_EXCLUDE =
      new Setting<>(
          "interfaces.exclude",
          "REGEX",
          Values::regex,
          "^lo$",
          "Leave these network interfaces of containers and namespaces out.");

  static final Setting<Pattern> HOST_INTERFACES_INCLUDE =
      new Setting<>(
          "interfaces.host.include",
          "REGEX",
          Values::regex,
          "",
          "Only these network interfaces of the host.");

  static final Setting<Pattern> HOST_INTERFACES_EXCLUDE =
      new Setting<>(
          "interfaces.host.exclude",
          "REGEX",
          Values::regex,
          "^(veth.*|cali.*|lxc[0-9a-f]{12,}|[0-9a-f]{15}|(eni|gke)[0-9a-f]{11}"
              + "|azv[0-9a-f]{7,11}|[a-z0-9.-]{1,8}-[0-9a-f]{6})$",
          "Leave these network interfaces of the host out. While this and interfaces.host.include"
              + " are as by default, the far ends of containers' interfaces are left out: as the"
              + " kernel reports them, and by name where it does not.");

  static final Setting<Pattern> PROTOCOLS_INCLUDE =
      new Setting<>(
          "protocols.include",
          "REGEX",
          Values::regex,
          "^(Ip_Forwarding|Ip(Ext|6)_(InOctets|OutOctets)|Icmp6?_(InErrors|InMsgs|OutMsgs)"
              + "|Tcp_(ActiveOpens|CurrEstab|InErrs|InSegs|OutRsts|OutSegs|PassiveOpens|RetransSegs)"
              + "|TcpExt_(Listen(Drops|Overflows)|Syncookies(Failed|Recv|Sent)"
              + "|TCP(OFOQueue|RcvQDrop|SynRetrans|Timeouts))"
              + "|Udp6?_(InDatagrams|InErrors|NoPorts|OutDatagrams|RcvbufErrors|SndbufErrors)"
              + "|UdpLite6?_InErrors)$",
          "Only these fields of net/snmp, net/snmp6 and net/netstat, by the kernel's names, as in"
              + " Tcp_RetransSegs. An empty expression takes all of them: hundreds for every"
              + " namespace.");

  static final Setting<Pattern> PROTOCOLS_EXCLUDE =
      new Setting<>(
          "protocols.exclude",
          "REGEX",
          Values::regex,
          "",
          "Leave these fields of net/snmp, net/snmp6 and net/netstat out.");

  static final Setting<Pattern> DISKS_INCLUDE =
      new Setting<>(
          "disks.include",
          "REGEX",
          Values::regex,
          "",
          "Only these block devices, by the kernel's names, as in sda or dm-0.");

  static final Setting<Pattern> DISKS_EXCLUDE =
      new Setting<>(
          "disks.exclude",
          "REGEX",
          Values::regex,
          "^(z?ram|loop|fd)[0-9]+$",
          "Leave these block devices out. The default are loop devices, RAM disks and floppies;"
              + " with it partitions are left out as well, by what the kernel says, whatever their"
              + " names.");

  static final Setting<Pattern> FILE_SYSTEMS_INCLUDE =
      new Setting<>(
          "filesystems.include",
          "REGEX",
          Values::regex,
          "",
          "Only file systems of these types, as in ext4 or fuse.sshfs, of host and containers.");

  static final Setting<Pattern> FILE_SYSTEMS_EXCLUDE =
      new Setting<>(
          "filesystems.exclude",
          "REGEX",
          Values::regex,
          "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|efivarfs|erofs"
              + "|fuse\\.(gvfsd-fuse|lxcfs|portal|snapfuse)|fusectl|hugetlbfs|iso9660|mqueue|nsfs"
              + "|overlay|proc|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs)$",
          "Leave file systems of these types out, the host's root excepted. The default are those"
              + " that the kernel makes up, images that are never written, and the overlays of"
              + " containers, which tell of the disk below them.");

  static final Setting<Pattern> MOUNTS_INCLUDE =
      new Setting<>(
          "filesystems.mounts.include",
          "REGEX",
          Values::regex,
          "",
          "Only file systems on these mount points, as the host, or a container, sees them.");

  static final Setting<Pattern> MOUNTS_EXCLUDE =
      new Setting<>(
          "filesystems.mounts.exclude",
          "REGEX",
          Values::regex,
          "^/(dev|proc|sys|snap|run/(containerd|containers|credentials|docker|user)"
              + "|var/lib/(containerd|containers/storage|docker)/.+"
              + "|var/lib/kubelet/pods/.+/kubernetes\\.io~(configmap|downward-api|empty-dir"
              + "|projected|secret)/.+)($|/)",
          "Leave file systems on these mount points out. The default are those of the kernel,"
              + " container runtimes and sessions.");

  static final Setting<TcpStates> TCP_STATES =
      new Setting<>(
          "tcp.states",
          "auto|always|off",
          Values.oneOf(TcpStates.class),
          "auto",
          "When TCP connections are counted by state. auto: where a namespace can be entered, and"
              + " from net/tcp, which is slow, while there are at most 50 namespaces. always: from"
              + " net/tcp beyond 50 as well.");

  static final Setting<Processes> PROCESSES_COLLECT =
      new Setting<>(
          "processes.collect",
          "off|containers|all",
          Values.oneOf(Processes.class),
          "off",
          "Which processes have metrics of their own: those of containers, or all of the host. Each"
              + " has about 14 series.");

  static final Setting<Pattern> PROCESSES_INCLUDE =
      new Setting<>(
          "processes.include",
          "REGEX",
          Values::regex,
          "",
          "Only these processes, by the name that the kernel has (comm): at most 15 bytes, as in"
              + " ps -o comm.");

  static final Setting<Pattern> PROCESSES_EXCLUDE =
      new Setting<>("processes.exclude", "REGEX", Values::regex, "", "Leave these processes out.");

  static final Setting<Integer> PROCESSES_TOP =
      new Setting<>(
          "processes.top",
          "COUNT",
          Values.wholeNumber(1, 100_000),
          "10",
          "Of each container, and of what is in none, only so many processes: those that have used"
              + " the most CPU time lately.");

  static final Setting<Pattern> METRICS_INCLUDE =
      new Setting<>(
          "metrics.include",
          "REGEX",
          Values::regex,
          "",
          "Switch these metrics on that are off unless asked for, by the names of"
              + " docs/metrics.md.");

  static final Setting<Pattern> METRICS_EXCLUDE =
      new Setting<>(
          "metrics.exclude",
          "REGEX",
          Values::regex,
          "",
          "Leave these metrics out, by the names of docs/metrics.md.");

  static final Setting<Integer> SERIES_MAX =
      new Setting<>(
          "series.max",
          "COUNT",
          Values.wholeNumber(1, SERIES_LIMIT),
          "what fits into half of the heap at 384 bytes a series, at least 5000",
          "The most series to send. Beyond it whole namespaces are left out: unnamed ones first,"
              + " then named ones, then containers, never the host.");

  static final Setting<Identity> IDENTITY =
      new Setting<>(
          "identity",
          "compact|full",
          Values.oneOf(Identity.class),
          "compact",
          "How much of a container's identity every point carries. full is for backends that join"
              + " by the whole container id.");

  static final Setting<Integer> REQUEST_MAX_BYTES =
      new Setting<>(
          "export.request-max-bytes",
          "BYTES",
          Values.wholeNumber(4_096, 64 << 20),
          "3932160",
          "The most bytes of one export request. A Collector takes 4 MiB over gRPC unless set"
              + " otherwise.");

  static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "log.level",
          "error|warn|info|debug|trace",
          Values.oneOf(LogLevel.class),
          "info",
          "What is logged.");

  private static final List<Setting<?>> ALL =
      List.of(
          CONFIG,
          ROOTFS,
          PROCFS,
          SYSFS,
          CGROUP,
          DOCKER_ROOT,
          RUNTIME_SOCKETS,
          NAMESPACES_INCLUDE,
          NAMESPACES_EXCLUDE,
          NAMESPACES_FOLDERS,
          CONTAINERS_INCLUDE,
          CONTAINERS_EXCLUDE,
          CONTAINERS_LABELS,
          CONTAINERS_MEMORY_INCLUDE,
          INTERFACES_INCLUDE,
          INTERFACES_EXCLUDE,
          HOST_INTERFACES_INCLUDE,
          HOST_INTERFACES_EXCLUDE,
          PROTOCOLS_INCLUDE,
          PROTOCOLS_EXCLUDE,
          DISKS_INCLUDE,
          DISKS_EXCLUDE,
          FILE_SYSTEMS_INCLUDE,
          FILE_SYSTEMS_EXCLUDE,
          MOUNTS_INCLUDE,
          MOUNTS_EXCLUDE,
          TCP_STATES,
          PROCESSES_COLLECT,
          PROCESSES_INCLUDE,
          PROCESSES_EXCLUDE,
          PROCESSES_TOP,
          METRICS_INCLUDE,
          METRICS_EXCLUDE,
          SERIES_MAX,
          IDENTITY,
          REQUEST_MAX_BYTES,
          LOG_LEVEL);

  private Settings() {}

  /// All settings, in the order in which people read about them.
  public static List<Setting<?>> all() {
    return ALL;
  }
}
