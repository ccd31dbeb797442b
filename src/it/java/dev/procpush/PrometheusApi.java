// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The HTTP API of a running Prometheus.
public final class PrometheusApi {

  /// One series and its newest value.
  ///
  /// @param labels all of them, `__name__` too
  /// @param value an exact number up to 2^53, as Prometheus keeps it
  public record Sample(Map<String, String> labels, double value) {

    /// The value of a label, or the empty string: Prometheus makes no difference.
    public String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;

  /// @param base such as `http://127.0.0.1:9090`
  public PrometheusApi(URI base) {
    this.base = base;
  }

  /// The result of an instant query.
  public List<Sample> query(String promql) throws IOException, InterruptedException {
    Map<?, ?> data = Json.map(get("/api/v1/query?query=" + encode(promql)));
    var samples = new ArrayList<Sample>();
    for (Object result : Json.list(data.get("result"))) {
      List<?> value = Json.list(Json.map(result).get("value"));
      samples.add(
          new Sample(
              labels(Json.map(result).get("metric")), Double.parseDouble("" + value.get(1))));
    }
    return samples;
  }

  /// The label sets of all series that ever had a point and match the selector.
  public Set<Map<String, String>> series(String selector) throws IOException, InterruptedException {
    return Json.list(get("/api/v1/series?match[]=" + encode(selector))).stream()
        .map(PrometheusApi::labels)
        .collect(Collectors.toSet());
  }

  private Object get(String pathAndQuery) throws IOException, InterruptedException {
    URI uri = base.resolve(pathAndQuery.replace("[]", "%5B%5D"));
    var response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(uri + ": " + response.statusCode() + " " + response.body());
    }
    Object data = Json.map(Json.parse(response.body())).get("data");
    if (data == null) {
      throw new IOException(uri + ": no data in " + response.body());
    }
    return data;
  }

  private static Map<String, String> labels(@Nullable Object json) {
    var labels = new TreeMap<String, String>();
    Json.map(json).forEach((name, value) -> labels.put("" + name, "" + value));
    return labels;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
