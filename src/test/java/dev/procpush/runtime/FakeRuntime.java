// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A Unix socket that behaves as a test wants it to.
final class FakeRuntime implements AutoCloseable {
  /// The request lines and headers that came, one text a request.
  final List<String> requests = new CopyOnWriteArrayList<>();

  /// How many bytes were taken from this side.
  final AtomicLong sent = new AtomicLong();

  private final ServerSocketChannel server;
  private volatile Behaviour behaviour;

  /// What is done with a request.
  interface Behaviour {
    void answer(String requestLine, OutputStream out) throws Exception;
  }

  FakeRuntime(Path socket, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    Files.createDirectories(socket.getParent());
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  /// The request lines that came.
  List<String> requestLines() {
    return requests.stream().map(request -> request.lines().findFirst().orElseThrow()).toList();
  }

  /// Answers 200 with this body and its length.
  static Behaviour json(String body) {
    return (line, out) -> out.write(response("200 OK", body));
  }

  static byte[] response(String status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return ("HTTP/1.1 " + status + "\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body)
        .getBytes(UTF_8);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(Channels.newInputStream(client), UTF_8));
      StringBuilder request = new StringBuilder();
      String line;
      while ((line = reader.readLine()) != null && !line.isEmpty()) {
        request.append(line).append('\n');
      }
      requests.add(request.toString());
      behaviour.answer(request.toString().lines().findFirst().orElse(""), counted(client));
    } catch (Exception e) {
      // the other side had enough
    }
  }

  private OutputStream counted(SocketChannel client) {
    OutputStream out = Channels.newOutputStream(client);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sent.addAndGet(length);
      }
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
