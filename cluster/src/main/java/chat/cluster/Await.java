package chat.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what has no event to wait for: another process. */
public final class Await {
  private static final long INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /** Something that becomes true. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  /** Returns as soon as {@code condition} holds; fails with {@code otherwise} if it never does. */
  public static void until(Duration limit, Condition condition, String otherwise)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(otherwise + " (waited " + limit.toSeconds() + " s)");
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }
}
