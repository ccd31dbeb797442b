// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;

/// A UDP socket for each IP version that never reads and has been sent more than it has room for;
/// here, or in another namespace in a program of its own.
final class SilentSockets implements AutoCloseable {
  private final DatagramChannel ipv4;
  private final DatagramChannel ipv6;

  private SilentSockets(DatagramChannel ipv4, DatagramChannel ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  static SilentSockets open() throws IOException {
    return new SilentSockets(
        flooded(StandardProtocolFamily.INET, "127.0.0.1", 60),
        flooded(StandardProtocolFamily.INET6, "::1", 50));
  }

  /// Starts [#main] in a namespace, where `lo` is up.
  ///
  /// @return its process once the sockets are there; to be destroyed
  static Process start(LiveNamespace namespace) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        SilentSockets.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Process process =
        new ProcessBuilder(
                List.of(
                    "nsenter",
                    "--net=/proc/" + namespace.pid() + "/ns/net",
                    java,
                    "-cp",
                    classes,
                    SilentSockets.class.getName()))
            .redirectErrorStream(true)
            .start();
    String said = process.inputReader(UTF_8).readLine();
    if (!"open".equals(said)) {
      process.destroyForcibly();
      throw new IOException("SilentSockets: " + said);
    }
    return process;
  }

  /// Stays until its input ends.
  public static void main(String[] arguments) throws IOException {
    try (SilentSockets sockets = open()) {
      System.out.println(sockets.ipv4.isOpen() && sockets.ipv6.isOpen() ? "open" : "closed");
      while (System.in.read() >= 0) {
        // nobody writes
      }
    }
  }

  private static DatagramChannel flooded(StandardProtocolFamily family, String address, int packets)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    for (int i = 0; i < packets; i++) {
      channel.send(ByteBuffer.allocate(500), channel.getLocalAddress());
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    ipv4.close();
    ipv6.close();
  }
}
