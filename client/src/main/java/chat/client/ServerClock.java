package chat.client;

import chat.id.OperationId;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The server's clock as the last {@code ready} told it: operation ids must be made in its time, for
 * this machine's may be hours off. Thread-safe.
 */
final class ServerClock {
  private final Clock local;
  private final RandomGenerator random;
  private volatile long offsetMillis;

  ServerClock(Clock local, RandomGenerator random) {
    this.local = local;
    this.random = random;
  }

  void told(Instant serverTime) {
    offsetMillis = serverTime.toEpochMilli() - local.millis();
  }

  long millis() {
    return local.millis() + offsetMillis;
  }

  OperationId newId() {
    return OperationId.of(millis(), random.nextLong(), random.nextLong());
  }
}
