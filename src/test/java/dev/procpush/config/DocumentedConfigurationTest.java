// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.config.ProcMetric.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration files in the documents are good, and mean what the documents say.
final class DocumentedConfigurationTest {

  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String UUID = "3f1c8a52-6d0e-4b7a-9c55-0a1b2c3d4e5f";

  @TempDir Path folder;

  @Test
  void theRulesGiveWhatTheDocumentSays() throws IOException {
    AgentConfig config = examples("configuration.md").getFirst();

    assertThat(config.attributeRules().of("qrouter-" + UUID))
        .isEqualTo(Map.of("openstack.router.id", UUID));
    assertThat(config.attributeRules().of("initech-ber1-dmz"))
        .isEqualTo(Map.of("acme.customer.name", "initech", "acme.site.name", "ber1"));
  }

  @Test
  void theMetricsAreWhatTheDocumentSays() throws IOException {
    List<ProcMetric> metrics = examples("configuration.md").getLast().procMetrics();

    assertThat(metrics)
        .extracting(ProcMetric::name)
        .containsExactly(
            "acme.ip.forwarding",
            "acme.conntrack.expectations",
            "acme.socket.tcp.count",
            "acme.sctp.aborted",
            "acme.processes.running",
            "acme.uplink.queue.length");
    assertThat(metrics.get(0).namespaces()).accepts("qrouter-1", "snat-1").rejects("blue");
    assertThat(metrics.get(1).value())
        .isEqualTo(new ProcValue.Column("expect_create", null, false));
    assertThat(metrics.get(2).value()).isEqualTo(new ProcValue.Column("sockets", "TCP", false));
    assertThat(metrics.get(3).value())
        .isInstanceOfSatisfying(
            ProcValue.Found.class,
            found ->
                assertThat(found.in("SctpCurrEstab     \t1\nSctpAborteds      \t17\n"))
                    .isEqualTo(Optional.of("17")));
    assertThat(metrics.get(3).owners()).isEqualTo(Set.of(Owner.HOST, Owner.NETNS));
    assertThat(metrics.get(4).owners()).isEqualTo(Set.of(Owner.HOST));
    assertThat(metrics.get(4).value())
        .isInstanceOfSatisfying(
            ProcValue.Found.class,
            found ->
                assertThat(found.in("0.20 0.18 0.12 3/456 7890\n")).isEqualTo(Optional.of("3")));
  }

  @Test
  void everyKeyOfAMetricIsInTheDocument() throws IOException {
    String document = text("configuration.md");

    assertThat(ProcMetric.KEYS).allMatch(key -> document.contains("| `" + key + "` |"));
    assertThat(AttributeRule.KEYS).allMatch(key -> document.contains("| `" + key + "` |"));
  }

  @Test
  void theRulesForOpenStackTakeTheNamesOfNeutron() throws IOException {
    AgentConfig config = examples("openstack.md").getFirst();
    AttributeRules rules = config.attributeRules();

    assertThat(rules.of("qrouter-" + UUID)).isEqualTo(Map.of("openstack.router.id", UUID));
    assertThat(rules.of("snat-" + UUID)).isEqualTo(Map.of("openstack.router.id", UUID));
    assertThat(rules.of("qdhcp-" + UUID)).isEqualTo(Map.of("openstack.network.id", UUID));
    assertThat(rules.of("fip-" + UUID)).isEqualTo(Map.of("openstack.floating_ip.network.id", UUID));
    assertThat(rules.of("ovnmeta-" + UUID)).isEmpty();
    assertThat(config.filters().namespaces())
        .accepts("qrouter-" + UUID, "fip-" + UUID)
        .rejects("blue", "4026532261");
    assertThat(config.procMetrics())
        .extracting(metric -> metric.file().toString())
        .containsExactly("proc/sys/net/ipv4/ip_forward");
  }

  private List<AgentConfig> examples(String document) throws IOException {
    List<AgentConfig> examples = new ArrayList<>();
    ConfigLoader loader = new ConfigLoader(Map.of(), new Machine(folder, 0));
    for (String yaml :
        YAML.matcher(text(document)).results().map(found -> found.group(1)).toList()) {
      Path file = Files.writeString(folder.resolve("procpush.yaml"), yaml);
      examples.add(loader.load(Map.of("config", file.toString())).config());
    }
    return examples;
  }

  private static String text(String document) throws IOException {
    return Files.readString(Path.of("docs", document));
  }
}
