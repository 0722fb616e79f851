package chat.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the wait before attempt k is uniform between 0 and {@code
 * min(max, base * 2^k)}, so that clients cut off together do not come back together.
 */
final class Backoff {
  private final long baseMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private int attempt;

  Backoff(Duration base, Duration max, RandomGenerator random) {
    this.baseMillis = base.toMillis();
    this.maxMillis = max.toMillis();
    this.random = random;
  }

  /** The next wait in milliseconds. */
  long nextMillis() {
    long ceiling = Math.min(maxMillis, baseMillis << Math.min(attempt, 20));
    attempt++;
    return random.nextLong(ceiling + 1);
  }

  void reset() {
    attempt = 0;
  }
}
