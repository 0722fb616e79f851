package chat.limit;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.store.RedisLink;
import chat.store.RedisScript;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Counts tries in fixed windows, over the whole cell through Redis. While Redis is away each node
 * counts for itself: an attacker then gets at most as many windows as there are nodes.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class RateLimiter {
  private static final String COUNT =
      """
      local count = redis.call('INCR', KEYS[1])
      if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
      return {count, redis.call('PTTL', KEYS[1])}
      """;

  private final RedisScript count;
  private final LocalWindows local;
  private final Counter refused;

  /**
   * What is limited.
   *
   * @param name of the limit, in metrics and in the key
   * @param tries allowed in each window
   */
  public record Limit(String name, int tries, Duration window) {}

  public RateLimiter(RedisLink redis, Clock clock, MeterRegistry metrics) {
    this.count = new RedisScript(redis, COUNT);
    this.local = new LocalWindows(clock);
    this.refused = metrics.counter("chat_rate_limited");
  }

  /**
   * Counts one try of {@code who}.
   *
   * @throws ProblemException {@code rate-limited}, with the seconds until the window ends, if that
   *     was one too many
   */
  public void count(Limit limit, String who) {
    String key = "rate:{" + limit.name() + ":" + who + "}";
    Response answer =
        Future.await(count.run(List.of(key), limit.window().toMillis()).otherwiseEmpty());
    LocalWindows.Window window =
        answer == null
            ? local.count(key, limit.window())
            : new LocalWindows.Window(
                answer.get(0).toLong(), Duration.ofMillis(answer.get(1).toLong()));
    if (window.count() > limit.tries()) {
      refused.increment();
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "Too many tries; the limit is "
              + limit.tries()
              + " in "
              + limit.window().toSeconds()
              + " seconds",
          (int) Math.max(1, window.left().plusMillis(999).toSeconds()));
    }
  }
}
