// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {

  @Test
  void takesDottedAndNestedKeys() {
    assertThat(
            texts(
                """
                # a comment
                series.max: 10   # another
                interfaces:
                  exclude: '^(lo|dummy0)$'
                  host:
                    exclude: "^veth"
                  host.include: eth
                path:
                  # rootfs: /host
                log: {level: debug}
                metrics:
                  exclude: ''
                identity: |-
                  full
                """))
        .containsExactly(
            Map.entry("identity", "full"),
            Map.entry("interfaces.exclude", "^(lo|dummy0)$"),
            Map.entry("interfaces.host.exclude", "^veth"),
            Map.entry("interfaces.host.include", "eth"),
            Map.entry("log.level", "debug"),
            Map.entry("metrics.exclude", ""),
            Map.entry("series.max", "10"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "null\n", "{}", "\uFEFF"})
  void takesAFileWithNothingInIt(String yaml) {
    assertThat(texts(yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[/a, /b/]|/a:/b/",
        "/a:/b|/a:/b",
        "[/a]|/a",
        "[]|``",
        "''|``",
      })
  void takesAListOfFolders(String yaml, String text) {
    assertThat(texts("namespaces:\n  folders: " + yaml))
        .containsExactly(Map.entry("namespaces.folders", text));
  }

  @Test
  void takesAByteOrderMark() {
    assertThat(texts("\uFEFFseries.max: 1")).containsEntry("series.max", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "namespace.exclude: x|f.yaml:1: unknown key 'namespace.exclude';"
            + " did you mean 'namespaces.exclude'?",
        "namespace:\\n  exclude: x|f.yaml:2: unknown key 'namespace.exclude';"
            + " did you mean 'namespaces.exclude'?",
        "a:\\n  b: {c: 1}|f.yaml:2: unknown key 'a.b.c'",
        "serise.max: 1|f.yaml:1: unknown key 'serise.max'; did you mean 'series.max'?",
        "\\n\\nSERIES.MAX: 1|f.yaml:3: unknown key 'SERIES.MAX'",
        "config: x|f.yaml:1: unknown key 'config'",
        "path: /host|f.yaml:1: unknown key 'path'",
        "<<: {}\\n<<: 1|f.yaml:2: unknown key '<<'",
        "'': 1|f.yaml:1: unknown key ''",
        "series.max: 1\\nseries: {max: 2}|f.yaml:2: 'series.max' is already set in line 1",
        "series.max: 1\\nseries.max: 1|f.yaml:2: 'series.max' is already set in line 1",
        "series.max:|f.yaml:1: 'series.max' has no value",
        "series.max: ~|f.yaml:1: 'series.max' has no value",
        "series.max: 'null'|f.yaml:1: series.max=null: not a whole number",
        "\\nseries:\\n  max: abc|f.yaml:3: series.max=abc: not a whole number",
        "series.max: [1]|f.yaml:1: 'series.max' takes a single value",
        "series: [max]|f.yaml:1: 'series' takes a single value",
        "path: [{rootfs: /}]|f.yaml:1: 'path' takes a single value",
        "namespaces.folder: [/a]|f.yaml:1: unknown key 'namespaces.folder';"
            + " did you mean 'namespaces.folders'?",
        "namespaces:\\n"
            + "  folders:\\n"
            + "    - /a\\n"
            + "    - b|f.yaml:4: namespaces.folders=b: not an absolute path",
        "namespaces.folders: [/a:/b]|f.yaml:1: 'namespaces.folders' takes a list of single values",
        "namespaces.folders: [[/a]]|f.yaml:1: 'namespaces.folders' takes a list of single values",
        "namespaces.folders: [~]|f.yaml:1: 'namespaces.folders' takes a list of single values",
        "series.max: [[[[1]]]]|f.yaml:1: nested too deeply",
        "attribute_rule: []|f.yaml:1: unknown key 'attribute_rule';"
            + " did you mean 'attribute_rules'?",
        "attribute_rules: []\\n"
            + "attribute_rules: []|f.yaml:2: 'attribute_rules' is already set in line 1",
        "series.max: {a: {b: {c: {d: 1}}}}|f.yaml:1: nested too deeply",
        "metrics.exclude: '('|f.yaml:1: metrics.exclude=(: not a regular expression of RE2:"
            + " missing closing ): (",
        "[a]: 1|f.yaml:1: a key that is not plain text",
        "- a|f.yaml:1: not a mapping of settings to values",
        "hello|f.yaml:1: not a mapping of settings to values",
        "a: &x 1\\nb: *x|f.yaml:1: anchors and aliases are not taken here",
        "&x a: 1|f.yaml:1: anchors and aliases are not taken here",
        "a: &x {b: *x}|f.yaml:1: anchors and aliases are not taken here",
        "series.max: 1\\n---\\nseries.max: 2|f.yaml:2: more than one document",
        "a: b: c|f.yaml:1: not valid YAML: mapping values are not allowed here",
        "a: 'b|f.yaml:1: not valid YAML: found unexpected end of stream",
        "a: {b: 1|f.yaml:1: not valid YAML: expected ',' or '}', but got <stream end>",
        "a:\\n\\tb: 1|f.yaml:2: not valid YAML: found character '\\t(TAB)' that cannot start any"
            + " token. (Do not use \\t(TAB) for indentation)",
        "a: @b|f.yaml:1: not valid YAML: found character '@' that cannot start any token. (Do not"
            + " use @ for indentation)",
      })
  void refuses(String yaml, String message) {
    assertRefused(yaml.replace("\\n", "\n").replace("\\t", "\t"), message.replace("\\n", "\n"));
  }

  @Test
  void showsSoMuchOfALongKeyAsFitsIntoALine() {
    assertRefused(
        "? " + "k".repeat(10_000) + "\n: 1", "f.yaml:1: unknown key '" + "k".repeat(80) + "…'");
  }

  @Test
  void refusesAControlCharacter() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> texts("series.max: \u0007"))
        .withMessageStartingWith("f.yaml: not valid YAML: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "{? ", "- ", "a:\n"})
  void refusesDepthWithoutEnd(String opening) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> texts(opening.repeat(10_000)));
  }

  @Test
  void refusesManyKeys() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 5_001; i++) {
      yaml.append('k').append(i).append(": 1\n");
    }
    assertRefused(yaml.toString(), "f.yaml:5000: more than 5000 values");
  }

  @Test
  void refusesALargeFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("large.yaml"), "#".repeat(64 * 1024 + 1));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(file))
        .withMessage(file + ": larger than 65536 bytes");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(Path.of("/dev/zero")))
        .withMessage("/dev/zero: larger than 65536 bytes");
  }

  @Test
  void refusesWhatIsNotUtf8(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE4, '\n'});

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(file))
        .withMessage(file + ": not UTF-8");
  }

  @Test
  void anyBytesAreAConfigurationOrRefused(@TempDir Path folder) throws IOException {
    byte[] good =
        """
        path: {rootfs: /}
        namespaces.folders: [/a]
        identity: 'full'
        attribute_rules:
        - namespace: '^q-(?P<id>.+)$'
          attributes: {acme.id: id}
        proc_metrics:
        - name: acme.x
          file: proc/sys/net/ipv4/ip_forward
          type: gauge
          scopes: [host, netns]
        """
            .getBytes(StandardCharsets.UTF_8);
    String alphabet = "\0\t\n !\"#%&'*,-.:<>?@[]`{|}~aé\uFEFF\u2028";
    byte[] bytes = alphabet.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(20261121);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = good.clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        mutant[random.nextInt(mutant.length)] = bytes[random.nextInt(bytes.length)];
      }
      Path file = Files.write(folder.resolve("mutant.yaml"), mutant);
      try {
        ConfigFile config = read(file);
        assertThat(config.given()).hasSizeLessThanOrEqualTo(3);
        assertThat(config.attributeRules().of("q-1")).hasSizeLessThanOrEqualTo(1);
        for (ProcMetric metric : config.procMetrics()) {
          assertThat(metric.file().path()).doesNotStartWith("/").doesNotContain("..");
        }
      } catch (ConfigException e) {
        assertThat(e.getMessage()).startsWith(file + ":");
      }
    }
  }

  private static ConfigFile read(Path file) {
    return ConfigFile.read(Given.checked(Settings.CONFIG, "--config", file.toString()));
  }

  private static Map<String, String> texts(String yaml) {
    Map<String, String> texts = new TreeMap<>();
    ConfigFile.parse("f.yaml", yaml)
        .given()
        .forEach((name, given) -> texts.put(name, given.text()));
    return texts;
  }

  private static void assertRefused(String yaml, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> texts(yaml))
        .withMessage(message);
  }
}
