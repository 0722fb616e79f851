package chat.message;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who wrote in a channel lately, as it was at most {@link #LIFE} ago. Whoever completes a name asks
 * with each letter, each time for the last 200 messages, and the answer is but a hint whom to offer
 * first.
 *
 * <p>Remembers {@link #CHANNELS} channels, those asked about last. Thread-safe.
 */
final class Talkers {
  static final Duration LIFE = Duration.ofSeconds(30);
  static final int CHANNELS = 500;

  private final Function<String, Future<List<String>>> read;
  private final InstantSource clock;
  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > CHANNELS;
        }
      };

  private record Known(Future<List<String>> talkers, Instant until) {}

  Talkers(Function<String, Future<List<String>>> read, InstantSource clock) {
    this.read = read;
    this.clock = clock;
  }

  /** The latest first. */
  synchronized Future<List<String>> of(String channel) {
    Instant now = clock.instant();
    Known before = known.get(channel);
    if (before != null && now.isBefore(before.until()) && !before.talkers().failed()) {
      return before.talkers();
    }
    Future<List<String>> talkers = read.apply(channel);
    known.put(channel, new Known(talkers, now.plus(LIFE)));
    return talkers;
  }
}
