// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A question to the container runtimes about one container. Any thread may look at it.
public final class Inspection {
  private final String id;
  private volatile boolean settled;
  private volatile @Nullable InspectedContainer answer;

  public Inspection(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /// Whether there will be no other answer than what [#answer] gives now.
  public boolean isSettled() {
    return settled;
  }

  /// What the runtime says; null before it did, and where none knows the container.
  public @Nullable InspectedContainer answer() {
    return answer;
  }

  /// Ends the question.
  ///
  /// @param found null where no runtime knows the container
  public void settle(@Nullable InspectedContainer found) {
    answer = found;
    settled = true;
  }
}
