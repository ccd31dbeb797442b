// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.procpush.text.TextEscapes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One collection and its three forms, and the identity in it.
final class OneShotTest {
  private static final String HOSTILE = "a\"b\\c\n\u001b[31m\u202e\u0085é<€>";

  @Test
  void fillsInWhoTheAgentIs() {
    Resource resource = resource(Map.of());
    assertThat(resource.getAttributes().asMap())
        .containsEntry(AgentResource.SERVICE_NAME, "procpush")
        .containsEntry(AgentResource.SERVICE_INSTANCE_ID, "toyhost")
        .containsEntry(AgentResource.HOST_NAME, "toyhost")
        .containsEntry(AgentResource.HOST_ID, "0123456789abcdef")
        .containsEntry(AgentResource.OS_TYPE, "linux");
  }

  @Test
  void keepsWhatTheUserSays() {
    Resource resource =
        resource(
            Map.of(
                "OTEL_SERVICE_NAME", "edge",
                "OTEL_RESOURCE_ATTRIBUTES",
                    "host.name=web-7,host.arch=z80,service.namespace=shop,k8s.node.name=n1"));
    assertThat(resource.getAttributes().asMap())
        .containsEntry(AgentResource.SERVICE_NAME, "edge")
        .containsEntry(AgentResource.SERVICE_INSTANCE_ID, "web-7")
        .containsEntry(AgentResource.HOST_NAME, "web-7")
        .containsEntry(AgentResource.HOST_ARCH, "z80");
    assertThat(
            resource(Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=i,service.name=n"))
                .getAttributes()
                .asMap())
        .containsEntry(AgentResource.SERVICE_NAME, "n")
        .containsEntry(AgentResource.SERVICE_INSTANCE_ID, "i")
        .containsEntry(AgentResource.HOST_NAME, "toyhost");
  }

  @Test
  void isKnownByTheHostsIdWhereItHasNoName() {
    TelemetrySettings nameless = new TelemetrySettings(Map.of(), null, "id-1", "1", 100);
    assertThat(resource(nameless).getAttributes().asMap())
        .containsEntry(AgentResource.SERVICE_INSTANCE_ID, "id-1")
        .doesNotContainKey(AgentResource.HOST_NAME);
    TelemetrySettings unknown = new TelemetrySettings(Map.of(), null, null, "1", 100);
    assertThat(resource(unknown).getAttributes().asMap())
        .doesNotContainKey(AgentResource.SERVICE_INSTANCE_ID);
  }

  @Test
  void saysOnceThatTheHostsNameIsNotKnown() {
    try (CapturedLog log = new CapturedLog()) {
      resource(Map.of());
      resource(
          new TelemetrySettings(
              Map.of("OTEL_RESOURCE_ATTRIBUTES", "host.name=web-7"), null, null, "1", 100));
      assertThat(log.lines()).isEmpty();

      resource(new TelemetrySettings(Map.of(), null, "id-1", "1", 100));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("host's name", "/:/host:ro", "host.name=");
    }
  }

  @Test
  void leavesOutTheKeysThatTheUserWantsNowhere() {
    assertThat(
            resource(Map.of("OTEL_RESOURCE_DISABLED_KEYS", "host.id,host.arch"))
                .getAttributes()
                .asMap())
        .doesNotContainKeys(AgentResource.HOST_ID, AgentResource.HOST_ARCH);
  }

  @Test
  void collectsAlsoWhereTheSdkIsDisabled() {
    assertThat(collect(ToyAgent.settings(Map.of("OTEL_SDK_DISABLED", "true")))).hasSize(2);
  }

  @Test
  void showsATableToPeople() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    MetricsText.printTable(
        collect(ToyAgent.settings(Map.of())), new PrintStream(printed, true, UTF_8));

    assertThat(printed.toString(UTF_8))
        .isEqualTo(
            """
            METRIC  VALUE  UNIT   ATTRIBUTES
            toy.io   1234  By     toy.name=a"b\\c\\u000a\\u001b[31m\\u202e\\u0085é<€>
            toy.up      1  {toy}
            """);
  }

  @Test
  void showsWhatPrometheusWillHave() {
    TelemetrySettings settings =
        new TelemetrySettings(
            Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=shop"), "h", null, "1", 10);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    MetricsText.printPrometheus(collect(settings), new PrintStream(printed, true, UTF_8));
    String text = printed.toString(UTF_8);
    assertThat(text)
        .startsWith(
            """
            # HELP toy_io_bytes_total Bytes of a toy
            # TYPE toy_io_bytes_total counter
            toy_io_bytes_total{instance="h",job="shop/procpush",toy_name="a\\"b\\\\c\\n\\\\u001b[31m\\\\u202e\\\\u0085é<€>"} 1234
            # HELP toy_up Whether the toy is up
            # TYPE toy_up gauge
            toy_up{instance="h",job="shop/procpush"} 1
            # HELP target_info Who the agent is
            # TYPE target_info gauge
            target_info{host_arch=\
            """);
    assertThat(text.lines().toList().getLast())
        .contains("host_name=\"h\"", "job=\"shop/procpush\"", "os_type=\"linux\"")
        .doesNotContain("service_name", "service_instance_id");
  }

  @Test
  void showsOtlpInItsJsonEncoding() throws InvalidProtocolBufferException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    MetricsText.printOtlpJson(
        collect(ToyAgent.settings(Map.of())), new PrintStream(printed, true, UTF_8));
    String json = printed.toString(UTF_8);
    assertThat(json)
        .endsWith("}\n")
        .hasLineCount(1)
        .startsWith("{\"resourceMetrics\":[{\"resource\"");
    assertThat(json)
        .contains("{\"stringValue\":\"a\\\"b\\\\c\\n\\u001b[31m\\u202e\\u0085é<€>\"}")
        .contains("\"asInt\":\"1234\"")
        .contains("\"aggregationTemporality\":2,\"isMonotonic\":true");
    assertThat(json.strip().codePoints()).allMatch(TextEscapes::isShownAsItIs);
  }

  private static Resource resource(Map<String, String> environment) {
    return resource(ToyAgent.settings(environment));
  }

  private static Resource resource(TelemetrySettings settings) {
    return collect(settings).getFirst().getResource();
  }

  private static List<MetricData> collect(TelemetrySettings settings) {
    OneShot oneShot = OneShot.create(settings);
    ObservableLongMeasurement counter =
        oneShot
            .meter()
            .counterBuilder("toy.io")
            .setUnit("By")
            .setDescription("Bytes of a toy")
            .buildObserver();
    ObservableLongMeasurement up =
        oneShot
            .meter()
            .upDownCounterBuilder("toy.up")
            .setUnit("{toy}")
            .setDescription("Whether the toy is up")
            .buildObserver();
    Attributes attributes = Attributes.builder().put("toy.name", HOSTILE).build();
    oneShot
        .meter()
        .batchCallback(
            () -> {
              counter.record(1234, attributes);
              up.record(1);
            },
            counter,
            up);
    return oneShot.collect();
  }
}
