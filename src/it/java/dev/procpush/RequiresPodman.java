// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that starts containers with Podman: skipped, with the reason, where there is none.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPodman.Condition.class)
public @interface RequiresPodman {

  /// Asks for its version.
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Command.works("podman", "--version")
          ? ConditionEvaluationResult.enabled("Podman is there")
          : ConditionEvaluationResult.disabled("no podman: apt-get install podman");
    }
  }
}
