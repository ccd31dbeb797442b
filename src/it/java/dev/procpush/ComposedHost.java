// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A host made of files: its own namespace with two interfaces and a Docker container with one. All
/// counters are different, so that none can be mistaken for another.
final class ComposedHost {

  static final String NAME = "composed-host";
  static final String ID = "00112233445566778899aabbccddeeff";
  static final String CONTAINER = "c0ffee".repeat(10) + "beef";

  private static final String CONTAINER_LABEL = CONTAINER.substring(0, 12);
  private static final long HOST_NAMESPACE = 4026531840L;

  /// The sixteen columns of net/dev: the series' name behind the prefix, and the direction.
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("io_bytes_total", "receive"),
          List.of("packet_count_total", "receive"),
          List.of("errors_total", "receive"),
          List.of("packet_dropped_total", "receive"),
          List.of("fifo_errors_total", "receive"),
          List.of("frame_errors_total", ""),
          List.of("packet_compressed_total", "receive"),
          List.of("packet_multicast_total", ""),
          List.of("io_bytes_total", "transmit"),
          List.of("packet_count_total", "transmit"),
          List.of("errors_total", "transmit"),
          List.of("packet_dropped_total", "transmit"),
          List.of("fifo_errors_total", "transmit"),
          List.of("collisions_total", ""),
          List.of("carrier_errors_total", ""),
          List.of("packet_compressed_total", "transmit"));

  private final Path folder;

  /// Writes the files.
  ComposedHost(Path folder) throws IOException {
    this.folder = folder;
    process(1, "systemd", "/", HOST_NAMESPACE, Map.of("lo", 100, "eth0", 1_000));
    process(2, "kthreadd", "/", HOST_NAMESPACE, Map.of("lo", 100, "eth0", 1_000));
    process(
        4711, "nginx", "/docker/" + CONTAINER, HOST_NAMESPACE + 77, Map.of("lo", 1, "eth0", 9_000));
    Files.createDirectories(folder.resolve("root/etc"));
    Files.writeString(folder.resolve("root/etc/hostname"), NAME + "\n");
    Files.writeString(folder.resolve("root/etc/machine-id"), ID + "\n");
  }

  /// The options that make the agent look at it.
  String[] options() {
    return new String[] {
      "--path.procfs=" + folder.resolve("proc"), "--path.rootfs=" + folder.resolve("root")
    };
  }

  /// Every network series that Prometheus should have, with its value.
  static Map<Map<String, String>, Double> series() {
    Map<Map<String, String>, Double> series = new HashMap<>();
    add(series, "system_network_", Map.of("network_interface_name", "lo"), 100);
    add(series, "system_network_", Map.of("network_interface_name", "eth0"), 1_000);
    add(
        series,
        "container_network_",
        Map.of("network_interface_name", "eth0", "container_id", CONTAINER_LABEL),
        9_000);
    return series;
  }

  private static void add(
      Map<Map<String, String>, Double> series,
      String prefix,
      Map<String, String> identity,
      int first) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      Map<String, String> labels = new HashMap<>(identity);
      labels.put("__name__", prefix + COLUMNS.get(i).getFirst());
      labels.put("job", "procpush");
      labels.put("instance", NAME);
      if (!COLUMNS.get(i).getLast().isEmpty()) {
        labels.put("network_io_direction", COLUMNS.get(i).getLast());
      }
      series.put(labels, (double) first + i);
    }
  }

  private void process(
      int pid, String name, String cgroup, long namespace, Map<String, Integer> interfaces)
      throws IOException {
    Path process = folder.resolve("proc/" + pid);
    Files.createDirectories(process.resolve("net"));
    Files.createDirectories(process.resolve("ns"));
    Files.writeString(process.resolve("comm"), name + "\n");
    Files.writeString(process.resolve("cgroup"), "0::" + cgroup + "\n");
    Files.writeString(
        process.resolve("stat"),
        pid
            + " ("
            + name
            + ") S 0 "
            + IntStream.rangeClosed(5, 52)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "))
            + "\n");
    Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[" + namespace + "]"));
    Files.writeString(process.resolve("net/dev"), netDev(interfaces));
  }

  private static String netDev(Map<String, Integer> interfaces) {
    List<String> lines = new ArrayList<>();
    lines.add("Inter-|   Receive                                                |  Transmit");
    lines.add(
        " face |bytes    packets errs drop fifo frame compressed multicast"
            + "|bytes    packets errs drop fifo colls carrier compressed");
    interfaces.forEach(
        (name, first) ->
            lines.add(
                name
                    + ": "
                    + IntStream.range(first, first + COLUMNS.size())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" "))));
    return String.join("\n", lines) + "\n";
  }
}
