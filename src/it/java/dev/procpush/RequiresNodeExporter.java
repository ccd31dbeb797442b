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

/// A test beside a real node_exporter: skipped, with the reason, where the program is not at hand.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNodeExporter.Condition.class)
@interface RequiresNodeExporter {

  /// Looks for the program.
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        return ConditionEvaluationResult.enabled("found " + NodeExporter.program());
      } catch (IllegalStateException e) {
        return ConditionEvaluationResult.disabled(e.getMessage());
      }
    }
  }
}
