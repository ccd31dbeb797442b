// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that starts containers: skipped, with the reason, where no Docker engine answers.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDocker.Condition.class)
public @interface RequiresDocker {

  /// Pings the engine of DOCKER_HOST, else that of the usual socket.
  final class Condition implements ExecutionCondition {

    private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String host =
          System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock").strip();
      try {
        String answer = ping(address(URI.create(host)));
        return answer.contains(" 200 ")
            ? ConditionEvaluationResult.enabled("the Docker engine at " + host + " answers")
            : unavailable(host, "it answered " + answer);
      } catch (IOException | IllegalArgumentException e) {
        return unavailable(host, e.toString());
      }
    }

    private static ConditionEvaluationResult unavailable(String host, String reason) {
      return ConditionEvaluationResult.disabled(
          ("no Docker engine at %s (%s): start it (systemctl start docker) and let this user reach"
                  + " its socket (group docker), or set DOCKER_HOST")
              .formatted(host, reason));
    }

    private static SocketAddress address(URI host) {
      return "unix".equals(host.getScheme())
          ? UnixDomainSocketAddress.of(host.getPath())
          : new InetSocketAddress(host.getHost(), host.getPort());
    }

    private static String ping(SocketAddress address) throws IOException {
      var family =
          address instanceof UnixDomainSocketAddress
              ? StandardProtocolFamily.UNIX
              : StandardProtocolFamily.INET;
      try (var engine = SocketChannel.open(family)) {
        engine.connect(address);
        engine.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
        var answer = ByteBuffer.allocate(64);
        engine.read(answer);
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
            .lines()
            .findFirst()
            .orElse("nothing");
      }
    }
  }
}
