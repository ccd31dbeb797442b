// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import dev.procpush.linux.SocketPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A Unix socket in the shape of a TCP socket, which is the only one that OkHttp knows. The address
/// it is told to connect to stands for nothing.
///
/// It keeps no time: OkHttp ends what takes too long by closing its socket from another thread, and
/// closing a channel wakes whoever waits for it.
final class UnixSocket extends Socket {
  private final RootFiles root;
  private final String path;
  private final SocketChannel channel;
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean inputShutdown;
  private volatile boolean outputShutdown;
  private int timeout;

  /// @param path as the host sees it
  /// @param maxBytes the most that is received over it
  UnixSocket(RootFiles root, String path, long maxBytes) throws IOException {
    this.root = root;
    this.path = path;
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    input = new Input(channel, maxBytes);
    output = new Output(channel);
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  /// Does not wait: a listener with a full queue is a failure.
  @Override
  public void connect(SocketAddress endpoint, int ignored) throws IOException {
    try (SocketPlace place = root.socket(path)) {
      if (!place.isWritable()) {
        throw RuntimeFailure.denied(place.uid(), place.gid(), place.permissions());
      }
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(place.path()))) {
        throw RuntimeFailure.busy();
      }
      channel.configureBlocking(true);
    } catch (ErrnoException e) {
      throw RuntimeFailure.unreachable(e);
    }
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShutdown = true;
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    outputShutdown = true;
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public void setSoTimeout(int timeout) {
    this.timeout = timeout;
  }

  @Override
  public int getSoTimeout() {
    return timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public String toString() {
    return path;
  }

  private static final class Input extends InputStream {
    private final SocketChannel channel;
    private long left;

    Input(SocketChannel channel, long maxBytes) {
      this.channel = channel;
      this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(bytes, offset, length));
      left -= Math.max(count, 0);
      if (left < 0) {
        throw RuntimeFailure.tooLarge();
      }
      return count;
    }
  }

  private static final class Output extends OutputStream {
    private final SocketChannel channel;

    Output(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
