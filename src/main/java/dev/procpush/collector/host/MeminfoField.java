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
          entry("SwapCached", "Memory that was swapped out, is back, and is still in swap as well"),
          entry("Active", "Memory that was used recently"),
          entry("Inactive", "Memory that was not used recently and is reclaimed first"),
          entry("Active(anon)", "Anonymous memory that was used recently"),
          entry("Inactive(anon)", "Anonymous memory that was not used recently"),
          entry("Active(file)", "Page cache that was used recently"),
          entry("Inactive(file)", "Page cache that was not used recently"),
          entry("Unevictable", "Memory that cannot be reclaimed, such as locked memory"),
          entry("Mlocked", "Memory locked with mlock"),
          entry("HighTotal", "Memory that the kernel has no direct mapping of"),
          entry("HighFree", "Free memory that the kernel has no direct mapping of"),
          entry("LowTotal", "Memory that the kernel has a direct mapping of"),
          entry("LowFree", "Free memory that the kernel has a direct mapping of"),
          entry("Zswap", "Memory that the compressed swap cache (zswap) takes"),
          entry(
              "Zswapped",
              "Memory that is kept in the compressed swap cache (zswap), by its uncompressed size"),
          entry("Dirty", "Memory that waits to be written back to disk"),
          entry("Writeback", "Memory that is being written back to disk"),
          entry("AnonPages", "Anonymous memory of processes"),
          entry("Mapped", "Page cache that processes have mapped"),
          entry("KReclaimable", "Memory of the kernel that it can reclaim under pressure"),
          entry("KernelStack", "Memory of the kernel stacks of all threads"),
          entry("ShadowCallStack", "The kernel's stacks of return addresses"),
          entry("PageTables", "Memory of the page tables of processes"),
          entry("SecPageTables", "Memory of the page tables of virtual machines and of the IOMMU"),
          entry(
              "NFS_Unstable",
              "Memory of pages written to an NFS server but not yet stable there; 0 since Linux"
                  + " 5.8"),
          entry("Bounce", "Memory of bounce buffers for block devices; 0 since Linux 6.16"),
          entry("WritebackTmp", "Memory that FUSE uses for writing back"),
          entry("CommitLimit", "Memory that may be committed while vm.overcommit_memory is 2"),
          entry("Committed_AS", "Memory that is committed to processes, used or not"),
          entry("VmallocTotal", "Size of the address space for vmalloc"),
          entry("VmallocUsed", "Memory allocated with vmalloc"),
          entry("VmallocChunk", "Largest free block of the address space for vmalloc; often 0"),
          entry("Percpu", "Memory that the kernel has allocated for each CPU"),
          entry("EarlyMemtestBad", "Memory found bad by the test at boot"),
          entry("HardwareCorrupted", "Memory that is not used because the hardware failed"),
          entry("AnonHugePages", "Anonymous memory in transparent huge pages"),
          entry("ShmemHugePages", "Shared memory and tmpfs in transparent huge pages"),
          entry("ShmemPmdMapped", "Shared memory that processes have mapped in huge pages"),
          entry("FileHugePages", "Page cache in transparent huge pages"),
          entry("FilePmdMapped", "Page cache that processes have mapped in huge pages"),
          entry("CmaTotal", "Memory for contiguous allocations"),
          entry("CmaFree", "Free memory for contiguous allocations"),
          entry("Unaccepted", "Memory of a confidential guest that it has not yet accepted"),
          entry("Balloon", "Memory that the guest gave back to the hypervisor"),
          entry("GPUActive", "Memory that GPU drivers have given to user space"),
          entry("GPUReclaim", "Memory that GPU drivers keep for later"),
          entry("Quicklists", "Page tables kept for later"),
          entry("Hugetlb", "Memory that huge pages of all sizes take"),
          entry("DirectMap4k", "Memory that the kernel maps in pages of 4 kB"),
          entry("DirectMap64k", "Memory that the kernel maps in pages of 64 kB"),
          entry("DirectMap2M", "Memory that the kernel maps in pages of 2 MB"),
          entry("DirectMap4M", "Memory that the kernel maps in pages of 4 MB"),
          entry("DirectMap1G", "Memory that the kernel maps in pages of 1 GB"));

  private MeminfoField() {}
}
