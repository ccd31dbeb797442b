// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What root can do with few capabilities, in a JVM of its own.
@RequiresRoot
@Timeout(120)
final class NamespaceCapabilitiesIT {

  @Test
  void withoutAnyItStaysAtHomeAndReadsThere() {
    assertThat(probe("-all"))
        .containsExactly(
            "mount EPERM", "process EACCES", "net/dev ok", "sysctl ok", "sysfs EPERM", "links ok");
  }

  @Test
  void adminEntersMountsButNoProcess() {
    assertThat(probe("-all,+sys_admin"))
        .containsExactly(
            "mount ok", "process EACCES", "net/dev ok", "sysctl ok", "sysfs ok", "links ok");
  }

  @Test
  void adminAndPtraceEnterBoth() {
    assertThat(probe("-all,+sys_admin,+sys_ptrace"))
        .containsExactly(
            "mount ok", "process ok", "net/dev ok", "sysctl ok", "sysfs ok", "links ok");
  }

  private static List<String> probe(String capabilities) {
    try (NamedNamespace named = NamedNamespace.create("pp-capabilities");
        LiveNamespace live = LiveNamespace.create()) {
      NamespaceMount mount = named.mount();
      List<String> command = new ArrayList<>();
      command.addAll(List.of("setpriv", "--bounding-set", capabilities, "--inh-caps", "-all"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(Probe.class.getName());
      command.add(mount.path());
      command.add(Long.toString(mount.nsfsInode()));
      command.add(Long.toString(mount.ctimeNanos()));
      command.add(Long.toString(live.pid()));
      command.add(Long.toString(live.inode()));
      return Command.run(command.toArray(String[]::new)).lines().toList();
    }
  }

  /// Says of each thing how it went.
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      NamespaceMount mount =
          new NamespaceMount(
              arguments[0], Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
      List<String> said = new ArrayList<>();
      try (NamespaceThread thread = NamespaceThread.start("/")) {
        thread.run(
            inside -> {
              said.add(
                  tried(
                      "process",
                      () -> {
                        inside.enterProcess("/proc/" + arguments[3], Long.parseLong(arguments[4]));
                        return "";
                      }));
              inside.goHome();
              said.addFirst(
                  tried(
                      "mount",
                      () -> {
                        inside.enter(mount);
                        return "";
                      }));
              said.add(tried("net/dev", () -> inside.read("net/dev")));
              said.add(tried("sysctl", () -> inside.readSysctl("net/ipv4/ip_forward")));
              said.add(tried("sysfs", () -> inside.readSysfs("class/net/lo/mtu")));
              said.add(tried("links", () -> inside.ask(NetlinkRequest.LINKS)));
            });
      }
      said.forEach(System.out::println);
    }

    private static String tried(String what, Callable<Object> call) {
      try {
        call.call();
        return what + " ok";
      } catch (ErrnoException e) {
        return what + " " + e.errnoName();
      } catch (Exception e) {
        return what + " " + e;
      }
    }
  }
}
