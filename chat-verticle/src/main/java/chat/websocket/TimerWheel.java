package chat.websocket;

import java.time.Duration;

/**
 * The deadlines of an event loop's connections: one list a tick, each as a ring of the connections
 * themselves. Setting, moving and dropping a deadline takes constant time and makes no object. A
 * deadline expires at most two ticks late, never early, if the wheel is ticked as promised; late
 * ticks make all deadlines late. Confined to the event loop.
 */
final class TimerWheel {
  private final Timed[] rings;
  private final long tickNanos;
  private int now;

  /**
   * A wheel whose longest deadline is {@code longest}.
   *
   * @param tick the time between two calls of {@link #tick()}
   */
  TimerWheel(Duration tick, Duration longest) {
    this.tickNanos = tick.toNanos();
    long size = ticks(longest) + 1;
    rings = new Timed[Math.toIntExact(size)];
    for (int i = 0; i < rings.length; i++) {
      rings[i] = new Ring();
    }
  }

  /** Sets the deadline, in place of an earlier one. */
  void set(Timed timed, Duration delay) {
    drop(timed);
    Timed ring = rings[(int) ((now + Math.min(ticks(delay), rings.length - 1)) % rings.length)];
    timed.before = ring.before;
    timed.after = ring;
    ring.before.after = timed;
    ring.before = timed;
  }

  /** Takes the deadline away, if there is one. */
  void drop(Timed timed) {
    timed.before.after = timed.after;
    timed.after.before = timed.before;
    timed.before = timed;
    timed.after = timed;
  }

  /** A tick of time has passed. */
  void tick() {
    now = (now + 1) % rings.length;
    Timed ring = rings[now];
    // Whatever an expired one sets anew goes to another ring, so this ends.
    for (Timed timed = ring.after; timed != ring; timed = ring.after) {
      drop(timed);
      timed.expired();
    }
  }

  /** Rounded up, and one more for the part of a tick that is over. */
  private long ticks(Duration delay) {
    return Math.ceilDiv(delay.toNanos(), tickNanos) + 1;
  }

  /** The start and end of a list. */
  private static final class Ring extends Timed {
    @Override
    void expired() {
      throw new IllegalStateException("a ring has no deadline");
    }
  }
}
