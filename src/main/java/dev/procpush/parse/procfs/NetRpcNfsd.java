// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// `/proc/<pid>/net/rpc/nfsd`: what the NFS server has answered (`fs/nfsd/stats.c`, `nfsd_show`).
///
/// ```text
/// rc 0 6 18622
/// fh 0 0 0 0 0
/// io 157286400 72864
/// th 8 0 0.000 …
/// ra 32 0 0 …
/// net 18628 0 18628 6
/// rpc 18628 0 0 0 0
/// proc3 22 2 112 0 2719 …
/// proc4 2 2 69
/// proc4ops 76 0 0 0 1098 …
/// ```
///
/// @param replyCache hits, misses, requests that are not kept
/// @param fileHandles stale ones, and what newer kernels count no more
/// @param io bytes read, bytes written
/// @param threads how many there are; [KernelNumber#NONE] where the line is missing
/// @param net all records, those over UDP, those over TCP, connections accepted
/// @param rpc calls, bad ones, and of these by format, by authentication, by client
/// @param procedures how often each was called, by the version of the protocol
/// @param operations how often each of version 4 was called; none where the kernel has none
public record NetRpcNfsd(
    RpcCounts replyCache,
    RpcCounts fileHandles,
    RpcCounts io,
    long threads,
    RpcCounts net,
    RpcCounts rpc,
    Map<Integer, RpcCounts> procedures,
    RpcCounts operations) {

  private static final String THREADS = "th";
  private static final String OPERATIONS = "proc4ops";

  public NetRpcNfsd {
    procedures = Collections.unmodifiableMap(new TreeMap<>(procedures));
  }

  /// Parses the whole file. A line that is missing, or cannot be read, has no numbers.
  ///
  /// @throws MalformedKernelDataException when no line is of use, or the last one is cut
  public static NetRpcNfsd parse(ByteCursor cursor) throws MalformedKernelDataException {
    Map<String, RpcCounts> lines = new TreeMap<>();
    Map<Integer, RpcCounts> procedures = new TreeMap<>();
    while (cursor.nextLine()) {
      try {
        String key = cursor.hasField() ? cursor.word("key") : "";
        Integer version = NetRpcNfs.version(key);
        if (version != null) {
          procedures.put(version, RpcCounts.counted(cursor, KernelNumber.COUNTER, key));
        } else if (key.equals(OPERATIONS)) {
          lines.put(key, RpcCounts.counted(cursor, KernelNumber.COUNTER, key));
        } else if (key.equals(THREADS)) {
          lines.put(key, RpcCounts.first(cursor, KernelNumber.COUNT, key));
        } else if (columns(key) > 0) {
          lines.put(key, RpcCounts.of(cursor, kind(key), columns(key), key));
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (lines.isEmpty() && procedures.isEmpty()) {
      throw cursor.malformed("no known line");
    }
    return new NetRpcNfsd(
        lines.getOrDefault("rc", RpcCounts.NONE),
        lines.getOrDefault("fh", RpcCounts.NONE),
        lines.getOrDefault("io", RpcCounts.NONE),
        lines.getOrDefault(THREADS, RpcCounts.NONE).get(0),
        lines.getOrDefault("net", RpcCounts.NONE),
        lines.getOrDefault("rpc", RpcCounts.NONE),
        procedures,
        lines.getOrDefault(OPERATIONS, RpcCounts.NONE));
  }

  private static KernelNumber kind(String key) {
    return key.equals("net") || key.equals("rpc") ? KernelNumber.COUNTER32 : KernelNumber.COUNTER;
  }

  /// How many numbers a line needs; 0 for one that is passed over.
  private static int columns(String key) {
    return switch (key) {
      case "rc" -> 3;
      case "fh" -> 1;
      case "io" -> 2;
      case "net" -> 4;
      case "rpc" -> 5;
      default -> 0;
    };
  }
}
