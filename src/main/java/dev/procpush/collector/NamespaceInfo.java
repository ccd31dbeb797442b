// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NamespaceProcess;
import dev.procpush.discovery.NetworkNamespace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `netns.info`: what is known about a namespace that is neither the host's nor a container's, and
/// does not stand on each of its points.
public final class NamespaceInfo {
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("netns.kind");
  private static final AttributeKey<String> NAMES = AttributeKey.stringKey("netns.names");
  private static final AttributeKey<Long> PROCESS_PID = AttributeKey.longKey("process.pid");
  private static final AttributeKey<String> PROCESS_NAME =
      AttributeKey.stringKey("process.executable.name");

  /// Anybody who may mount can give a namespace any number of names.
  private static final int LONGEST_NAMES = 4096;

  private final ScopedInstrument info;

  public NamespaceInfo(Instruments instruments) {
    info =
        instruments
            .metric(
                "info",
                "{namespace}",
                "Network namespace and its properties, in the attributes: always 1")
            .only(Scope.NETNS)
            .upDownCounter();
  }

  /// How many series a namespace has of this.
  int expected(Scope scope) {
    return info.isOn(scope) ? 1 : 0;
  }

  /// Records a namespace, after its collectors and within its visit.
  void record(NetworkNamespace namespace, NamespaceSeries series) {
    if (info.isOn(series.scope()) && !series.isLeftOut() && !series.isBare() && series.reserve(1)) {
      Known known = series.memory(Known.class, Known::new);
      if (!known.isOf(namespace)) {
        known.take(namespace, series.identity());
      }
      info.record(series.scope(), 1, known.attributes);
    }
  }

  /// The attributes as they were at the last visit, with all that they are made of.
  private static final class Known {
    private long inode;
    private @Nullable NamespaceKind kind;
    private List<String> names = List.of();
    private @Nullable NamespaceProcess process;
    private Attributes attributes = Attributes.empty();

    boolean isOf(NetworkNamespace namespace) {
      return inode == namespace.inode()
          && kind == namespace.kind()
          && names.equals(namespace.names())
          && Objects.equals(process, namespace.oldestProcess());
    }

    void take(NetworkNamespace namespace, Attributes identity) {
      inode = namespace.inode();
      kind = namespace.kind();
      names = namespace.names();
      process = namespace.oldestProcess();
      AttributesBuilder described =
          identity.toBuilder().put(Identity.NETNS_INODE, inode).put(KIND, namespace.kind().value());
      if (!names.isEmpty()) {
        described.put(NAMES, joined());
      }
      if (process != null) {
        described.put(PROCESS_PID, process.pid()).put(PROCESS_NAME, process.comm());
      }
      attributes = described.build();
    }

    private String joined() {
      StringBuilder text = new StringBuilder();
      for (String name : names.stream().sorted().toList()) {
        if (text.length() + name.length() >= LONGEST_NAMES) {
          return text.append('…').toString();
        }
        text.append(text.isEmpty() ? "" : ",").append(name);
      }
      return text.toString();
    }
  }
}
