// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A running node_exporter with its default collectors.
final class NodeExporter implements AutoCloseable {

  /// The name and the labels of a sample.
  record Series(String name, Map<String, String> labels) {}

  private static final Duration START = Duration.ofSeconds(30);
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Pattern COLLECTOR =
      Pattern.compile(
          "--\\[no-]collector\\.([a-z_0-9]+)\\s+Enable\\s+the\\s+\\S+\\s+collector\\s+"
              + "\\(default:\\s+(enabled|disabled)\\)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI metrics;
  private final Process process;

  private NodeExporter(URI metrics, Process process) {
    this.metrics = metrics;
    this.process = process;
  }

  static String program() {
    return Backend.program("NODE_EXPORTER_PROGRAM", "node_exporter");
  }

  /// The names of its collectors: those that are on by default, and those that are not.
  static Map<Boolean, List<String>> collectors() {
    return COLLECTOR
        .matcher(Command.run(program(), "--help"))
        .results()
        .collect(
            Collectors.partitioningBy(
                found -> found.group(2).equals("enabled"),
                Collectors.mapping(found -> found.group(1), Collectors.toList())));
  }

  /// Starts it and waits until it answers.
  static NodeExporter start(Path log) throws IOException {
    String address = "127.0.0.1:" + Backend.freePort();
    Process process =
        new ProcessBuilder(program(), "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    NodeExporter exporter = new NodeExporter(URI.create("http://" + address + "/metrics"), process);
    try {
      eventually(START, exporter::read);
    } catch (AssertionError e) {
      exporter.close();
      throw new IOException("node_exporter does not answer, see " + log, e);
    }
    return exporter;
  }

  /// What it tells of the host now, without what it tells of itself.
  Map<Series, Double> read() throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    Map<Series, Double> samples = new HashMap<>();
    response
        .body()
        .lines()
        .filter(line -> line.startsWith("node_"))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample ->
                samples.put(
                    new Series(sample.group(1), labels(sample.group(2))),
                    Double.parseDouble(sample.group(3).replace("Inf", "Infinity"))));
    return samples;
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      String value = label.group(2);
      labels.put(
          label.group(1),
          value
              .replace("\\\\", "\0")
              .replace("\\\"", "\"")
              .replace("\\n", "\n")
              .replace('\0', '\\'));
    }
    return labels;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
