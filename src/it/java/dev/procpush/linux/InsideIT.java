// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.Command;
import dev.procpush.Eventually;
import dev.procpush.LiveNamespace;
import dev.procpush.RequiresRoot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a namespace of the running kernel shows from inside, beside what `ip` and `ss` say.
@RequiresRoot
@Timeout(120)
final class InsideIT {
  private static final Pattern NAME_IN_JSON = Pattern.compile("\"ifname\":\"([^\"]+)\"");
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");
  private static final int IFINFOMSG = 16;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINK_NETNSID = 37;

  private final NamespaceThread thread = NamespaceThread.start("/");

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void listsTheLinksThatIpLists() {
    try (NamedNamespace named = NamedNamespace.create("pp-inside-links")) {
      for (int i = 0; i < 60; i++) {
        named.run("ip", "link", "add", "near" + i, "type", "veth", "peer", "name", "far" + i);
      }
      List<String> expected =
          NAME_IN_JSON
              .matcher(named.run("ip", "-j", "link"))
              .results()
              .map(name -> name.group(1))
              .toList();
      NamespaceMount mount = named.mount();
      run(
          inside -> {
            inside.enter(mount);
            FileContent links = inside.ask(NetlinkRequest.LINKS);
            int length = links.length();
            assertThat(length).as("more than one datagram").isGreaterThan(64 * 1024);
            assertThat(names(links)).containsExactlyInAnyOrderElementsOf(expected).hasSize(121);
            FileContent fewer = inside.ask(NetlinkRequest.LINKS_WITHOUT_STATISTICS);
            assertThat(fewer.length()).isLessThan(length);
            assertThat(names(fewer)).containsExactlyInAnyOrderElementsOf(expected);
            FileContent one = inside.ask(NetlinkRequest.link("near7"));
            int withStatistics = one.length();
            assertThat(names(one)).containsExactly("near7");
            FileContent state = inside.ask(NetlinkRequest.linkWithoutStatistics("near7"));
            assertThat(names(state)).containsExactly("near7");
            assertThat(state.length()).isLessThan(withStatistics - 300);
          });
    }
  }

  /// While devices come and go, an answer is whole or none.
  @Test
  void aListThatChangedMeanwhileIsAskedForAgain() throws Exception {
    try (LiveNamespace live = LiveNamespace.create()) {
      List<String> commands = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        commands.add("link add stays%d type veth peer name peer%d".formatted(i, i));
      }
      live.ip(commands);
      AtomicBoolean done = new AtomicBoolean();
      Thread changes =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      live.ip(
                          List.of(
                              "link add comes type veth peer name goes",
                              "link set comes mtu 1400",
                              "link delete comes"));
                    }
                  });
      try {
        run(
            inside -> {
              inside.enterProcess("/proc/" + live.pid(), live.inode());
              for (int i = 0; i < 200; i++) {
                try {
                  List<String> names = names(inside.ask(NetlinkRequest.LINKS));
                  assertThat(names).doesNotHaveDuplicates();
                  assertThat(names.stream().filter(name -> name.startsWith("stays"))).hasSize(100);
                } catch (ErrnoException e) {
                  assertThat(e.errno()).isEqualTo(ErrnoException.EAGAIN);
                }
              }
            });
      } finally {
        done.set(true);
        changes.join();
      }
    }
  }

  /// The host's `net/netstat` is larger than a page, and so than the kernel's first try.
  @Test
  void readsAtOnceWhatItReadsToTheEnd() {
    Consumer<NamespaceThread.Inside> compare =
        unchecked(
            inside -> {
              for (String name : List.of("snmp", "netstat", "snmp6", "sockstat", "sockstat6")) {
                String atOnce = text(inside.readAtOnce("net/" + name));
                String toTheEnd = text(inside.read("net/" + name));
                assertThat(DIGITS.matcher(atOnce).replaceAll("0"))
                    .as(name)
                    .isEqualTo(DIGITS.matcher(toTheEnd).replaceAll("0"))
                    .isNotEmpty();
              }
            });
    thread.run(compare);
    try (NamedNamespace named = NamedNamespace.create("pp-inside-once")) {
      NamespaceMount mount = named.mount();
      run(
          inside -> {
            inside.enter(mount);
            compare.accept(inside);
          });
    }
  }

  @Test
  void listsAddresses() {
    try (NamedNamespace named = NamedNamespace.create("pp-inside-address")) {
      named.run("ip", "link", "set", "lo", "up");
      named.run("ip", "address", "add", "192.0.2.77/32", "dev", "lo");
      NamespaceMount mount = named.mount();
      run(
          inside -> {
            inside.enter(mount);
            byte[] answer = inside.ask(NetlinkRequest.ADDRESSES).copy();
            assertThat(new String(answer, ISO_8859_1)).contains("\u00c0\u0000\u0002M");
          });
    }
  }

  @Test
  void parametersAreThoseOfTheNamespace() {
    try (NamedNamespace on = NamedNamespace.create("pp-inside-on");
        NamedNamespace off = NamedNamespace.create("pp-inside-off")) {
      on.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
      off.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward");
      NamespaceMount mountOfOn = on.mount();
      NamespaceMount mountOfOff = off.mount();
      run(
          inside -> {
            String home = text(inside.readSysctl("net/ipv4/ip_forward"));
            inside.enter(mountOfOn);
            assertThat(text(inside.readSysctl("net/ipv4/ip_forward"))).isEqualTo("1\n");
            inside.enter(mountOfOff);
            assertThat(text(inside.readSysctl("net/ipv4/ip_forward"))).isEqualTo("0\n");
            inside.goHome();
            assertThat(text(inside.readSysctl("net/ipv4/ip_forward"))).isEqualTo(home);
          });
    }
  }

  @Test
  void sysfsShowsTheDevicesOfTheNamespace() {
    try (NamedNamespace named = NamedNamespace.create("pp-inside-sysfs")) {
      named.run("ip", "link", "add", "only-here", "mtu", "1234", "type", "veth");
      NamespaceMount mount = named.mount();
      run(
          inside -> {
            for (int i = 0; i < 3; i++) {
              inside.enter(mount);
              assertThat(text(inside.readSysfs("class/net/only-here/mtu"))).isEqualTo("1234\n");
              inside.goHome();
              assertThat(text(inside.readSysfs("class/net/lo/mtu"))).isEqualTo("65536\n");
              assertErrno(ErrnoException.ENOENT, () -> inside.readSysfs("class/net/only-here/mtu"));
            }
          });
    }
  }

  @Test
  void knowsTheNumberThatTheNamespaceHasForHome() {
    try (NamedNamespace named = NamedNamespace.create("pp-inside-id")) {
      NamespaceMount mount = named.mount();
      run(
          inside -> {
            inside.enter(mount);
            assertThat(inside.homeId()).isEqualTo(-1);
          });
      Command.run(
          "ip",
          "link",
          "add",
          "pp-home",
          "type",
          "veth",
          "peer",
          "name",
          "away",
          "netns",
          "pp-inside-id");
      Eventually.eventually(
          Duration.ofSeconds(10),
          () ->
              run(
                  inside -> {
                    inside.enter(mount);
                    byte[] far = inside.ask(NetlinkRequest.link("away")).copy();
                    int id = inside.homeId();
                    assertThat(id).isNotNegative();
                    assertThat(attribute(far, 0, IFLA_LINK_NETNSID).getInt()).isEqualTo(id);
                  }));
    }
  }

  private static List<String> names(FileContent links) {
    byte[] bytes = links.copy();
    List<String> names = new ArrayList<>();
    for (int at : messages(bytes)) {
      ByteBuffer name = attribute(bytes, at, IFLA_IFNAME);
      names.add(UTF_8.decode(name.limit(name.limit() - 1)).toString());
    }
    return names;
  }

  private static List<Integer> messages(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    List<Integer> starts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += buffer.getInt(at) + 3 & ~3) {
      starts.add(at);
    }
    return starts;
  }

  private static ByteBuffer attribute(byte[] bytes, int message, int type) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int at = message + 16 + IFINFOMSG;
    while (buffer.getShort(at + 2) != type) {
      at += buffer.getShort(at) + 3 & ~3;
    }
    return buffer.slice(at + 4, buffer.getShort(at) - 4).order(ByteOrder.nativeOrder());
  }

  private static String text(FileContent content) {
    return new String(content.copy(), UTF_8);
  }

  private void run(Work work) {
    thread.run(unchecked(work));
  }

  private static Consumer<NamespaceThread.Inside> unchecked(Work work) {
    return inside -> {
      try {
        work.in(inside);
      } catch (ErrnoException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static void assertErrno(
      int errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
  }

  @FunctionalInterface
  private interface Work {
    void in(NamespaceThread.Inside inside) throws ErrnoException;
  }
}
