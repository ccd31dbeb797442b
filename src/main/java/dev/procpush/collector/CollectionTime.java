// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.Patience;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long a collection may take, and how much of that each of those has who may be slow. All
/// bounds within a collection are here, and each is a share: what is short in a collection of three
/// seconds is more than all there is in one of 300 milliseconds.
///
/// The thread that collects asks; [#holdNanos] any thread may ask.
public final class CollectionTime {
  /// Nobody waits longer than in a collection of so much time, whoever has more: the user of `once`
  /// waits as well.
  private static final Duration MOST_TO_WAIT = Duration.ofSeconds(6);

  private static final int HOLD_DIVISOR = 300;

  /// Who has a share.
  public enum Share {
    /// Files below the host's root in folders that strangers named, such as a container's bundle.
    NAMED_FILES(10, true),
    /// Entering the mounts of network namespaces that are new.
    NAMESPACE_MOUNTS(30, false),
    /// Chips, thermal zones and power supplies, whose drivers ask the hardware.
    SENSORS(15, true),
    /// Network drivers that are asked for the speed of their links.
    INTERFACE_SPEEDS(5, true),
    /// The host's file systems.
    FILE_SYSTEMS(15, true),
    /// Those of containers.
    CONTAINER_FILE_SYSTEMS(10, true),
    /// CPUs that are interrupted to say how fast they run.
    CPU_FREQUENCIES(1, true),
    /// `net/tcp`, for which the kernel walks through the connections of the whole host.
    TCP_TABLES(10, false),
    /// Containers, until the namespaces have their turn.
    CONTAINERS(50, false);

    private final int percent;
    private final boolean isWaiting;

    Share(int percent, boolean isWaiting) {
      this.percent = percent;
      this.isWaiting = isWaiting;
    }

    int percent() {
      return percent;
    }

    /// Whether that time may pass with nothing done.
    boolean isWaiting() {
      return isWaiting;
    }

    /// The share of a collection that may take so long.
    public Duration of(Duration budget) {
      return (isWaiting ? waitable(budget) : budget).multipliedBy(percent).dividedBy(100);
    }
  }

  private final Map<Share, Rest> rests = new EnumMap<>(Share.class);
  private final LongSupplier nanoClock;
  private volatile long holdNanos;

  /// @param budget how long a collection may take, until [#begin] says otherwise
  public CollectionTime(Duration budget) {
    this(budget, System::nanoTime);
  }

  /// @param nanoClock as [System#nanoTime]
  public CollectionTime(Duration budget, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    for (Share share : Share.values()) {
      rests.put(share, new Rest());
    }
    begin(budget);
  }

  /// A collection begins, in which nobody has waited yet.
  ///
  /// @param budget how long it may take
  public void begin(Duration budget) {
    rests.forEach((share, rest) -> rest.begin(share.of(budget).toNanos()));
    holdNanos = waitable(budget).toNanos() / HOLD_DIVISOR;
  }

  private static Duration waitable(Duration budget) {
    return budget.compareTo(MOST_TO_WAIT) > 0 ? MOST_TO_WAIT : budget;
  }

  /// The time, as [System#nanoTime].
  public long now() {
    return nanoClock.getAsLong();
  }

  /// A share of this collection as a whole.
  public long nanos(Share share) {
    return rest(share).whole;
  }

  /// What is left of a share in this collection.
  public Patience patience(Share share) {
    return rest(share);
  }

  /// How long one call holds up those behind it before they are made beside it.
  public long holdNanos() {
    return holdNanos;
  }

  @SuppressWarnings("NullAway") // each has one
  private Rest rest(Share share) {
    return rests.get(share);
  }

  private final class Rest implements Patience {
    private long whole;
    private long spent;

    void begin(long nanos) {
      whole = nanos;
      spent = 0;
    }

    @Override
    public long leftNanos() {
      return Math.max(0, whole - spent);
    }

    @Override
    public long deadline() {
      return now() + leftNanos();
    }

    @Override
    public void spend(long waited) {
      spent += waited;
    }
  }
}
