// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.procfs.NfConntrackStat;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/stat/nf_conntrack`: the connections that a namespace tracks. A kernel may be built without
/// the file; then sysctl has their number at least, but only inside the namespace.
final class ConntrackCollector implements NamespaceCollector {
  private final ScopedInstrument count;
  private final ScopedInstrument found;
  private final ScopedInstrument invalid;
  private final ScopedInstrument ignore;
  private final ScopedInstrument insert;
  private final ScopedInstrument insertFailed;
  private final ScopedInstrument drop;
  private final ScopedInstrument earlyDrop;
  private final ScopedInstrument searchRestart;
  private final List<ScopedInstrument> all;

  ConntrackCollector(Instruments instruments) {
    count =
        instruments
            .metric(
                "network.conntrack.count",
                "{entry}",
                "Connections that the network namespace tracks now")
            .upDownCounter();
    found = events(instruments, "found", "Lookups in the conntrack table that found an entry");
    invalid =
        events(
            instruments,
            "invalid",
            "Packets that conntrack could not assign to a valid connection");
    ignore =
        events(
            instruments,
            "ignore",
            "Packets that conntrack did not track; Linux 5.10 and newer count none");
    insert =
        events(
            instruments,
            "insert",
            "Entries inserted into the conntrack table; newer kernels count only those of"
                + " programs");
    insertFailed =
        events(
            instruments,
            "insert_failed",
            "Entries not inserted into the conntrack table because the connection had one");
    drop =
        events(
            instruments,
            "drop",
            "Packets dropped because no conntrack entry could be made for them");
    earlyDrop =
        events(
            instruments, "early_drop", "Conntrack entries removed early to make room for new ones");
    searchRestart =
        events(
            instruments,
            "search_restart",
            "Lookups in the conntrack table that were restarted because the table had changed");
    all =
        List.of(
            count, found, invalid, ignore, insert, insertFailed, drop, earlyDrop, searchRestart);
  }

  private static ScopedInstrument events(
      Instruments instruments, String column, String description) {
    return instruments.metric("network.conntrack." + column, "{event}", description).counter();
  }

  @Override
  public String name() {
    return "nf_conntrack";
  }

  @Override
  public boolean observes(Scope scope) {
    return points(scope) > 0;
  }

  @Override
  public int expected(Scope scope) {
    return points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    NfConntrackStat stat;
    try {
      stat = files.read("net/stat/nf_conntrack", NfConntrackStat::parse);
    } catch (ErrnoException e) {
      if (e.errno() != ErrnoException.ENOENT || !files.isEntered()) {
        throw e;
      }
      observeCount(files, series);
      return;
    }
    if (series.reserve(points(series.scope()))) {
      record(stat, series.scope(), series.identity());
    }
  }

  private void observeCount(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!count.isOn(series.scope())) {
      return;
    }
    long value = files.readSysctl("net/netfilter/nf_conntrack_count", NumberFile.AMOUNT);
    if (series.reserve(1)) {
      count.record(series.scope(), value, series.identity());
    }
  }

  private void record(NfConntrackStat stat, Scope scope, Attributes attributes) {
    count.record(scope, stat.entries(), attributes);
    found.record(scope, stat.found(), attributes);
    invalid.record(scope, stat.invalid(), attributes);
    ignore.record(scope, stat.ignore(), attributes);
    insert.record(scope, stat.insert(), attributes);
    insertFailed.record(scope, stat.insertFailed(), attributes);
    drop.record(scope, stat.drop(), attributes);
    earlyDrop.record(scope, stat.earlyDrop(), attributes);
    searchRestart.record(scope, stat.searchRestart(), attributes);
  }

  /// How many points a namespace has on a kernel with all columns.
  private int points(Scope scope) {
    return ScopedInstrument.countOn(all, scope);
  }
}
