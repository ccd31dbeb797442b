// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The NUMA nodes: folders `/sys/devices/system/node/node<N>`. They come and go with memory that is
/// plugged in, so they are looked for again now and then, and when one has gone.
final class NumaNodes {
  private static final String FOLDER = "devices/system/node";
  private static final Pattern NODE = Pattern.compile("node([0-9]{1,4})");
  private static final AttributeKey<Long> NUMBER = longKey("system.memory.numa.node");
  private static final AttributeKey<String> STATE = stringKey("system.memory.state");
  private static final int VISITS = 64;

  private List<Node> nodes = List.of();
  private int visits;

  /// A node's attributes and files.
  static final class Node {
    final Attributes attributes;
    final Attributes used;
    final Attributes free;
    final String meminfo;
    final String numastat;

    private Node(long number) {
      attributes = Attributes.of(NUMBER, number);
      used = Attributes.of(NUMBER, number, STATE, "used");
      free = Attributes.of(NUMBER, number, STATE, "free");
      meminfo = FOLDER + "/node" + number + "/meminfo";
      numastat = FOLDER + "/node" + number + "/numastat";
    }
  }

  /// All nodes.
  ///
  /// @throws ErrnoException `ENOENT` where the kernel does not know of nodes
  List<Node> of(HostFiles files) throws ErrnoException {
    if (visits % VISITS == 0) {
      nodes =
          files.listSys(FOLDER).stream()
              .map(NODE::matcher)
              .filter(java.util.regex.Matcher::matches)
              .map(matcher -> Long.parseLong(matcher.group(1)))
              .sorted(Comparator.naturalOrder())
              .map(Node::new)
              .toList();
    }
    visits++;
    return nodes;
  }

  /// One of them is there no more: look again.
  void oneHasGone() {
    visits = 0;
  }
}
