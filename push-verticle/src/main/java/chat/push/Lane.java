package chat.push;

import chat.push.Dispatcher.Entry;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * What waits for one push service. While the service is in trouble it is left alone: for as long as
 * it says, or, after some failures in a row, for a while that grows; then one request sees whether
 * it is back. What has to wait long is parked. Confined to its verticle's context.
 */
final class Lane {
  /** Failures in a row after which the service is left alone. */
  private static final int TRIPS_AT = 5;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** A service that wants to be left alone for longer is asked now and then all the same. */
  private static final long LONGEST_WISH_MILLIS = 600_000;

  /** Tries of one notification, one soon after the other, before it is parked. */
  private static final int TRIES = 3;

  /** What is to wait longer than this is parked, and what is beyond that many too. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** Far fewer than the messages at which the log is not read any further. */
  private static final int MOST_READY = 10_000;

  private static final long IDLE_NANOS = 600_000_000_000L;
  private static final long NANOS = 1_000_000;

  private final int atOnce;
  private final BiConsumer<Lane, Entry> push;
  private final ObjLongConsumer<Entry> park;
  private final LongSupplier nanoTime;
  private final SequencedSet<Entry> ready = new LinkedHashSet<>();
  private int underWay;
  private int failures;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long openUntil;
  private boolean open;
  private long used;

  /**
   * A lane.
   *
   * @param push sends an entry and calls {@link #answered}
   * @param park keeps an entry elsewhere for so many milliseconds
   * @param nanoTime as {@link System#nanoTime}
   */
  Lane(
      int atOnce,
      BiConsumer<Lane, Entry> push,
      ObjLongConsumer<Entry> park,
      LongSupplier nanoTime) {
    this.atOnce = atOnce;
    this.push = push;
    this.park = park;
    this.nanoTime = nanoTime;
    this.used = nanoTime.getAsLong();
  }

  /** Whether the service is left alone for now, or was and has not been back since. */
  boolean isOpen() {
    return open;
  }

  boolean isIdle() {
    return ready.isEmpty()
        && underWay == 0
        && restMillis() == 0
        && nanoTime.getAsLong() - used > IDLE_NANOS;
  }

  void add(Entry entry) {
    used = nanoTime.getAsLong();
    if (ready.size() >= MOST_READY) {
      park.accept(entry, PATIENCE_MILLIS);
      return;
    }
    ready.add(entry);
    pump();
  }

  /** It is not to be sent any more, if it waits here. */
  void remove(Entry entry) {
    ready.remove(entry);
  }

  void tick() {
    pump();
    // Only one is kept to try with; the rest must not hold up the log.
    while (open && ready.size() > 1) {
      park.accept(ready.removeLast(), comeBackMillis());
    }
  }

  private void pump() {
    while (!ready.isEmpty() && underWay < limit()) {
      underWay++;
      push.accept(this, ready.removeFirst());
    }
  }

  private int limit() {
    if (!open) {
      return atOnce;
    }
    return restMillis() == 0 ? 1 : 0;
  }

  /** How long nothing is to be sent. */
  private long restMillis() {
    return open ? Math.max(0, Math.ceilDiv(openUntil - nanoTime.getAsLong(), NANOS)) : 0;
  }

  private long comeBackMillis() {
    return Math.max(restMillis(), pauseMillis);
  }

  /**
   * The service has answered, or not in time.
   *
   * @param replaced whether a newer one takes its place if it was not taken
   */
  void answered(Entry entry, Outcome outcome, boolean replaced) {
    underWay--;
    if (outcome instanceof Outcome.Later later) {
      // Many in a row are the service's affair, whatever it says.
      failures++;
      if (later.sick() && later.afterMillis() >= 0) {
        rest(Math.min(later.afterMillis(), LONGEST_WISH_MILLIS));
      } else if (open || failures >= TRIPS_AT) {
        rest(0);
      }
      if (!replaced) {
        tryLater(entry, later);
      }
    } else {
      failures = 0;
      if (restMillis() == 0) {
        open = false;
        pauseMillis = FIRST_PAUSE_MILLIS;
      }
    }
    pump();
  }

  private void tryLater(Entry entry, Outcome.Later later) {
    long wait = later.afterMillis() >= 0 ? later.afterMillis() : pauseMillis;
    if (open || !later.sick() || entry.tries >= TRIES || wait > PATIENCE_MILLIS) {
      park.accept(entry, Math.max(wait, comeBackMillis()));
    } else {
      ready.add(entry);
    }
  }

  /** Leaves the service alone, for that long at least. */
  private void rest(long millis) {
    long now = nanoTime.getAsLong();
    if (open && restMillis() == 0) {
      // The one that saw whether it is back failed as well.
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
    // Those that were under way when the first failed make it no longer, unless they say so.
    long atLeast = restMillis() == 0 ? Math.max(millis, pauseMillis) : millis;
    long until = now + atLeast * NANOS;
    if (!open || until - openUntil > 0) {
      openUntil = until;
    }
    open = true;
  }
}
