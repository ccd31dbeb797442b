// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.InterfaceSeries;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.LinkMessages;
import dev.procpush.parse.netlink.LinkMessages.Link;
import dev.procpush.parse.netlink.OperState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// netlink's `RTM_GETLINK`: state and properties of each interface.
final class LinkCollector implements NamespaceCollector {
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("network.interface.kind");
  private static final AttributeKey<Long> PEER_INDEX =
      AttributeKey.longKey("network.interface.peer.index");
  private static final AttributeKey<Long> PEER_INODE =
      AttributeKey.longKey("network.interface.peer.netns.inode");

  private final InterfaceInstruments state;
  private final InterfaceStatistics statistics;

  LinkCollector(Instruments instruments, InterfaceInstruments state) {
    this.state = state;
    this.statistics = new InterfaceStatistics(instruments);
  }

  @Override
  public String name() {
    return "rtm_getlink";
  }

  @Override
  public boolean observes(Scope scope) {
    return state.points(scope) + statistics.points(scope) > 0;
  }

  @Override
  public int expected(Scope scope) {
    return state.points(scope) + statistics.points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Scope scope = series.scope();
    if (scope == Scope.SYSTEM && !files.isEntered() && statistics.points(scope) == 0) {
      return; // sysfs tells instead
    }
    LinkMessages messages = KnownLinks.of(series).ask(files, series, statistics.points(scope) > 0);
    int wanted = 0;
    List<Link> links = messages.links();
    for (int i = 0; i < links.size(); i++) {
      wanted += series.wants(links.get(i).name()) ? 1 : 0;
    }
    if (!series.reserve(wanted * (state.points(scope) + statistics.points(scope)))) {
      return;
    }
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      InterfaceSeries attributes = series.networkInterface(link.name());
      if (attributes != null) {
        record(link, scope, attributes.plain());
        if (state.hasInfo(scope)) {
          state.info(scope, info(link, files, series));
        }
        if (i < messages.statistics().size()) {
          statistics.record(scope, messages.statistics().get(i), attributes.plain());
        }
      }
    }
  }

  private void record(Link link, Scope scope, Attributes attributes) {
    state.up(scope, link.isUp(), attributes);
    state.carrierChanges(scope, link.carrierChanges(), attributes);
    state.mtu(scope, link.mtu(), attributes);
  }

  /// The compiler in use makes much of an expression with captured variables: only for a new link.
  private static Attributes info(Link link, NamespaceReader files, NamespaceSeries series) {
    Attributes known = series.attributes(link);
    return known != null
        ? known
        : series.attributes(link, identity -> described(link, identity, files));
  }

  private static Attributes described(Link link, Attributes identity, NamespaceReader files) {
    OperState operState = link.operState();
    AttributesBuilder attributes =
        InterfaceInstruments.describe(
            identity,
            link.name(),
            link.mac(),
            operState == null ? null : operState.value(),
            link.index());
    if (link.kind() != null) {
      attributes.put(KIND, link.kind());
    }
    if (link.linkIndex() != null) {
      attributes.put(PEER_INDEX, link.linkIndex().longValue());
    }
    Long peer = peerInode(link.linkNetnsId(), files);
    if (peer != null) {
      attributes.put(PEER_INODE, peer);
    }
    return attributes.build();
  }

  private static @Nullable Long peerInode(@Nullable Integer netnsId, NamespaceReader files) {
    try {
      return netnsId == null || netnsId < 0 ? null : files.inodeOf(netnsId);
    } catch (ErrnoException e) {
      return null;
    }
  }
}
