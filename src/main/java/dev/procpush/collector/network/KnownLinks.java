// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.NamespaceSeries;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NetlinkRequest;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages;
import dev.procpush.parse.netlink.LinkMessages.Link;
import dev.procpush.parse.netlink.LinkStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The network devices of one namespace, remembered from visit to visit, so that what has not
/// changed is not made anew.
final class KnownLinks {
  /// To ask for one device costs as much as its share of a dump of this many.
  private static final int DEVICES_FOR_ONE = 2;

  private LinkMessages messages = LinkMessages.NONE;
  private Map<String, One> ones = new HashMap<>();
  private boolean fresh;

  static KnownLinks of(NamespaceSeries series) {
    return series.memory(KnownLinks.class, KnownLinks::new);
  }

  /// Asks the kernel: for all devices, or one by one where few of many are wanted.
  ///
  /// @param withStatistics whether their counters are wanted as well
  LinkMessages ask(NamespaceFiles files, NamespaceSeries series, boolean withStatistics)
      throws ErrnoException, MalformedKernelDataException {
    fresh = false;
    List<String> wanted = series.wantedInterfaces();
    messages =
        wanted.size() * DEVICES_FOR_ONE < series.interfacesSeen()
            ? oneByOne(files, wanted, withStatistics)
            : all(files, withStatistics);
    fresh = true;
    return messages;
  }

  /// The devices as the visit has already found them, else asked for now.
  ///
  /// @return the same list as before where nothing has changed
  List<Link> links(NamespaceFiles files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!fresh) {
      ask(files, series, false);
    }
    fresh = false;
    return messages.links();
  }

  private LinkMessages all(NamespaceFiles files, boolean withStatistics)
      throws ErrnoException, MalformedKernelDataException {
    ones.clear();
    return parse(
        files.ask(withStatistics ? NetlinkRequest.LINKS : NetlinkRequest.LINKS_WITHOUT_STATISTICS),
        messages,
        withStatistics);
  }

  private LinkMessages oneByOne(NamespaceFiles files, List<String> wanted, boolean withStatistics)
      throws ErrnoException, MalformedKernelDataException {
    Map<String, One> asked = HashMap.newHashMap(wanted.size());
    List<Link> links = new ArrayList<>(wanted.size());
    List<LinkStatistics> statistics = new ArrayList<>();
    for (String name : wanted) {
      One one = ones.get(name);
      if (one == null) {
        one = new One(NetlinkRequest.link(name));
      }
      try {
        one.last = parse(files.ask(one.request), one.last, withStatistics);
        asked.put(name, one);
        links.addAll(one.last.links());
        statistics.addAll(one.last.statistics());
      } catch (ErrnoException e) {
        if (e.errno() != ErrnoException.ENODEV) {
          throw e;
        }
      }
    }
    ones = asked;
    List<Link> before = messages.links();
    return new LinkMessages(links.equals(before) ? before : links, statistics);
  }

  private static LinkMessages parse(FileContent answer, LinkMessages before, boolean withStatistics)
      throws MalformedKernelDataException {
    return LinkMessages.parse(answer.bytes(), answer.length(), before, withStatistics);
  }

  /// One device that was asked for.
  private static final class One {
    final NetlinkRequest request;
    LinkMessages last = LinkMessages.NONE;

    One(NetlinkRequest request) {
      this.request = request;
    }
  }
}
