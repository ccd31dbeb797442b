// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that makes network namespaces or devices: skipped, with the reason, without the
/// capability to.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRoot.Condition.class)
public @interface RequiresRoot {

  /// Looks at the effective capabilities of this process.
  final class Condition implements ExecutionCondition {

    private static final long NEEDED = 1L << 12 | 1L << 21; // CAP_NET_ADMIN, CAP_SYS_ADMIN

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return (effectiveCapabilities() & NEEDED) == NEEDED
          ? ConditionEvaluationResult.enabled("may make network namespaces")
          : ConditionEvaluationResult.disabled(
              "making network namespaces takes root (CAP_SYS_ADMIN and CAP_NET_ADMIN): run"
                  + " mvn as root");
    }

    private static long effectiveCapabilities() {
      try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("CapEff:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
