package chat.push;

import chat.push.Dispatcher.Entry;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/**
 * What waits for one push service. While the service is in trouble little is sent to it: after some
 * failures in a row nothing for a while, then one request to see whether it is back. What has to
 * wait long is parked. Confined to its verticle's context.
 */
final class Lane {
  /** Failures in a row after which the service is left alone. */
  private static final int TRIPS_AT = 5;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** Tries of one notification, one soon after the other, before it is parked. */
  private static final int TRIES = 3;

  /** What is to wait longer than this is parked, and what is beyond that many too. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** Far fewer than the messages at which the log is not read any further. */
  private static final int MOST_READY = 10_000;

  private static final long IDLE_NANOS = 600_000_000_000L;

  private final int atOnce;
  private final BiConsumer<Lane, Entry> push;
  private final ObjLongConsumer<Entry> park;
  private final SequencedSet<Entry> ready = new LinkedHashSet<>();
  private int underWay;
  private int failures;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long openUntil;
  private boolean open;
  private long used = System.nanoTime();

  /**
   * A lane.
   *
   * @param push sends an entry and calls {@link #answered}
   * @param park keeps an entry elsewhere for so many milliseconds
   */
  Lane(int atOnce, BiConsumer<Lane, Entry> push, ObjLongConsumer<Entry> park) {
    this.atOnce = atOnce;
    this.push = push;
    this.park = park;
  }

  /** Whether the service is left alone for now. */
  boolean isOpen() {
    return open;
  }

  boolean isIdle() {
    return !open && ready.isEmpty() && underWay == 0 && System.nanoTime() - used > IDLE_NANOS;
  }

  void add(Entry entry) {
    used = System.nanoTime();
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
      park.accept(ready.removeLast(), pauseMillis);
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
    return System.nanoTime() - openUntil >= 0 ? 1 : 0;
  }

  /**
   * The service has answered, or not in time.
   *
   * @param replaced whether a newer one takes its place if it was not taken
   */
  void answered(Entry entry, Outcome outcome, boolean replaced) {
    underWay--;
    if (outcome instanceof Outcome.Later later) {
      if (later.sick() && ++failures >= TRIPS_AT) {
        trip();
      }
      if (replaced) {
        pump();
        return;
      }
      long wait = later.afterMillis() >= 0 ? later.afterMillis() : pauseMillis;
      if (open || entry.tries >= TRIES || wait > PATIENCE_MILLIS) {
        park.accept(entry, Math.max(wait, pauseMillis));
      } else {
        ready.add(entry);
      }
    } else {
      failures = 0;
      open = false;
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
    pump();
  }

  private void trip() {
    if (open && System.nanoTime() - openUntil < 0) {
      // One of those that were under way when the first failed.
      return;
    }
    if (open) {
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
    open = true;
    openUntil = System.nanoTime() + pauseMillis * 1_000_000;
  }
}
