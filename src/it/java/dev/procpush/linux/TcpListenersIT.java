// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.RequiresRoot;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.netlink.InetDiagMessages;
import dev.procpush.parse.netlink.TcpSocketId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the running kernel tells of TCP sockets that listen: of all, and of one of them.
@RequiresRoot
@Timeout(120)
final class TcpListenersIT {
  private final NamespaceThread thread = NamespaceThread.start("/");

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void listsTheListenersOfBothFamilies() throws Exception {
    // A ServerSocket would be one of IPv6 in either case.
    try (var four = ServerSocketChannel.open(StandardProtocolFamily.INET).bind(null);
        var six = ServerSocketChannel.open(StandardProtocolFamily.INET6).bind(null)) {
      String inFour = "2:" + four.socket().getLocalPort();
      String inSix = "10:" + six.socket().getLocalPort();
      run(
          inside -> {
            for (NetlinkRequest request :
                List.of(NetlinkRequest.TCP_LISTENING, NetlinkRequest.TCP_ALL)) {
              assertThat(familiesAndPorts(inside.ask(request))).contains(inFour, inSix);
            }
          });
      try (NamedNamespace named = NamedNamespace.create("pp-inside-tcp")) {
        NamespaceMount mount = named.mount();
        run(
            inside -> {
              inside.enter(mount);
              assertThat(inside.ask(NetlinkRequest.TCP_ALL).length()).isZero();
              inside.goHome();
              assertThat(familiesAndPorts(inside.ask(NetlinkRequest.TCP_ALL)))
                  .contains(inFour, inSix);
            });
      }
    }
  }

  @Test
  void findsAListenerThatADumpHasShown() throws Exception {
    try (var six = ServerSocketChannel.open(StandardProtocolFamily.INET6).bind(null);
        var local = listenAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      SocketAddress place;
      Set<Integer> ports;
      List<TcpSocketId> dumped;
      try (var four = listenAt(new InetSocketAddress(0))) {
        place = four.getLocalAddress();
        ports = ports(four, six, local);
        dumped = dumped(ports);
        assertThat(dumped).hasSize(3);
        for (TcpSocketId id : dumped) {
          assertThat(found(id)).containsExactly(id);
        }
      }
      try (var _ = listenAt(place)) {
        // another at the same place is not the same
        assertThat(dumped(ports)).hasSize(3).filteredOn(dumped::contains).hasSize(2);
        assertThat(dumped).filteredOn(id -> found(id).isEmpty()).hasSize(1);
      }
    }
  }

  /// The kernel finds one of those that share a port, and says of the others that there is none.
  @Test
  void findsNoOtherListenerThanTheOneAskedFor() throws Exception {
    try (var first = listenAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var second = listenAt(first.getLocalAddress())) {
      List<TcpSocketId> dumped = dumped(ports(first, second));
      assertThat(dumped).hasSize(2).doesNotHaveDuplicates();
      for (TcpSocketId id : dumped) {
        assertThat(found(id)).isSubsetOf(id);
      }
      assertThat(dumped).filteredOn(id -> found(id).isEmpty()).hasSize(1);
    }
  }

  private static ServerSocketChannel listenAt(SocketAddress place) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.INET)
        .setOption(StandardSocketOptions.SO_REUSEPORT, true)
        .bind(place);
  }

  private static Set<Integer> ports(ServerSocketChannel... channels) {
    return Arrays.stream(channels)
        .map(channel -> channel.socket().getLocalPort())
        .collect(Collectors.toSet());
  }

  /// The listening sockets that have one of these ports.
  private List<TcpSocketId> dumped(Set<Integer> ports) {
    return sockets(NetlinkRequest.TCP_LISTENING).stream()
        .filter(id -> ports.contains(Short.toUnsignedInt(ByteBuffer.wrap(id.bytes()).getShort())))
        .toList();
  }

  /// What the kernel finds by the name of a socket, if anything.
  private List<TcpSocketId> found(TcpSocketId id) {
    return sockets(NetlinkRequest.tcpSocket(id.family(), id.bytes()));
  }

  private List<TcpSocketId> sockets(NetlinkRequest request) {
    List<TcpSocketId> ids = new ArrayList<>();
    run(
        inside -> {
          try {
            FileContent answer = inside.ask(request);
            ids.addAll(InetDiagMessages.ids(answer.bytes(), answer.length()));
          } catch (ErrnoException e) {
            assertThat(e.errno()).isIn(ErrnoException.ENOENT, ErrnoException.ESTALE);
          } catch (MalformedKernelDataException e) {
            throw new AssertionError(e);
          }
        });
    return ids;
  }

  /// Family and source port of each `struct inet_diag_msg` whose state is TCP_LISTEN.
  private static Set<String> familiesAndPorts(FileContent sockets) {
    ByteBuffer bytes = ByteBuffer.wrap(sockets.copy());
    Set<String> found = new TreeSet<>();
    for (int at = 0; at < bytes.limit(); at += length(bytes, at)) {
      if (bytes.get(at + 17) == 10) {
        found.add(bytes.get(at + 16) + ":" + Short.toUnsignedInt(bytes.getShort(at + 20)));
      }
    }
    return found;
  }

  private static int length(ByteBuffer messages, int at) {
    return messages.duplicate().order(ByteOrder.nativeOrder()).getInt(at) + 3 & ~3;
  }

  private void run(Work work) {
    thread.run(
        inside -> {
          try {
            work.in(inside);
          } catch (ErrnoException e) {
            throw new AssertionError(e);
          }
        });
  }

  @FunctionalInterface
  private interface Work {
    void in(NamespaceThread.Inside inside) throws ErrnoException;
  }
}
