// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.config.ConfigException;
import dev.procpush.text.TextEscapes;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is wrong with one of the user's `OTEL_*` variables, in one line: its name, what is wrong,
/// and what would be right. The SDK's own words lack one or the other.
final class SettingComplaint {
  private static final Pattern PROPERTY = Pattern.compile("\\botel(\\.[a-z0-9]+)+");
  private static final Pattern MAP = Pattern.compile("Invalid map property: (\\S+)");
  private static final Pattern DURATION =
      Pattern.compile(
          "Invalid duration property ([^=]+)=(.*)\\. (Expected|Invalid) .*", Pattern.DOTALL);
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t -~]*");
  private static final String HEADERS = "authorization=Bearer%20TOKEN,x-tenant=shop";
  private static final int MAX_MESSAGE = 400;
  private static final int MAX_VALUE = 80;
  private static final String CERTIFICATE = "certificate";
  private static final String CLIENT_CERTIFICATE = "client.certificate";
  private static final String CLIENT_KEY = "client.key";
  private static final Map<String, String> FILES =
      Map.of(
          CERTIFICATE, "the certificate of the Collector's CA",
          CLIENT_CERTIFICATE, "the agent's own certificate",
          CLIENT_KEY, "the key of the agent's own certificate");

  private SettingComplaint() {}

  /// Refuses what the SDK would refuse in its own words, of that which only a sender reads.
  ///
  /// @throws ConfigException in one line
  static void refuse(SdkProperties properties) {
    String protocol = properties.given("protocol");
    if (protocol != null && !protocol.equals("grpc") && !protocol.equals("http/protobuf")) {
      throw refused(properties, "protocol", "not supported: it may be grpc or http/protobuf");
    }
    refuseHeaders(properties);
    FILES.keySet().stream().sorted().forEach(name -> refuseFile(properties, name));
    refuseHalf(properties, CLIENT_CERTIFICATE, CLIENT_KEY);
    refuseHalf(properties, CLIENT_KEY, CLIENT_CERTIFICATE);
  }

  /// The SDK's complaint.
  ///
  /// @param properties null where they could not even be read
  static String line(ConfigurationException failure, @Nullable SdkProperties properties) {
    String text = text(failure);
    Matcher map = MAP.matcher(text);
    if (map.matches()) {
      return variable(map.group(1))
          + " has an entry that is not key=value: it takes "
          + (map.group(1).endsWith("headers") ? HEADERS : "host.name=web-7,service.namespace=shop")
          + " or the like";
    }
    Matcher duration = DURATION.matcher(text);
    if (duration.matches()) {
      return variable(duration.group(1))
          + "="
          + TextEscapes.escape(duration.group(2), MAX_VALUE)
          + " is not a time: it takes milliseconds, as in 10000, or a number with ms, s, m, h or d";
    }
    if (properties != null && text.contains("TrustManager")) {
      return refusal(
          properties, CERTIFICATE, "not a PEM file of X.509 certificates (-----BEGIN CERTIFICATE)");
    }
    if (properties != null && text.contains("KeyManager")) {
      return refusal(
          properties,
          CLIENT_CERTIFICATE,
          "not a PEM file of X.509 certificates (-----BEGIN CERTIFICATE), or "
              + properties.variable(CLIENT_KEY)
              + " is not its key (-----BEGIN PRIVATE KEY)");
    }
    if (text.startsWith("OTLP endpoint")) {
      text += " (OTEL_EXPORTER_OTLP_ENDPOINT, as in http://localhost:4317)";
    }
    String named = PROPERTY.matcher(text).replaceAll(match -> variable(match.group()));
    return "OpenTelemetry settings: " + TextEscapes.escape(named, MAX_MESSAGE);
  }

  private static String text(ConfigurationException failure) {
    Throwable cause = failure.getCause();
    String text = String.valueOf(failure.getMessage());
    return cause != null && text.startsWith("Unexpected")
        ? String.valueOf(cause.getMessage())
        : text;
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /// Shows none of the entries: a value may be a secret.
  private static void refuseHeaders(SdkProperties properties) {
    String headers = properties.given("headers");
    for (String entry : headers == null ? new String[0] : headers.split(",", -1)) {
      int end = entry.indexOf('=');
      if (end > 0 && !HEADER_NAME.matcher(entry.substring(0, end).strip()).matches()) {
        throw refusedHeader(properties, "name");
      }
      if (!HEADER_VALUE.matcher(decoded(entry.substring(end + 1).strip())).matches()) {
        throw refusedHeader(properties, "value");
      }
    }
  }

  /// As the SDK does it; what it cannot decode it leaves as it is.
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return value;
    }
  }

  private static ConfigException refusedHeader(SdkProperties properties, String part) {
    return new ConfigException(
        properties.variable("headers")
            + " has a "
            + part
            + " with a character that no header may have: it takes "
            + HEADERS
            + " or the like");
  }

  private static void refuseFile(SdkProperties properties, String name) {
    String given = properties.given(name);
    if (given == null) {
      return;
    }
    String wrong = wrong(given);
    if (wrong != null) {
      throw refused(properties, name, wrong + ": it names a PEM file with " + FILES.get(name));
    }
  }

  private static @Nullable String wrong(String file) {
    try {
      Path path = Path.of(file);
      if (!Files.exists(path)) {
        return "no such file";
      }
      if (!Files.isRegularFile(path)) {
        return "not a file";
      }
      return Files.isReadable(path) ? null : "a file that may not be read";
    } catch (InvalidPathException _) {
      return "not a path";
    }
  }

  private static void refuseHalf(SdkProperties properties, String one, String other) {
    if (properties.given(one) != null && properties.given(other) == null) {
      throw new ConfigException(
          properties.variable(one)
              + " is set and "
              + properties.variable(other)
              + " is not: a client certificate needs both, the certificate and its key");
    }
  }

  private static ConfigException refused(SdkProperties properties, String name, String what) {
    return new ConfigException(refusal(properties, name, what));
  }

  private static String refusal(SdkProperties properties, String name, String what) {
    String value = TextEscapes.escape(String.valueOf(properties.given(name)), MAX_VALUE);
    return properties.variable(name) + "=" + value + " is " + what;
  }
}
