// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

/// A request was taken, but the Collector has something to say about it.
final class PartialSuccessException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient PartialSuccess answer;

  PartialSuccessException(PartialSuccess answer) {
    super(answer.message(), null, false, false);
    this.answer = answer;
  }

  PartialSuccess answer() {
    return answer;
  }
}
