// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import dev.procpush.discovery.InspectedContainer;
import dev.procpush.discovery.Inspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container runtime behind one socket. After a failure it is left alone, for twice as long each
/// time.
final class RuntimeEndpoint {
  /// So many containers are asked for one by one; for more, all are listed first.
  static final int FEW = 8;

  private final String path;
  private final RuntimeRequests requests;
  private final Duration firstPause;
  private final Duration longestPause;
  private Duration pause;
  private long due = System.nanoTime();
  private boolean listed = true;
  private volatile @Nullable String failure;

  /// @param path its socket as the host sees it
  RuntimeEndpoint(
      String path, RuntimeRequests requests, Duration firstPause, Duration longestPause) {
    this.path = path;
    this.requests = requests;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.pause = firstPause;
  }

  /// What is wrong with it, in a line; null for nothing.
  @Nullable String failure() {
    String reason = failure;
    return reason == null ? null : "container runtime at " + path + ": " + reason;
  }

  /// How long it is to be left alone; 0 or less for no longer.
  long nanosToWait() {
    return due - System.nanoTime();
  }

  boolean isAvailable() {
    return failure == null;
  }

  /// Asks for what is not settled yet.
  ///
  /// @return the question that it was asked and failed at; null for none
  @Nullable Inspection answer(List<Inspection> questions) {
    List<Inspection> open = new ArrayList<>(questions);
    open.removeIf(Inspection::isSettled);
    if (open.isEmpty() || nanosToWait() > 0) {
      return null;
    }
    Inspection asked = null;
    try {
      if (open.size() > FEW && listed) {
        open = unnamed(open);
      }
      for (Inspection question : open) {
        asked = question;
        InspectedContainer found = requests.inspect(question.id());
        if (found != null) {
          question.settle(found);
        }
        succeeded();
      }
      succeeded();
      return null;
    } catch (RuntimeFailure e) {
      failed(e);
      return e.isNotConnected() ? null : asked;
    }
  }

  /// Settles what the list tells.
  ///
  /// @return those of which the list has the image's id instead of its name
  private List<Inspection> unnamed(List<Inspection> questions) throws RuntimeFailure {
    Map<String, Inspection> byId = new HashMap<>();
    questions.forEach(question -> byId.put(question.id(), question));
    List<Inspection> unnamed = new ArrayList<>();
    try {
      requests.list(
          container -> {
            Inspection question = byId.get(container.id());
            if (question == null) {
              return;
            }
            if (isNamed(container)) {
              question.settle(container);
            } else {
              unnamed.add(question);
            }
          });
      return unnamed;
    } catch (RuntimeFailure e) {
      if (e.isTooLarge()) {
        listed = false;
        questions.removeIf(Inspection::isSettled);
        return questions;
      }
      throw e;
    }
  }

  /// Docker lists an image by its id once its tag was given to another.
  private static boolean isNamed(InspectedContainer container) {
    String image = container.image();
    String id = container.imageId();
    return image != null
        && !image.startsWith("sha256:")
        && (id == null || !id.substring(id.indexOf(':') + 1).startsWith(image));
  }

  private void succeeded() {
    failure = null;
    pause = firstPause;
  }

  private void failed(RuntimeFailure e) {
    failure = e.getMessage();
    due = System.nanoTime() + pause.toNanos();
    pause = pause.multipliedBy(2);
    if (pause.compareTo(longestPause) > 0) {
      pause = longestPause;
    }
  }
}
