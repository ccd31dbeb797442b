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

/// A test that starts containers with LXC: skipped, with the reason, where there is none.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresLxc.Condition.class)
public @interface RequiresLxc {

  /// Asks for its version.
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Command.works("lxc-start", "--version")
          ? ConditionEvaluationResult.enabled("LXC is there")
          : ConditionEvaluationResult.disabled("no LXC: apt-get install lxc");
    }
  }
}
