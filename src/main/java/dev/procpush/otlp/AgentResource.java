// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who the agent says it is. What the user has said in any standard way stays; the rest is filled
/// in, and is the same after each restart.
final class AgentResource {
  static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  static final AttributeKey<String> SERVICE_NAMESPACE = AttributeKey.stringKey("service.namespace");
  static final AttributeKey<String> SERVICE_INSTANCE_ID =
      AttributeKey.stringKey("service.instance.id");
  static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
  static final AttributeKey<String> HOST_NAME = AttributeKey.stringKey("host.name");
  static final AttributeKey<String> HOST_ID = AttributeKey.stringKey("host.id");
  static final AttributeKey<String> HOST_ARCH = AttributeKey.stringKey("host.arch");
  static final AttributeKey<String> OS_TYPE = AttributeKey.stringKey("os.type");

  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");
  private static final String UNKNOWN_SERVICE = "unknown_service";

  private final Resource resource;
  private final List<String> unwanted;
  private final ResourceBuilder builder;

  private AgentResource(Resource resource, List<String> unwanted) {
    this.resource = resource;
    this.unwanted = unwanted;
    this.builder = resource.toBuilder();
  }

  /// @param resource what the SDK made of the user's settings
  /// @param settings what the agent knows
  /// @param unwanted keys that the user wants in no resource
  static Resource complete(Resource resource, TelemetrySettings settings, List<String> unwanted) {
    return new AgentResource(resource, unwanted).complete(settings);
  }

  private Resource complete(TelemetrySettings settings) {
    String serviceName = text(resource.getAttribute(SERVICE_NAME));
    if (serviceName.isEmpty() || serviceName.startsWith(UNKNOWN_SERVICE)) {
      builder.put(SERVICE_NAME, "procpush");
    }
    fill(SERVICE_VERSION, settings.version());
    String hostName = fill(HOST_NAME, settings.hostName());
    String hostId = fill(HOST_ID, settings.hostId());
    if (hostName.isEmpty() && !unwanted.contains(HOST_NAME.getKey())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The host's name is not known, and a container's own is never sent: mount the host's root"
              + " (docker run -v /:/host:ro,rslave), or set"
              + " OTEL_RESOURCE_ATTRIBUTES=host.name=...");
    }
    fill(SERVICE_INSTANCE_ID, hostName.isEmpty() ? hostId : hostName);
    fill(HOST_ARCH, architecture(System.getProperty("os.arch", "")));
    fill(OS_TYPE, "linux");
    return builder.build();
  }

  /// Sets the attribute unless the user has.
  ///
  /// @return its value in the end, empty where nobody knows it
  private String fill(AttributeKey<String> key, @Nullable String value) {
    String given = text(resource.getAttribute(key));
    if (!given.isEmpty()) {
      return given;
    }
    String known = text(value);
    if (known.isEmpty()) {
      builder.removeIf(key::equals);
    } else if (!unwanted.contains(key.getKey())) {
      builder.put(key, known);
    }
    return known;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  /// Java's word for the processor in the words of the semantic conventions.
  static String architecture(String osArch) {
    return switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case "arm", "arm32" -> "arm32";
      case "x86", "i386", "i686" -> "x86";
      default -> osArch; // ppc64le, riscv64, s390x: as they are
    };
  }
}
