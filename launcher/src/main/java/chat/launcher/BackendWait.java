package chat.launcher;

import chat.config.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a back end that may start at the same time as this node. */
final class BackendWait {
  private static final Logger LOG = LoggerFactory.getLogger(BackendWait.class);
  private static final Duration AT_MOST = Duration.ofSeconds(90);
  private static final Duration FOR_EVER = Duration.ofDays(10_000);
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration SAY_SO_EVERY = Duration.ofSeconds(10);

  private BackendWait() {}

  /**
   * Repeats {@code attempt} until it succeeds. Blocks.
   *
   * @throws StartException if it does not within 90 s
   */
  static <T> T until(String backend, Callable<T> attempt) {
    return within(AT_MOST, backend, attempt);
  }

  /** Repeats {@code attempt} until it succeeds, however long that takes. Blocks. */
  static void forEver(String backend, Callable<?> attempt) {
    within(FOR_EVER, backend, attempt);
  }

  private static <T> T within(Duration limit, String backend, Callable<T> attempt) {
    long start = System.nanoTime();
    long said = start;
    while (true) {
      try {
        return attempt.call();
      } catch (ConfigurationException e) {
        throw e;
      } catch (Exception e) {
        long now = System.nanoTime();
        if (now - start > limit.toNanos()) {
          throw new StartException(
              backend + " did not answer in " + limit.toSeconds() + " s: " + e.getMessage(), e);
        }
        if (now - said > SAY_SO_EVERY.toNanos()) {
          said = now;
          LOG.info("waiting for {}: {}", backend, e.getMessage());
        }
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }
  }
}
