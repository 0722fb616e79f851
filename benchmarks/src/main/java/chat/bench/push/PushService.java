package chat.bench.push;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** A push service that takes everything, and says afterwards what it got. */
public final class PushService {
  private final HttpServer server;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private volatile long last = System.nanoTime();

  private record Arrival(String user, byte[] body, long time) {}

  /**
   * What came.
   *
   * @param missed pairs of a message and a member who was never told of it or of a later one
   * @param duplicated notifications that said nothing new to their device
   */
  public record Result(
      long notifications, double perSecond, long missed, long duplicated, Histogram delays) {
    /** Milliseconds from the ack to the hand-over. */
    public double millis(double percentile) {
      return delays.getValueAtPercentile(percentile);
    }
  }

  public PushService(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::take).listen(0).await();
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              last = System.nanoTime();
              arrivals.add(
                  new Arrival(
                      request.path().substring(1), body.getBytes(), System.currentTimeMillis()));
              request.response().setStatusCode(201).end();
            });
  }

  public String endpoint(String user) {
    return "http://localhost:" + server.actualPort() + "/" + user;
  }

  /** Waits until nothing has come for a while from now on. */
  public void awaitQuiet(Duration patience, Duration quiet) throws IOException {
    last = System.nanoTime();
    long deadline = last + patience.toNanos();
    while (System.nanoTime() - last < quiet.toNanos()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("notifications do not end");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** What has come so far does not count. */
  public void forget() {
    arrivals.clear();
  }

  /**
   * Opens all that came and compares it with what was sent.
   *
   * @param acked by channel, colon and n when the message was acknowledged
   * @param members of a channel who are to be told
   */
  public Result judge(
      Device device, Map<String, Long> acked, Function<String, List<String>> members)
      throws GeneralSecurityException {
    Histogram delays = new Histogram(3);
    Map<String, Long> told = new HashMap<>();
    long duplicated = 0;
    long first = Long.MAX_VALUE;
    long end = 0;
    for (Arrival arrival : arrivals) {
      JsonObject news = device.open(arrival.body());
      String channel = news.getString("channel");
      String key = arrival.user() + ':' + channel;
      long before = told.getOrDefault(key, 0L);
      long n = news.getLong("n");
      if (n <= before) {
        duplicated++;
      }
      for (long each = before + 1; each <= n; each++) {
        Long ack = acked.get(channel + ':' + each);
        if (ack != null) {
          delays.recordValue(Math.max(0, arrival.time() - ack));
        }
      }
      told.put(key, Math.max(before, n));
      first = Math.min(first, arrival.time());
      end = Math.max(end, arrival.time());
    }
    return new Result(
        arrivals.size(),
        arrivals.size() * 1_000.0 / Math.max(1, end - first),
        missed(acked, told, members),
        duplicated,
        delays);
  }

  private static long missed(
      Map<String, Long> acked, Map<String, Long> told, Function<String, List<String>> members) {
    Map<String, Set<Long>> byChannel = new HashMap<>();
    acked
        .keySet()
        .forEach(
            key ->
                byChannel
                    .computeIfAbsent(key.substring(0, key.indexOf(':')), c -> new HashSet<>())
                    .add(Long.parseLong(key.substring(key.indexOf(':') + 1))));
    long missed = 0;
    for (Map.Entry<String, Set<Long>> each : byChannel.entrySet()) {
      for (String user : members.apply(each.getKey())) {
        long upTo = told.getOrDefault(user + ':' + each.getKey(), 0L);
        missed += each.getValue().stream().filter(n -> n > upTo).count();
      }
    }
    return missed;
  }
}
