// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Makes the configuration from what the user gave: the command line goes before the environment,
/// that before the configuration file, that before the defaults. A bad value is refused even where
/// a better source outdoes it.
public final class ConfigLoader {

  private final Environment environment;
  private final Machine machine;

  /// @param environment the process's environment variables
  public ConfigLoader(Map<String, String> environment, Machine machine) {
    this.environment = new Environment(environment);
    this.machine = machine;
  }

  /// @param options the values of the command line's options by setting name
  /// @throws ConfigException where the agent must not start
  public LoadedConfig load(Map<String, String> options) {
    Map<String, Given> given = new HashMap<>(environment.given());
    given.putAll(checked(options));
    Given named = given.get(Settings.CONFIG.name());
    ConfigFile file = named == null ? ConfigFile.NONE : ConfigFile.read(named);
    file.given().forEach(given::putIfAbsent);
    return new LoadedConfig(config(new Choices(given), file), environment.warnings());
  }

  private static Map<String, Given> checked(Map<String, String> options) {
    Map<String, Given> given = new HashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String text = options.get(setting.name());
      if (text != null) {
        given.put(setting.name(), Given.checked(setting, setting.option(), text));
      }
    }
    return given;
  }

  private AgentConfig config(Choices choices, ConfigFile file) {
    return new AgentConfig(
        paths(choices),
        filters(choices),
        choices.orDefault(Settings.TCP_STATES),
        new ProcessSelection(
            choices.orDefault(Settings.PROCESSES_COLLECT),
            filter(choices, Settings.PROCESSES_INCLUDE, Settings.PROCESSES_EXCLUDE),
            choices.orDefault(Settings.PROCESSES_TOP)),
        file.attributeRules(),
        file.procMetrics(),
        choices.orElse(Settings.SERIES_MAX, machine.seriesMax()),
        choices.orDefault(Settings.IDENTITY),
        choices.orDefault(Settings.REQUEST_MAX_BYTES),
        choices.orDefault(Settings.LOG_LEVEL));
  }

  private HostPaths paths(Choices choices) {
    Path rootfs = choices.orElse(Settings.ROOTFS, machine.rootfs());
    Path sysfs = choices.orElse(Settings.SYSFS, rootfs.resolve("sys"));
    return new HostPaths(
        rootfs,
        choices.orElse(Settings.PROCFS, rootfs.resolve("proc")),
        choices.has(Settings.PROCFS),
        sysfs,
        choices.orElse(Settings.CGROUP, sysfs.resolve("fs/cgroup")),
        choices.orNull(Settings.DOCKER_ROOT),
        choices.orDefault(Settings.NAMESPACES_FOLDERS),
        choices.orDefault(Settings.RUNTIME_SOCKETS));
  }

  private static Filters filters(Choices choices) {
    return new Filters(
        filter(choices, Settings.NAMESPACES_INCLUDE, Settings.NAMESPACES_EXCLUDE),
        filter(choices, Settings.CONTAINERS_INCLUDE, Settings.CONTAINERS_EXCLUDE),
        filter(choices, Settings.INTERFACES_INCLUDE, Settings.INTERFACES_EXCLUDE),
        filter(choices, Settings.HOST_INTERFACES_INCLUDE, Settings.HOST_INTERFACES_EXCLUDE),
        isDefault(choices, Settings.HOST_INTERFACES_INCLUDE)
            && isDefault(choices, Settings.HOST_INTERFACES_EXCLUDE),
        Filter.of(null, choices.orDefault(Settings.METRICS_EXCLUDE)),
        Filter.only(choices.orDefault(Settings.METRICS_INCLUDE)),
        filter(choices, Settings.PROTOCOLS_INCLUDE, Settings.PROTOCOLS_EXCLUDE),
        filter(choices, Settings.DISKS_INCLUDE, Settings.DISKS_EXCLUDE),
        isDefault(choices, Settings.DISKS_EXCLUDE),
        filter(choices, Settings.FILE_SYSTEMS_INCLUDE, Settings.FILE_SYSTEMS_EXCLUDE),
        filter(choices, Settings.MOUNTS_INCLUDE, Settings.MOUNTS_EXCLUDE),
        Filter.only(choices.orDefault(Settings.CONTAINERS_LABELS)),
        Filter.of(choices.orDefault(Settings.CONTAINERS_MEMORY_INCLUDE), null));
  }

  private static boolean isDefault(Choices choices, Setting<Pattern> setting) {
    return choices.orDefault(setting).pattern().equals(setting.defaultText());
  }

  private static Filter filter(
      Choices choices, Setting<Pattern> include, Setting<Pattern> exclude) {
    return Filter.of(choices.orDefault(include), choices.orDefault(exclude));
  }
}
