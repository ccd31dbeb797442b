// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.ProcessListing;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFile;
import dev.procpush.linux.KeptFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `<pid>/stat` of every process: how many are in which state. The files stay open from one cycle
/// to the next, which is most of what reading them costs.
final class ProcessStateCollector implements HostCollector {
  private static final AttributeKey<String> STATE = stringKey("process.state");
  private static final List<Attributes> STATES =
      List.of(
          Attributes.of(STATE, "running"),
          Attributes.of(STATE, "sleeping"),
          Attributes.of(STATE, "uninterruptible"),
          Attributes.of(STATE, "stopped"),
          Attributes.of(STATE, "defunct"),
          Attributes.of(STATE, "idle"));
  private static final int GONE = -1;

  private final ProcessListing listing;
  private final KeptFiles kept;
  private final ScopedInstrument count;
  private final long[] counts = new long[STATES.size()];

  /// Those of this cycle and of the one before, in the kernel's order: by pid.
  private List<Seen> processes = new ArrayList<>();

  private List<Seen> before = new ArrayList<>();

  /// @param inode of its folder: another process with the same pid has another
  private record Seen(int pid, long inode, String name, KeptFile stat) {
    static Seen of(String procfs, int pid, long inode) {
      String name = pid + "/stat";
      return new Seen(pid, inode, name, new KeptFile(procfs, name));
    }
  }

  /// @param listing which processes there are
  /// @param kept reads the files
  ProcessStateCollector(Instruments instruments, ProcessListing listing, KeptFiles kept) {
    this.listing = listing;
    this.kept = kept;
    count =
        instruments
            .ofHost("process.count", "{process}", "Processes of the host by state")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "process_states";
  }

  @Override
  public boolean isOn() {
    return count.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    list(files);
    Arrays.fill(counts, 0);
    for (Seen process : processes) {
      int state = state(files, process);
      if (state != GONE) {
        counts[state]++;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      count.record(Scope.SYSTEM, counts[i], STATES.get(i));
    }
  }

  private void list(HostFiles files) throws ErrnoException {
    List<Seen> known = processes;
    List<Seen> listed = before;
    listed.clear();
    before = known;
    processes = listed;
    int[] at = {0};
    try {
      listing.forEach(
          (pid, inode) -> {
            while (at[0] < known.size() && known.get(at[0]).pid < pid) {
              kept.release(known.get(at[0]++).stat);
            }
            boolean same =
                at[0] < known.size()
                    && known.get(at[0]).pid == pid
                    && known.get(at[0]).inode == inode;
            listed.add(same ? known.get(at[0]++) : Seen.of(files.procfs(), pid, inode));
          });
    } finally {
      while (at[0] < known.size()) {
        kept.release(known.get(at[0]++).stat);
      }
    }
  }

  /// @return an index into [#STATES], or [#GONE]
  private int state(HostFiles files, Seen process) throws ErrnoException {
    try {
      FileContent file = kept.read(process.stat);
      Character letter = files.losses().find(PidState::parse, files.procfs(), process.name, file);
      return letter == null ? GONE : index(letter);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ESRCH || e.errno() == ErrnoException.ENOENT) {
        kept.release(process.stat);
        return GONE;
      }
      throw e;
    }
  }

  /// The kernel's letters, those of older ones included: W is waking, K may be killed while it
  /// waits, P is a parked thread of the kernel. X is dead, and gone in a moment.
  private static int index(char letter) {
    return switch (letter) {
      case 'R', 'W' -> 0;
      case 'S' -> 1;
      case 'D', 'K' -> 2;
      case 'T', 't' -> 3;
      case 'Z' -> 4;
      case 'I', 'P' -> 5;
      default -> GONE;
    };
  }
}
