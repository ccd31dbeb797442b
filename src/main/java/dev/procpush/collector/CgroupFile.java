// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.CgroupController;

/// A file in the folders of all containers' cgroups.
public enum CgroupFile {
  CPU_MAX(CgroupController.UNIFIED, "cpu.max"),
  CPU_PRESSURE(CgroupController.UNIFIED, "cpu.pressure"),
  CPU_STAT(CgroupController.UNIFIED, "cpu.stat"),
  CPU_WEIGHT(CgroupController.UNIFIED, "cpu.weight"),
  IO_PRESSURE(CgroupController.UNIFIED, "io.pressure"),
  IO_STAT(CgroupController.UNIFIED, "io.stat"),
  IRQ_PRESSURE(CgroupController.UNIFIED, "irq.pressure"),
  MEMORY_CURRENT(CgroupController.UNIFIED, "memory.current"),
  MEMORY_EVENTS(CgroupController.UNIFIED, "memory.events"),
  MEMORY_LOW(CgroupController.UNIFIED, "memory.low"),
  MEMORY_MAX(CgroupController.UNIFIED, "memory.max"),
  MEMORY_PEAK(CgroupController.UNIFIED, "memory.peak"),
  MEMORY_PRESSURE(CgroupController.UNIFIED, "memory.pressure"),
  MEMORY_STAT(CgroupController.UNIFIED, "memory.stat"),
  MEMORY_SWAP_CURRENT(CgroupController.UNIFIED, "memory.swap.current"),
  MEMORY_SWAP_MAX(CgroupController.UNIFIED, "memory.swap.max"),
  PIDS_CURRENT(CgroupController.UNIFIED, "pids.current"),
  PIDS_EVENTS(CgroupController.UNIFIED, "pids.events"),
  PIDS_MAX(CgroupController.UNIFIED, "pids.max"),

  V1_BFQ_BYTES(CgroupController.BLKIO, "blkio.bfq.io_service_bytes_recursive"),
  V1_BFQ_OPERATIONS(CgroupController.BLKIO, "blkio.bfq.io_serviced_recursive"),
  V1_BLKIO_BYTES(CgroupController.BLKIO, "blkio.throttle.io_service_bytes_recursive"),
  V1_BLKIO_OPERATIONS(CgroupController.BLKIO, "blkio.throttle.io_serviced_recursive"),
  V1_CFQ_BYTES(CgroupController.BLKIO, "blkio.io_service_bytes_recursive"),
  V1_CFQ_OPERATIONS(CgroupController.BLKIO, "blkio.io_serviced_recursive"),
  V1_CPU_CFS_PERIOD(CgroupController.CPU, "cpu.cfs_period_us"),
  V1_CPU_CFS_QUOTA(CgroupController.CPU, "cpu.cfs_quota_us"),
  V1_CPU_SHARES(CgroupController.CPU, "cpu.shares"),
  V1_CPU_STAT(CgroupController.CPU, "cpu.stat"),
  V1_CPUACCT_STAT(CgroupController.CPUACCT, "cpuacct.stat"),
  V1_CPUACCT_USAGE(CgroupController.CPUACCT, "cpuacct.usage"),
  V1_MEMORY_FAILCNT(CgroupController.MEMORY, "memory.failcnt"),
  V1_MEMORY_KMEM_USAGE(CgroupController.MEMORY, "memory.kmem.usage_in_bytes"),
  V1_MEMORY_LIMIT(CgroupController.MEMORY, "memory.limit_in_bytes"),
  V1_MEMORY_MAX_USAGE(CgroupController.MEMORY, "memory.max_usage_in_bytes"),
  V1_MEMORY_MEMSW_LIMIT(CgroupController.MEMORY, "memory.memsw.limit_in_bytes"),
  V1_MEMORY_MEMSW_USAGE(CgroupController.MEMORY, "memory.memsw.usage_in_bytes"),
  V1_MEMORY_OOM_CONTROL(CgroupController.MEMORY, "memory.oom_control"),
  V1_MEMORY_SOFT_LIMIT(CgroupController.MEMORY, "memory.soft_limit_in_bytes"),
  V1_MEMORY_STAT(CgroupController.MEMORY, "memory.stat"),
  V1_MEMORY_USAGE(CgroupController.MEMORY, "memory.usage_in_bytes"),
  V1_PIDS_CURRENT(CgroupController.PIDS, "pids.current"),
  V1_PIDS_EVENTS(CgroupController.PIDS, "pids.events"),
  V1_PIDS_MAX(CgroupController.PIDS, "pids.max");

  private static final CgroupFile[] ALL = values();

  private final CgroupController controller;
  private final String path;

  CgroupFile(CgroupController controller, String path) {
    this.controller = controller;
    this.path = path;
  }

  static int count() {
    return ALL.length;
  }

  static CgroupFile of(int number) {
    return ALL[number];
  }

  /// Where an array that has something for each file has this one's.
  @SuppressWarnings("EnumOrdinal") // a map for each container takes more memory and time
  int number() {
    return ordinal();
  }

  /// In whose hierarchy it is.
  public CgroupController controller() {
    return controller;
  }

  /// What it is called there.
  public String path() {
    return path;
  }
}
