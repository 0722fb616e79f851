package chat.cell;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the process did not run for a while (stopped, swapped out, a collection of garbage
 * without end): the others may have taken it for dead. By a monotonic clock, so that setting the
 * time changes nothing. Has a thread of its own.
 */
final class PauseWatch implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(200);

  private final long limitNanos;
  private final LongSupplier clock;
  private final Consumer<Duration> paused;
  private final Thread thread;
  private volatile boolean closed;
  private long last;

  /**
   * A watch to be started.
   *
   * @param limit of pauses that nobody has taken for death
   * @param paused told once a pause was longer, on the watch's thread
   */
  PauseWatch(Duration limit, Consumer<Duration> paused) {
    this(limit, System::nanoTime, paused);
  }

  PauseWatch(Duration limit, LongSupplier clock, Consumer<Duration> paused) {
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    this.paused = paused;
    this.last = clock.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name("pause-watch").unstarted(this::run);
  }

  PauseWatch start() {
    last = clock.getAsLong();
    thread.start();
    return this;
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK.toNanos());
      tick();
    }
  }

  /** To be called every 200 ms. */
  void tick() {
    long now = clock.getAsLong();
    long gap = now - last;
    last = now;
    if (gap > limitNanos && !closed) {
      paused.accept(Duration.ofNanos(gap));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
