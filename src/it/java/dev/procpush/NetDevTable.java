// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `net/dev` said at one moment, as a test reads it: sixteen numbers an interface, in the
/// kernel's order. Made without the product's parser, which is under test.
record NetDevTable(Map<String, long[]> interfaces) {

  /// The series of one interface: Prometheus's name and the direction, or the empty string where
  /// the name has but one, in the kernel's order of columns.
  static final List<List<String>> COLUMNS = columns();

  static NetDevTable of(String text) {
    var interfaces = new TreeMap<String, long[]>();
    text.lines()
        .skip(2)
        .forEach(
            line -> {
              int colon = line.lastIndexOf(':');
              interfaces.put(
                  line.substring(0, colon).strip(),
                  Arrays.stream(line.substring(colon + 1).strip().split(" +"))
                      .mapToLong(Long::parseLong)
                      .toArray());
            });
    return new NetDevTable(interfaces);
  }

  /// What a column of an interface must look like in Prometheus.
  Map<List<String>, Double> values(String interfaceName) {
    long[] numbers = numbers(interfaceName);
    var values = new HashMap<List<String>, Double>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      values.put(COLUMNS.get(i), (double) numbers[i]);
    }
    return values;
  }

  /// The sixteen numbers of an interface.
  long[] numbers(String interfaceName) {
    long[] numbers = interfaces.get(interfaceName);
    if (numbers == null) {
      throw new AssertionError("no interface " + interfaceName + " in " + interfaces.keySet());
    }
    return numbers;
  }

  double value(String interfaceName, String name, String direction) {
    return values(interfaceName).getOrDefault(List.of(name, direction), Double.NaN);
  }

  private static List<List<String>> columns() {
    var columns = new ArrayList<List<String>>();
    List<String> both =
        List.of("io_bytes", "packet_count", "errors", "packet_dropped", "fifo_errors");
    for (String name : both) {
      columns.add(List.of(name + "_total", "receive"));
    }
    columns.add(List.of("frame_errors_total", ""));
    columns.add(List.of("packet_compressed_total", "receive"));
    columns.add(List.of("packet_multicast_total", ""));
    for (String name : both) {
      columns.add(List.of(name + "_total", "transmit"));
    }
    columns.add(List.of("collisions_total", ""));
    columns.add(List.of("carrier_errors_total", ""));
    columns.add(List.of("packet_compressed_total", "transmit"));
    return List.copyOf(columns);
  }
}
