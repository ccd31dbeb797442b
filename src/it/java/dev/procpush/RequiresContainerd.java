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

/// A test that starts containers with containerd alone: skipped, with the reason, where there is
/// none.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresContainerd.Condition.class)
public @interface RequiresContainerd {

  /// Asks for the versions.
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Command.works("sh", "-c", "containerd --version && ctr --version && runc --version")
          ? ConditionEvaluationResult.enabled("containerd is there")
          : ConditionEvaluationResult.disabled("no containerd: apt-get install containerd runc");
    }
  }
}
