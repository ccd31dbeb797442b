// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static java.util.Map.entry;

import java.util.Map;

/// What the fields of `/proc/meminfo` tell, as the kernel's `Documentation/filesystems/proc.rst`
/// says, but those that have metrics of other names.
final class MeminfoField {
  /// By the kernel's names.
  static final Map<String, String> DESCRIPTIONS =
      Map.ofEntries(
          entry("SwapCached", "Memory that was paged out, is back, and still stands in swap"),
          entry("Active", "Memory that was used lately"),
          entry("Inactive", "Memory that was not used lately, the first to be reclaimed"),
          entry("Active(anon)", "Memory in no file that was used lately"),
          entry("Inactive(anon)", "Memory in no file that was not used lately"),
          entry("Active(file)", "Page cache that was used lately"),
          entry("Inactive(file)", "Page cache that was not used lately"),
          entry("Unevictable", "Memory that cannot be reclaimed, such as locked memory"),
          entry("Mlocked", "Memory locked with mlock"),
          entry("HighTotal", "Memory that the kernel has no direct mapping of"),
          entry("HighFree", "Free memory that the kernel has no direct mapping of"),
          entry("LowTotal", "Memory that the kernel has a direct mapping of"),
          entry("LowFree", "Free memory that the kernel has a direct mapping of"),
          entry("Zswap", "Memory that the compressed swap cache takes"),
          entry("Zswapped", "Memory that stands compressed in the swap cache, as it was before"),
          entry("Dirty", "Memory that waits to be written to disk"),
          entry("Writeback", "Memory that is being written to disk"),
          entry("AnonPages", "Memory of processes that is in no file"),
          entry("Mapped", "Files that processes have mapped"),
          entry("KReclaimable", "The kernel's memory that it gives up under pressure"),
          entry("KernelStack", "The kernel's stacks of all threads"),
          entry("ShadowCallStack", "The kernel's stacks of return addresses"),
          entry("PageTables", "Page tables of processes"),
          entry("SecPageTables", "Page tables of virtual machines and of the IOMMU"),
          entry("NFS_Unstable", "Written to a server but not yet stable; 0 since Linux 5.8"),
          entry("Bounce", "Bounce buffers of block devices; 0 since Linux 6.16"),
          entry("WritebackTmp", "Memory that FUSE uses while it writes back"),
          entry("CommitLimit", "Memory that may be committed while vm.overcommit_memory is 2"),
          entry("Committed_AS", "Memory that processes were promised, used or not"),
          entry("VmallocTotal", "Address space for vmalloc"),
          entry("VmallocUsed", "Memory obtained with vmalloc"),
          entry("VmallocChunk", "Largest free piece of address space for vmalloc; often 0"),
          entry("Percpu", "Memory of the kernel that each CPU has its own of"),
          entry("EarlyMemtestBad", "Memory found bad by the test at boot"),
          entry("HardwareCorrupted", "Memory that is not used because the hardware failed"),
          entry("AnonHugePages", "Memory of processes in transparent huge pages"),
          entry("ShmemHugePages", "Shared memory and tmpfs in transparent huge pages"),
          entry("ShmemPmdMapped", "Shared memory in huge pages that processes have mapped so"),
          entry("FileHugePages", "Page cache in transparent huge pages"),
          entry("FilePmdMapped", "Page cache in huge pages that processes have mapped so"),
          entry("CmaTotal", "Memory for contiguous allocations"),
          entry("CmaFree", "Free memory for contiguous allocations"),
          entry("Unaccepted", "Memory of a confidential guest that it has not yet accepted"),
          entry("Balloon", "Memory given back to the hypervisor"),
          entry("GPUActive", "Memory that GPU drivers have given to user space"),
          entry("GPUReclaim", "Memory that GPU drivers keep for later"),
          entry("Quicklists", "Page tables kept for later"),
          entry("Hugetlb", "Memory in huge pages of all sizes that were reserved"),
          entry("DirectMap4k", "Memory that the kernel maps in pages of 4 kB"),
          entry("DirectMap64k", "Memory that the kernel maps in pages of 64 kB"),
          entry("DirectMap2M", "Memory that the kernel maps in pages of 2 MB"),
          entry("DirectMap4M", "Memory that the kernel maps in pages of 4 MB"),
          entry("DirectMap1G", "Memory that the kernel maps in pages of 1 GB"));

  private MeminfoField() {}
}
