// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.config.ProcFile.Root;
import dev.procpush.config.ProcMetric.Instrument;
import dev.procpush.config.ProcMetric.Owner;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcMetricTest {

  @Test
  void needsANameAFileAndAType() {
    assertThat(
            metrics(
                """
                proc_metrics:
                  - name: acme.ip.forwarding
                    file: proc/sys/net/ipv4/ip_forward
                    type: gauge
                """))
        .containsExactly(
            new ProcMetric(
                "acme.ip.forwarding",
                "",
                "The value in proc/sys/net/ipv4/ip_forward",
                Instrument.GAUGE,
                new ProcFile(Root.SYSCTL, "net/ipv4/ip_forward"),
                new ProcValue.Whole(),
                10,
                Set.of(Owner.values()),
                Filter.everything()));
  }

  @Test
  void mayHaveMore() {
    assertThat(
            metrics(
                """
                proc_metrics:
                  - name: acme.conntrack.clashes
                    description: Entries that met
                    unit: '{entry}'
                    type: COUNTER
                    file: proc/net/stat/nf_conntrack
                    column: clashres
                    row: '00'
                    rows: first
                    base: 16
                    scopes: [netns, container]
                    namespaces: ^q
                  - {name: a, file: sys/class/net/lo/mtu, type: gauge, value: number, scopes: host}
                """))
        .containsExactly(
            new ProcMetric(
                "acme.conntrack.clashes",
                "{entry}",
                "Entries that met",
                Instrument.COUNTER,
                new ProcFile(Root.PROCESS, "net/stat/nf_conntrack"),
                new ProcValue.Column("clashres", "00", true),
                16,
                Set.of(Owner.NETNS, Owner.CONTAINER),
                Filter.of("^q", null)),
            new ProcMetric(
                "a",
                "",
                "The value in sys/class/net/lo/mtu",
                Instrument.GAUGE,
                new ProcFile(Root.SYSFS, "class/net/lo/mtu"),
                new ProcValue.Whole(),
                10,
                Set.of(Owner.HOST),
                Filter.everything()));
  }

  @Test
  void takesTheFirstTextThatAGroupFinds() {
    assertThat(found("^eth0: +(\\d+)")).hasValue("7");
    assertThat(found("(eth|lo)0?: +(?P<value>\\d+)")).hasValue("1");
    assertThat(found("(?:eth)0: (.*)$")).hasValue("7 8");
    assertThat(found("wlan0: (\\d+)")).isEmpty();
    assertThat(found("lo:(x)?")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proc_metrics:", "proc_metrics: []"})
  void mayBeNone(String yaml) {
    assertThat(metrics(yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nmae: x|unknown key 'nmae'; did you mean 'name'?",
        "scope: host|unknown key 'scope'; did you mean 'scopes'?",
        "foo: bar|unknown key 'foo'",
        "name: [a]|'name' takes a single value",
        "name: Acme|name=Acme: not a name of a metric, as in acme.ip.forwarding",
        "name: acme..x|name=acme..x: not a name of a metric, as in acme.ip.forwarding",
        "name: acme.x-y|name=acme.x-y: not a name of a metric, as in acme.ip.forwarding",
        "name: 1x|name=1x: not a name of a metric, as in acme.ip.forwarding",
        "name: system.x|name=system.x: names that begin with 'system' are the agent's",
        "name: container.x|name=container.x: names that begin with 'container' are the agent's",
        "name: netns.x|name=netns.x: names that begin with 'netns' are the agent's",
        "name: netns_x|name=netns_x: names that begin with 'netns' are the agent's",
        "name: process.x|name=process.x: names that begin with 'process' are the agent's",
        "name: nfs.client.net.count|name=nfs.client.net.count: names that begin with 'nfs' are the"
            + " agent's",
        "name: hw.x|name=hw.x: names that begin with 'hw' are the agent's",
        "name: procpush.x|name=procpush.x: names that begin with 'procpush' are the agent's",
        "name: otel|name=otel: names that begin with 'otel' are the agent's",
        "file: /proc/net/x|file=/proc/net/x: begins with '/': leave that out",
        "file: proc/net/../1/mem|file=proc/net/../1/mem: a path with an empty component, '.' or"
            + " '..'",
        "file: ../proc/net/x|file=../proc/net/x: a path with an empty component, '.' or '..'",
        "file: proc/net//x|file=proc/net//x: a path with an empty component, '.' or '..'",
        "file: proc/net/./x|file=proc/net/./x: a path with an empty component, '.' or '..'",
        "file: proc/net/|file=proc/net/: a path with an empty component, '.' or '..'",
        "file: sys/..|file=sys/..: a path with an empty component, '.' or '..'",
        "file: ''|file=: a path with an empty component, '.' or '..'",
        "file: \"proc/net/a\\0b\"|file=proc/net/a\0b: a path with a control character",
        "file: proc/1/mem|file=proc/1/mem: a file of a single process",
        "file: proc/self/net/dev|file=proc/self/net/dev: a file of a single process",
        "file: net/dev|file=net/dev: not below proc/ or sys/",
        "file: etc/passwd|file=etc/passwd: not below proc/ or sys/",
        "file: proc/net|file=proc/net: not a file with numbers",
        "file: proc/kmsg|file=proc/kmsg: not a file with numbers",
        "type: histogram|type=histogram: not one of counter, gauge",
        "unit: a b|unit=a b: not a unit, as in By, s or {packet}",
        "unit: µs|unit=µs: not a unit, as in By, s or {packet}",
        "description: \"a\\n"
            + "b\"|description=a\\n"
            + "b: more than one line, or a control character in it",
        "value: text|value=text: not one of number",
        "regex: (|regex=(: not a regular expression of RE2: missing closing ): (",
        "regex: a|regex=a: without a group around the number",
        "regex: (a)(b)|regex=(a)(b): with several groups, none of them (?P<value>…)",
        "column: a b|column=a b: not a single word",
        "column: ''|column=: not a single word",
        "row: a|'row' without 'column'",
        "rows: sum|'rows' without 'column'",
        "base: 8|base=8: neither 10 nor 16",
        "scopes: all|scopes=all: not one of host, container, netns",
        "scopes: [host, pod]|scopes=pod: not one of host, container, netns",
        "scopes: [~]|'scopes' has no value",
        "namespaces: (|namespaces=(: not a regular expression of RE2: missing closing ): (",
      })
  void refuses(String line, String message) {
    String key = line.substring(0, line.indexOf(':'));
    StringBuilder yaml = new StringBuilder("proc_metrics:\n- ").append(line).append('\n');
    for (String good : List.of("name: acme.x", "file: proc/net/x", "type: gauge")) {
      if (!good.startsWith(key + ":")) {
        yaml.append("  ").append(good).append('\n');
      }
    }
    assertRefused(yaml.toString(), "f.yaml:2: proc_metrics: " + message.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "file: proc/net/x, type: gauge|'name' is missing",
        "name: a, type: gauge|'file' is missing",
        "name: a, file: proc/net/x|'type' is missing",
        "name: a, file: proc/net/x, type: gauge, column: a, regex: (b)|"
            + "'regex' besides 'column': only one can be",
        "name: a, file: proc/net/x, type: gauge, column: a, value: number|"
            + "'column' besides 'value': only one can be",
        "name: a, file: proc/net/x, type: gauge, column: a, rows: last|"
            + "rows=last: not one of sum, first",
      })
  void refusesWhatDoesNotGoTogether(String entry, String message) {
    assertRefused("proc_metrics:\n- {" + entry + "}", "f.yaml:2: proc_metrics: " + message);
  }

  @Test
  void refusesANameTwice() {
    String entry = "- {name: %s, file: proc/net/x, type: gauge}\n";
    assertRefused(
        "proc_metrics:\n" + entry.formatted("acme.x") + entry.formatted("acme_x"),
        "f.yaml:3: proc_metrics: name=acme_x: the same as in line 2");
  }

  @Test
  void refusesWhatIsTooLongOrTooMuch() {
    String entry = "- {name: a.x%d, file: proc/net/%s, type: gauge, description: %s}\n";
    StringBuilder yaml = new StringBuilder("proc_metrics:\n");
    for (int i = 0; i < 100; i++) {
      yaml.append(entry.formatted(i, "x", "y".repeat(255)));
    }
    assertThat(metrics(yaml.toString())).hasSize(100);
    assertRefused(
        yaml + entry.formatted(100, "x", "y"), "f.yaml:102: proc_metrics: more than 100 entries");
    assertRefused(
        "proc_metrics:\n" + entry.formatted(0, "x".repeat(300), "y"),
        "f.yaml:2: proc_metrics: file=proc/net/"
            + "x".repeat(71)
            + "…: longer than 255 characters");
    assertRefused(
        "proc_metrics:\n" + entry.formatted(0, "x", "y".repeat(256)),
        "f.yaml:2: proc_metrics: description=" + "y".repeat(80) + "…: longer than 255 characters");
  }

  private static java.util.Optional<String> found(String regex) {
    return ProcValue.Found.of(regex).in("lo: 1 2\neth0: 7 8\neth0: 9 9\n");
  }

  private static List<ProcMetric> metrics(String yaml) {
    ConfigFile file = ConfigFile.parse("f.yaml", yaml);
    file.given();
    return file.procMetrics();
  }

  private static void assertRefused(String yaml, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> metrics(yaml))
        .withMessage(message);
  }
}
