// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many objects of the agent's classes, and of those that it measures with, an agent holds
/// after a full garbage collection.
record AgentHeap(Map<String, Long> objects) {
  private static final List<String> PACKAGES = List.of("dev.procpush.", "io.opentelemetry.");

  static AgentHeap of(Process agent) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = Command.run(jcmd, "" + agent.pid(), "GC.class_histogram");
    Map<String, Long> objects = new HashMap<>();
    // as in "  12:  345  6789  dev.procpush.collector.ContainerSeries"
    for (String line : histogram.lines().toList()) {
      List<String> words = List.of(line.strip().split(" +", -1));
      if (words.size() >= 4 && PACKAGES.stream().anyMatch(words.get(3)::startsWith)) {
        objects.put(words.get(3), Long.valueOf(words.get(1)));
      }
    }
    assertThat(objects).containsKey("dev.procpush.Agent");
    return new AgentHeap(objects);
  }

  /// The classes with so many more objects than there were, and how many more.
  Map<String, Long> grownBy(AgentHeap before, long least) {
    Map<String, Long> grown = new TreeMap<>();
    objects.forEach(
        (name, count) -> {
          long more = count - before.objects.getOrDefault(name, 0L);
          if (more >= least) {
            grown.put(name, more);
          }
        });
    return grown;
  }
}
