// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {

  private static final long HEAP = 48L << 20;
  private static final List<Path> FOLDERS =
      List.of(Path.of("/run/netns"), Path.of("/run/docker/netns"));

  @TempDir Path folder;

  @Test
  void hasTheDocumentedDefaults() {
    AgentConfig config = load(Map.of(), Map.of()).config();

    assertThat(config.paths())
        .isEqualTo(
            new HostPaths(
                Path.of("/"),
                Path.of("/proc"),
                false,
                Path.of("/sys"),
                Path.of("/sys/fs/cgroup"),
                null,
                FOLDERS,
                List.of()));
    assertThat(config.filters())
        .isEqualTo(
            new Filters(
                Filter.everything(),
                Filter.everything(),
                Filter.of(null, "^lo$"),
                Filter.of(null, Settings.HOST_INTERFACES_EXCLUDE.defaultText()),
                true,
                Filter.everything(),
                Filter.only(Pattern.compile("")),
                Filter.of(Settings.PROTOCOLS_INCLUDE.defaultText(), null),
                Filter.of(null, Settings.DISKS_EXCLUDE.defaultText()),
                true,
                Filter.of(null, Settings.FILE_SYSTEMS_EXCLUDE.defaultText()),
                Filter.of(null, Settings.MOUNTS_EXCLUDE.defaultText()),
                Filter.only(Pattern.compile("")),
                Filter.of(Settings.CONTAINERS_MEMORY_INCLUDE.defaultText(), null)));
    assertThat(config.tcpStates()).isEqualTo(TcpStates.AUTO);
    assertThat(config.seriesMax()).isEqualTo(65_536);
    assertThat(config.identity()).isEqualTo(Identity.COMPACT);
    assertThat(config.requestMaxBytes()).isEqualTo(3_932_160);
    assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
  }

  @ParameterizedTest
  @CsvSource({"1048576, 5000", "0, 5000", "3840000, 5000", "7680000, 10000"})
  void fitsTheSeriesIntoHalfOfTheHeap(long heap, int series) {
    ConfigLoader loader = new ConfigLoader(Map.of(), new Machine(folder, heap));

    assertThat(loader.load(Map.of()).config().seriesMax()).isEqualTo(series);
  }

  @Test
  void doesNotCountSeriesBeyondTheLimitOfTheSetting() {
    ConfigLoader loader = new ConfigLoader(Map.of(), new Machine(folder, Long.MAX_VALUE));

    assertThat(loader.load(Map.of()).config().seriesMax()).isEqualTo(10_000_000);
  }

  @ParameterizedTest
  @CsvSource({"interfaces.host.include, ^eth", "interfaces.host.exclude, ^docker0$"})
  void theUsersWordOnTheHostsInterfacesIsTheLast(String setting, String expression) {
    assertThat(load(Map.of(), Map.of()).config().filters().leavesFarEndsOut()).isTrue();
    assertThat(load(Map.of(), Map.of(setting, expression)).config().filters().leavesFarEndsOut())
        .isFalse();
  }

  @Test
  void theUsersWordOnDisksIsTheLast() {
    assertThat(load(Map.of(), Map.of()).config().filters().leavesPartitionsOut()).isTrue();
    assertThat(
            load(Map.of(), Map.of("disks.exclude", "^sr")).config().filters().leavesPartitionsOut())
        .isFalse();
  }

  @Test
  void defaultsThatCanBeWrittenAreGoodValues() {
    Map<String, String> options = new HashMap<>();
    for (Setting<?> setting :
        List.of(
            Settings.IDENTITY,
            Settings.LOG_LEVEL,
            Settings.TCP_STATES,
            Settings.NAMESPACES_FOLDERS,
            Settings.PROTOCOLS_INCLUDE)) {
      options.put(setting.name(), setting.defaultText());
    }
    options.put("interfaces.exclude", Settings.INTERFACES_EXCLUDE.defaultText());
    options.put("interfaces.host.exclude", Settings.HOST_INTERFACES_EXCLUDE.defaultText());
    options.put("disks.exclude", Settings.DISKS_EXCLUDE.defaultText());
    options.put("filesystems.exclude", Settings.FILE_SYSTEMS_EXCLUDE.defaultText());
    options.put("filesystems.mounts.exclude", Settings.MOUNTS_EXCLUDE.defaultText());
    options.put("export.request-max-bytes", Settings.REQUEST_MAX_BYTES.defaultText());

    assertThat(load(Map.of(), options).config()).isEqualTo(load(Map.of(), Map.of()).config());
  }

  @ParameterizedTest
  @CsvSource({
    "sda, true",
    "sdaa, true",
    "vda, true",
    "hdc, true",
    "nvme0n1, true",
    "mmcblk0, true",
    "mmcblk0boot0, true",
    "md127, true",
    "dm-3, true",
    "sr0, true",
    "loop7, false",
    "ram0, false",
    "zram0, false",
    "fd0, false",
    "nbd1, true",
    "rbd0, true",
    "cciss/c0d0, true"
  })
  void leavesOutLoopDevicesAndRamDisks(String disk, boolean kept) {
    assertThat(load(Map.of(), Map.of()).config().filters().disks().test(disk)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "/run/containers/storage/overlay-containers/0123456789abcdef/userdata/shm, false",
    "/var/lib/containers/storage/overlay-containers/0123456789abcdef/userdata/shm, false",
    "/run/containerd/io.containerd.grpc.v1.cri/sandboxes/0123456789abcdef/shm, false",
    "/var/lib/docker/containers/0123456789abcdef/mounts/shm, false",
    "/var/lib/containers, true",
    "/run, true",
    "/srv/containers, true"
  })
  void leavesOutWhatRuntimesMount(String mountPoint, boolean kept) {
    assertThat(load(Map.of(), Map.of()).config().filters().mountPoints().test(mountPoint))
        .isEqualTo(kept);
  }

  @Test
  void prefersCommandLineToEnvironmentToFileToDefault() throws IOException {
    Path file = file("series.max: 1\nidentity: full\nexport.request-max-bytes: 5000\n");
    Map<String, String> environment =
        Map.of(
            "PROCPUSH_CONFIG", file.toString(),
            "PROCPUSH_SERIES_MAX", "2",
            "PROCPUSH_EXPORT_REQUEST_MAX_BYTES", "6000");

    AgentConfig config = load(environment, Map.of("series.max", "3")).config();

    assertThat(config.seriesMax()).isEqualTo(3);
    assertThat(config.requestMaxBytes()).isEqualTo(6_000);
    assertThat(config.identity()).isEqualTo(Identity.FULL);
    assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
  }

  @Test
  void prefersTheFileOfTheCommandLine() throws IOException {
    Path file = file("series.max: 7\n");
    Map<String, String> environment = Map.of("PROCPUSH_CONFIG", "/does/not/exist");

    AgentConfig config = load(environment, Map.of("config", file.toString())).config();

    assertThat(config.seriesMax()).isEqualTo(7);
  }

  @Test
  void takesEverySettingFromEverySource() throws IOException {
    Map<String, String> values = new HashMap<>();
    Map<String, String> environment = new HashMap<>();
    StringBuilder yaml = new StringBuilder();
    for (Setting<?> setting : Settings.all()) {
      if (!setting.equals(Settings.CONFIG)) {
        String value = example(setting);
        values.put(setting.name(), value);
        environment.put(setting.variable(), value);
        yaml.append(setting.name()).append(": '").append(value).append("'\n");
      }
    }
    AgentConfig byOptions = load(Map.of(), values).config();

    assertThat(load(environment, Map.of()).config()).isEqualTo(byOptions);
    assertThat(load(Map.of(), Map.of("config", file(yaml.toString()).toString())).config())
        .isEqualTo(byOptions);
    assertThat(byOptions.filters().metrics().test("x")).isFalse();
    assertThat(byOptions.filters().optionalMetrics().test("x")).isTrue();
    assertThat(byOptions.paths().cgroup()).isEqualTo(folder);
    assertThat(byOptions.paths().namespaceFolders()).containsExactly(folder, Path.of("/b"));
    assertThat(byOptions.paths().runtimeSockets())
        .containsExactly(Path.of("/run/docker.sock"), Path.of("/run/podman/podman.sock"));
    assertThat(byOptions.tcpStates()).isEqualTo(TcpStates.OFF);
  }

  @Test
  void anEmptyExpressionLeavesNothingOut() {
    Filters filters = load(Map.of(), Map.of("interfaces.exclude", "")).config().filters();

    assertThat(filters.interfaces().test("lo")).isTrue();
  }

  @Test
  void anEmptyVariableIsNotSet() {
    Map<String, String> environment =
        Map.of("PROCPUSH_INTERFACES_EXCLUDE", "", "PROCPUSH_SERIES_MAX", "", "PROCPUSH_CONFIG", "");

    assertThat(load(environment, Map.of()).config()).isEqualTo(load(Map.of(), Map.of()).config());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "series.max|abc|--series.max=abc: not a whole number",
        "series.max||--series.max=: not a whole number",
        "series.max|-1|--series.max=-1: not between 1 and 10000000",
        "series.max|-0|--series.max=-0: not between 1 and 10000000",
        "series.max|-|--series.max=-: not a whole number",
        "series.max|--1|--series.max=--1: not a whole number",
        "series.max|1e3|--series.max=1e3: not a whole number",
        "series.max|٣|--series.max=٣: not a whole number",
        "series.max|0|--series.max=0: not between 1 and 10000000",
        "series.max|9999999999999999999999|"
            + "--series.max=9999999999999999999999: not between 1 and 10000000",
        "export.request-max-bytes|1|"
            + "--export.request-max-bytes=1: not between 4096 and 67108864",
        "identity|short|--identity=short: not one of compact, full",
        "log.level|loud|--log.level=loud: not one of error, warn, info, debug, trace",
        "namespaces.include|a(b|--namespaces.include=a(b: not a regular expression of RE2:"
            + " missing closing ): a(b",
        "metrics.exclude|(?=a)|--metrics.exclude=(?=a): not a regular expression of RE2:"
            + " invalid or unsupported Perl syntax: (?=",
        "path.rootfs|/none|--path.rootfs=/none: no such directory",
        "path.procfs|/proc/stat|--path.procfs=/proc/stat: not a directory",
        "path.sysfs||--path.sysfs=: empty",
        "docker.root|var/lib|--docker.root=var/lib: not an absolute path",
        "namespaces.folders|/run/netns:run|--namespaces.folders=/run/netns:run: not an absolute"
            + " path",
        "namespaces.folders|/run/netns:|--namespaces.folders=/run/netns:: empty",
        "tcp.states|on|--tcp.states=on: not one of auto, always, off",
        "protocols.exclude|[|--protocols.exclude=[: not a regular expression of RE2: missing"
            + " closing ]: [",
        "metrics.include|(|--metrics.include=(: not a regular expression of RE2: missing closing ):"
            + " (",
        "config|/none.yaml|--config=/none.yaml: no such file",
        "config|/proc|--config=/proc: cannot be read: Is a directory",
        "config||--config=: empty",
      })
  void refusesABadOption(String name, String value, String message) {
    assertRefused(Map.of(), Map.of(name, value == null ? "" : value), message);
  }

  @Test
  void refusesAPathThatIsNone() {
    assertRefused(Map.of(), Map.of("path.rootfs", "a\0b"), "--path.rootfs=a\0b: not a path");
  }

  @Test
  void refusesABadVariableEvenWhereAnOptionOutdoesIt() {
    assertRefused(
        Map.of("PROCPUSH_SERIES_MAX", "abc"),
        Map.of("series.max", "1"),
        "PROCPUSH_SERIES_MAX=abc: not a whole number");
  }

  @Test
  void showsSoMuchOfALongValueAsFitsIntoALine() {
    assertRefused(
        Map.of("PROCPUSH_SERIES_MAX", "x".repeat(100_000)),
        Map.of(),
        "PROCPUSH_SERIES_MAX=" + "x".repeat(80) + "…: not a whole number");
  }

  @Test
  void warnsOfAVariableThatIsNoSetting() {
    Map<String, String> environment =
        Map.of(
            "PROCPUSH_SERIES_MAXIMUM", "1",
            "PROCPUSH_NAMESPACE_EXCLUDE", "x",
            "procpush_series_max", "1",
            "PATH", "/bin");

    assertThat(load(environment, Map.of()).warnings())
        .containsExactly(
            "PROCPUSH_NAMESPACE_EXCLUDE is not a setting and is ignored;"
                + " the nearest is PROCPUSH_NAMESPACES_EXCLUDE",
            "PROCPUSH_SERIES_MAXIMUM is not a setting and is ignored;"
                + " the nearest is PROCPUSH_SERIES_MAX");
  }

  @Test
  void boundsItsWarnings() {
    Map<String, String> environment = new HashMap<>();
    IntStream.range(0, 500).forEach(i -> environment.put("PROCPUSH_X" + i, "1"));

    assertThat(load(environment, Map.of()).warnings())
        .hasSize(11)
        .last()
        .isEqualTo("490 more unknown PROCPUSH_ variables");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROCPUSH_SERVICE_HOST",
        "PROCPUSH_SERVICE_PORT",
        "PROCPUSH_SERVICE_PORT_OTLP_GRPC",
        "PROCPUSH_PORT",
        "PROCPUSH_PORT_4317_TCP",
        "PROCPUSH_PORT_4317_TCP_ADDR",
        "PROCPUSH_PORT_4317_TCP_PORT",
        "PROCPUSH_PORT_53_UDP_PROTO",
        "PROCPUSH_COLLECTOR_2_SERVICE_HOST",
        "PROCPUSH_COLLECTOR_PORT_4317_TCP_ADDR",
        "PROCPUSH_USER",
        "PROCPUSH_HOST_MOUNT",
      })
  void ignoresWhatKubernetesAndComposeSet(String variable) {
    assertThat(load(Map.of(variable, "tcp://10.0.0.1:4317"), Map.of()).warnings()).isEmpty();
  }

  private String example(Setting<?> setting) {
    return switch (setting.placeholder()) {
      case "DIR" -> folder.toString();
      case "REGEX" -> "x";
      case "COUNT", "BYTES" -> "12345";
      case "compact|full" -> "full";
      case "PATH:PATH" -> "/run/docker.sock:/run/podman/podman.sock";
      case "auto|always|off", "off|containers|all" -> "off";
      case "DIR:DIR" -> folder + ":/a/../b";
      default -> "debug";
    };
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }

  private void assertRefused(
      Map<String, String> environment, Map<String, String> options, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(environment, options))
        .withMessage(message);
  }

  private LoadedConfig load(Map<String, String> environment, Map<String, String> options) {
    return new ConfigLoader(environment, new Machine(folder, HEAP)).load(options);
  }
}
