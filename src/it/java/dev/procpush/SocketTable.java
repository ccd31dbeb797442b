// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `ss` tells inside a network namespace.
///
/// @param states TCP sockets by state, under the names that OpenTelemetry has for all eleven
/// @param orphans those in FIN_WAIT1 that have no inode
/// @param total sockets of all protocols
/// @param inUse sockets by transport and family, as in `tcp ipv4`
record SocketTable(
    Map<String, Long> states, long orphans, long total, Map<String, Long> inUse, long timeWait) {

  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("UNCONN", "closed"),
          Map.entry("CLOSE-WAIT", "close_wait"),
          Map.entry("CLOSING", "closing"),
          Map.entry("ESTAB", "established"),
          Map.entry("FIN-WAIT-1", "fin_wait_1"),
          Map.entry("FIN-WAIT-2", "fin_wait_2"),
          Map.entry("LAST-ACK", "last_ack"),
          Map.entry("LISTEN", "listen"),
          Map.entry("SYN-RECV", "syn_received"),
          Map.entry("SYN-SENT", "syn_sent"),
          Map.entry("TIME-WAIT", "time_wait"));

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total: (\\d+)");
  private static final Pattern TIME_WAIT = Pattern.compile("timewait (\\d+)");
  private static final Pattern IN_USE =
      Pattern.compile("(?m)^(RAW|UDP|TCP)\\s+\\d+\\s+(\\d+)\\s+(\\d+)");

  static SocketTable of(ObservedNamespace namespace) {
    String summary = namespace.run("ss -s");
    return new SocketTable(
        states(namespace.run("ss -Htan")),
        namespace.run("ss -Htane state fin-wait-1").lines().filter(SocketTable::isOrphan).count(),
        number(TOTAL, summary),
        inUse(summary),
        number(TIME_WAIT, summary));
  }

  /// The known states in alphabetical order.
  static List<String> allStates() {
    List<String> states = new ArrayList<>(STATES.values());
    states.sort(null);
    return states;
  }

  private static boolean isOrphan(String line) {
    return line.contains(" ino:0 ");
  }

  private static Map<String, Long> states(String lines) {
    Map<String, Long> states = new TreeMap<>();
    STATES.values().forEach(state -> states.put(state, 0L));
    lines
        .lines()
        .filter(line -> !line.startsWith("Failed to find cgroup"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .forEach(state -> states.merge(STATES.getOrDefault(state, state), 1L, Long::sum));
    return states;
  }

  private static Map<String, Long> inUse(String summary) {
    Map<String, Long> inUse = new TreeMap<>();
    Matcher line = IN_USE.matcher(summary);
    while (line.find()) {
      String transport = line.group(1).toLowerCase(Locale.ROOT);
      inUse.put(transport + " ipv4", Long.valueOf(line.group(2)));
      inUse.put(transport + " ipv6", Long.valueOf(line.group(3)));
    }
    return inUse;
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
