// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NetlinkRequest;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.AddressMessages;
import dev.procpush.parse.netlink.AddressMessages.Address;
import dev.procpush.parse.netlink.LinkMessages.Link;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// netlink's `RTM_GETADDR`: the IP addresses of each interface.
final class AddressCollector implements NamespaceCollector {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("network.type");
  private static final AttributeKey<String> ADDRESS =
      AttributeKey.stringKey("network.interface.address");

  private final ScopedInstrument info;

  AddressCollector(Instruments instruments) {
    info =
        instruments
            .metric(
                "network.interface.address.info",
                "{address}",
                "Address of the interface, in the attributes: always 1")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "rtm_getaddr";
  }

  @Override
  public boolean observes(Scope scope) {
    return info.isOn(scope);
  }

  @Override
  public int expected(Scope scope) {
    return info.isOn(scope) ? 2 : 0;
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Known known = series.memory(Known.class, Known::new);
    List<Link> links = KnownLinks.of(series).links(files, series);
    FileContent answer = files.ask(NetlinkRequest.ADDRESSES);
    AddressMessages messages =
        AddressMessages.parse(answer.bytes(), answer.length(), known.messages, files::lose);
    if (links != known.links || messages != known.messages) {
      known.points = points(links, messages, series);
      known.links = links;
      known.messages = messages;
    }
    if (series.reserve(known.points.size())) {
      for (int i = 0; i < known.points.size(); i++) {
        info.record(series.scope(), 1, known.points.get(i));
      }
    }
  }

  /// An interface may have an address twice, with other ends that differ: that is one series.
  private static List<Attributes> points(
      List<Link> links, AddressMessages messages, NamespaceSeries series) {
    Map<Integer, String> names = new HashMap<>();
    for (Link link : links) {
      if (series.wants(link.name())) {
        names.put(link.index(), link.name());
      }
    }
    Set<Attributes> points = new LinkedHashSet<>();
    for (Address address : messages.addresses()) {
      String name = names.get(address.interfaceIndex());
      if (name != null) {
        points.add(
            series.identity().toBuilder()
                .put(InterfaceInstruments.NAME, name)
                .put(TYPE, address.isIpv6() ? "ipv6" : "ipv4")
                .put(ADDRESS, address.text())
                .build());
      }
    }
    return List.copyOf(points);
  }

  /// A namespace's addresses as they were at the last visit.
  private static final class Known {
    List<Link> links = List.of();
    AddressMessages messages = AddressMessages.NONE;
    List<Attributes> points = List.of();
  }
}
