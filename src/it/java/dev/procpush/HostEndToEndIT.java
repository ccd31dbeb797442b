// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend.Demands;
import dev.procpush.PrometheusApi.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A metric of each family of the host, asked of Prometheus, behind a real Collector: with all
/// labels, against what the shell's tools tell of this host, and against the files of hosts that
/// have what this one seldom has.
@RequiresBackend
@RequiresRoot
@Timeout(300)
final class HostEndToEndIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /// What moves lies between the lowest and the highest of our readings so far, or as near as this.
  private static final double NEAR = 0.02;

  /// Series as `name{label=value,…}`, and what prints their values.
  private final Map<String, String> sources = new LinkedHashMap<>();

  @Test
  void tellsOfTheHost() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("mounted"));
    Command.run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=100", "procpush", "" + mount);
    try (Backend backend = Backend.start(folder, Demands.NONE)) {
      Files.write(mount.resolve("file"), new byte[300_000]);
      cpus();
      memory();
      disks(mount);
      otherState();
      Map<String, double[]> bounds = new HashMap<>();
      read(bounds);
      try (AgentProcess agent =
          AgentProcess.start(folder.resolve("agent.log"), environment(backend, "this-host"))) {
        List<String> open = new ArrayList<>(sources.keySet());
        eventually(
            SOON,
            () -> {
              Map<Map<String, String>, Double> found = all(backend, "this-host");
              read(bounds);
              open.removeIf(
                  series -> isWithin(bounds.get(series), found.get(labels(series, "this-host"))));
              assertThat(open).as("of %s", found).isEmpty();
            });
        assertThat(agent.stop()).isZero();
      }
    } finally {
      Command.run("umount", "" + mount);
    }
  }

  private void cpus() {
    sources.put(
        "system_cpu_time_seconds_total{cpu_logical_number=0,cpu_mode=user}",
        "awk '/^cpu0 / { print $2 / 100 }' /proc/stat");
    sources.put("system_cpu_load_average_15m", "cut -d' ' -f3 /proc/loadavg");
    sources.put("system_cpu_context_switches_total", stat("ctxt"));
    sources.put("system_cpu_softirqs_total", stat("softirq"));
    sources.put("system_cpu_logical_count", "getconf _NPROCESSORS_ONLN");
    sources.put("system_process_created_total", stat("processes"));
    sources.put(
        "system_process_count{process_state=idle}", "cat /proc/[0-9]*/stat | grep -c ') I '");
    sources.put("system_thread_count", "cut -d/ -f2 /proc/loadavg | cut -d' ' -f1");
    if (Files.exists(Path.of("/proc/schedstat"))) {
      sources.put(
          "system_cpu_scheduler_timeslices_total{cpu_logical_number=0}",
          "awk '/^cpu0 / { print $10 }' /proc/schedstat");
    }
  }

  private void memory() {
    sources.put("system_memory_limit_bytes", "awk '/^MemTotal/ { print $2 * 1024 }' /proc/meminfo");
    sources.put(
        "system_memory_usage_bytes{system_memory_state=cached}",
        "awk '/^Cached/ { print $2 * 1024 }' /proc/meminfo");
    sources.put(
        "system_memory_linux_page_tables_bytes",
        "awk '/^PageTables/ { print $2 * 1024 }' /proc/meminfo");
    sources.put("system_memory_oom_kills_total", vmstat("oom_kill", 1));
    sources.put(
        "system_paging_faults_total{system_paging_fault_type=major}", vmstat("pgmajfault", 1));
    sources.put(
        "system_paging_io_bytes_total{system_paging_direction=out}", vmstat("pgpgout", 1024));
    if (Files.exists(Path.of("/proc/pressure/io"))) {
      sources.put(
          "system_pressure_waiting_time_seconds_total{pressure_resource=io}",
          "sed -n 's/^some.*total=//p' /proc/pressure/io | awk '{ print $1 / 1000000 }'");
    }
  }

  private void disks(Path mount) {
    String disk =
        Command.run("bash", "-c", "lsblk -dno NAME | grep -vE '^(loop|z?ram|fd)' | head -1")
            .strip();
    assertThat(disk).isNotEmpty();
    String device = "system_device=" + disk;
    sources.put("system_disk_limit_bytes{" + device + "}", "lsblk -bdno SIZE /dev/" + disk);
    sources.put(
        "system_disk_operations_total{disk_io_direction=write," + device + "}",
        "awk '$3 == \"" + disk + "\" { print $8 }' /proc/diskstats");
    String fileSystem =
        "system_device=procpush,system_filesystem_type=tmpfs,system_filesystem_mountpoint=" + mount;
    sources.put(
        "system_filesystem_usage_bytes{system_filesystem_state=used," + fileSystem + "}",
        "df -B1 --output=used '" + mount + "' | tail -1");
    sources.put("system_filesystem_inode_limit{" + fileSystem + "}", "echo 100");
    sources.put("system_filesystem_read_only{" + fileSystem + "}", "echo 0");
  }

  private void otherState() {
    sources.put("system_uptime_seconds", "cut -d' ' -f1 /proc/uptime");
    sources.put("system_boot_time_seconds", stat("btime"));
    sources.put("system_file_handle_limit", "cut -f3 /proc/sys/fs/file-nr");
    sources.put("system_entropy_limit_bit", "cat /proc/sys/kernel/random/poolsize");
    sources.put("system_clock_frequency_adjustment_ratio", "echo 1");
    String text =
        Command.run(
            "bash",
            "-c",
            """
            . /etc/os-release
            echo "os_name=$NAME,os_version=$VERSION_ID,os_description=$PRETTY_NAME,\
            system_kernel_release=$(uname -r),host_arch=$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64/'),\
            system_clock_source=$(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
            """);
    sources.put("system_info{" + text.strip() + "}", "echo 1");
  }

  private static String stat(String line) {
    return "awk '/^" + line + " / { printf \"%.0f\", $2 }' /proc/stat";
  }

  private static String vmstat(String line, int factor) {
    return "awk '/^" + line + " / { printf \"%.0f\", $2 * " + factor + " }' /proc/vmstat";
  }

  private void read(Map<String, double[]> bounds) {
    sources.forEach(
        (series, script) -> {
          double value = Double.parseDouble(Command.run("bash", "-c", script).strip());
          double[] known = bounds.computeIfAbsent(series, _ -> new double[] {value, value});
          known[0] = Math.min(known[0], value);
          known[1] = Math.max(known[1], value);
        });
  }

  private static boolean isWithin(double @Nullable [] bounds, @Nullable Double value) {
    return bounds != null
        && value != null
        && value >= bounds[0] - NEAR * bounds[1]
        && value <= bounds[1] * (1 + NEAR);
  }

  /// The numbers are those of the files of each of these hosts.
  @Test
  void tellsOfHostsThatHaveMore() throws Exception {
    Map<String, List<String>> hosts =
        Map.of(
            "sensors-host",
            List.of(
                "hw_temperature_celsius{hw_id=nvme_nvme0/temp1,hw_name=Composite,hw_sensor_location=nvme}"
                    + " 43.85",
                "hw_fan_speed_rpm{hw_id=i2c_1_1_0058/fan1,hw_name=fan1} 7400",
                "hw_voltage_volts{hw_id=i2c_1_1_0058/in1,hw_name=vout1} 12.062",
                "hw_power_watts{hw_id=i2c_1_1_0058/power1,hw_name=pout1,hw_type=sensor} 123.75",
                "hw_energy_joules_total{hw_id=i2c_1_1_0058/energy1,hw_name=energy1,hw_type=sensor}"
                    + " 1234.56789",
                "hw_errors_total{error_type=corrected,hw_id=mc0,hw_name=Skylake Socket#0"
                    + " IMC#0,hw_type=memory} 0",
                "system_cpu_core_throttles_total{system_cpu_core=0,system_cpu_package=0} 0",
                "system_mdraid_synced_bytes{system_device=md0} 536281088"),
            "nfs-btrfs-host",
            List.of(
                "nfs_client_rpc_count_total 4329785",
                "nfs_server_rpc_count_total{error_type=auth} 2",
                "system_btrfs_allocation_usage_bytes{system_btrfs_block_group_profile=raid0,system_btrfs_block_group_type=data,system_btrfs_uuid=0abb23a9-579b-43e6-ad30-227ef47fcb9d}"
                    + " 808189952"),
            "laptop-host",
            List.of(
                "hw_battery_charge_ratio{hw_battery_state=discharging,hw_id=BAT0,hw_name=5B10W51867}"
                    + " 0.81"),
            "linux-6.6-numa-host",
            List.of(
                "system_memory_numa_usage_bytes{system_memory_numa_node=0,system_memory_state=free}"
                    + " 410828931072"));
    try (Backend backend = Backend.start(folder, Demands.NONE)) {
      for (Map.Entry<String, List<String>> host : hosts.entrySet()) {
        String name = host.getKey();
        Path files = Path.of("src/test/fixtures/composed", name).toAbsolutePath();
        try (AgentProcess agent =
            AgentProcess.start(
                folder.resolve(name + ".log"),
                environment(backend, name),
                "--path.rootfs=" + files,
                "--path.procfs=" + files.resolve("proc"))) {
          Map<Map<String, String>, Double> expected = new HashMap<>();
          for (String line : host.getValue()) {
            int space = line.lastIndexOf(' ');
            expected.put(
                labels(line.substring(0, space), name), Double.valueOf(line.substring(space + 1)));
          }
          eventually(SOON, () -> assertThat(all(backend, name)).containsAllEntriesOf(expected));
          assertThat(agent.stop()).isZero();
        }
      }
    }
  }

  private static Map<String, String> environment(Backend backend, String instance) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:" + backend.grpcPort(),
        "OTEL_METRIC_EXPORT_INTERVAL",
        "2000",
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.instance.id=" + instance);
  }

  private static Map<Map<String, String>, Double> all(Backend backend, String instance)
      throws IOException, InterruptedException {
    Map<Map<String, String>, Double> all = new HashMap<>();
    for (Sample sample :
        backend
            .prometheus()
            .query("{__name__=~'(system|hw|nfs)_.*',instance='" + instance + "'}")) {
      all.put(sample.labels(), sample.value());
    }
    return all;
  }

  /// All labels that a series has.
  ///
  /// @param series as `name{label=value,…}`
  private static Map<String, String> labels(String series, String instance) {
    Map<String, String> labels = new HashMap<>(Map.of("job", "procpush", "instance", instance));
    int brace = series.indexOf('{');
    labels.put("__name__", brace < 0 ? series : series.substring(0, brace));
    if (brace >= 0) {
      for (String label : series.substring(brace + 1, series.length() - 1).split(",", -1)) {
        int equals = label.indexOf('=');
        labels.put(label.substring(0, equals), label.substring(equals + 1));
      }
    }
    return labels;
  }
}
