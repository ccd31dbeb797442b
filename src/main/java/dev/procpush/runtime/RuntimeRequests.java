// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import dev.procpush.discovery.InspectedContainer;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The two requests that are ever sent to a container runtime; both only read. Each has a
/// connection of its own, a deadline for all of it and a bound in bytes.
///
/// The paths have no version: each daemon then answers as its newest one, and the fields that are
/// read are the same in all. With a version no path would do for Docker 20.10 (up to 1.41) and
/// Docker 29 (from 1.44) alike.
final class RuntimeRequests {
  /// Headers included.
  static final int MAX_BYTES = 4 << 20;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");
  private static final int NOT_FOUND = 404;

  private final OkHttpClient http;
  private final Duration deadline;
  private final Predicate<String> labels;

  /// @param path the socket as the host sees it
  /// @param labels which labels of a container are wanted
  RuntimeRequests(RootFiles root, String path, Duration deadline, Predicate<String> labels) {
    this.deadline = deadline;
    this.labels = labels;
    http =
        new OkHttpClient.Builder()
            .socketFactory(new UnixSockets(root, path))
            .dns(
                host ->
                    List.of(
                        InetAddress.getByAddress(
                            host, InetAddress.getLoopbackAddress().getAddress())))
            .proxy(Proxy.NO_PROXY)
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .fastFallback(false)
            .callTimeout(deadline)
            .connectTimeout(deadline)
            .readTimeout(deadline)
            .writeTimeout(deadline)
            .build();
  }

  /// `GET /containers/json`: those that run.
  void list(Consumer<InspectedContainer> each) throws RuntimeFailure {
    get("containers/json", body -> ContainerJson.list(body, labels, each));
  }

  /// `GET /containers/<id>/json`.
  ///
  /// @return null when the runtime has no such container
  @Nullable InspectedContainer inspect(String id) throws RuntimeFailure {
    if (!ID.matcher(id).matches()) {
      return null;
    }
    InspectedContainer[] found = new InspectedContainer[1];
    get("containers/" + id + "/json", body -> found[0] = ContainerJson.inspected(body, labels));
    InspectedContainer container = found[0];
    return container == null || !container.id().equals(id) ? null : container;
  }

  private void get(String path, Body reader) throws RuntimeFailure {
    HttpUrl url =
        new HttpUrl.Builder().scheme("http").host("localhost").addPathSegments(path).build();
    Request request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", "procpush")
            .header("Accept-Encoding", "identity")
            .header("Connection", "close")
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (response.code() == NOT_FOUND) {
        return;
      }
      if (response.code() != 200) {
        throw RuntimeFailure.status(response.code());
      }
      reader.read(response.body().byteStream());
    } catch (IOException | RuntimeException e) {
      throw RuntimeFailure.of(e, deadline);
    }
  }

  private interface Body {
    void read(InputStream json) throws IOException;
  }

  private static final class UnixSockets extends SocketFactory {
    private final RootFiles root;
    private final String path;

    UnixSockets(RootFiles root, String path) {
      this.root = root;
      this.path = path;
    }

    @Override
    public Socket createSocket() throws IOException {
      return new UnixSocket(root, path, MAX_BYTES);
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
