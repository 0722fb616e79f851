package chat.presence;

import chat.bus.Addresses;
import chat.bus.PresenceMessages.Changed;
import chat.config.RedisConfig;
import chat.store.RedisLink;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the users of this node online in Redis while it lives: its lease is renewed every 5 s and
 * ends 15 s after the last time. Deploy one in each process with the role chat, with {@code
 * ThreadingModel.VIRTUAL_THREAD}. A stopped node takes its users offline at once.
 */
public final class NodeLeaseVerticle extends VerticleBase {
  static final Duration LEASE = Duration.ofSeconds(15);
  private static final long RENEW_MILLIS = 5_000;
  private static final Duration REDIS_WITHIN = Duration.ofSeconds(2);

  private final RedisConfig config;
  private final String node;
  private final MeterRegistry metrics;
  private RedisLink redis;
  private NodeLease lease;

  /**
   * A verticle for a node.
   *
   * @param node the one that {@link Addresses#presence} is called with
   */
  public NodeLeaseVerticle(RedisConfig config, String node, MeterRegistry metrics) {
    this.config = config;
    this.node = node;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    redis = new RedisLink(vertx, config, REDIS_WITHIN);
    lease = new NodeLease(new PresenceStore(redis), node, LEASE);
    metrics.gauge("chat_presence_users", lease, NodeLease::size);
    vertx.setPeriodic(RENEW_MILLIS, id -> lease.renew());
    return vertx
        .eventBus()
        .<Changed>localConsumer(
            Addresses.presence(node), message -> lease.change(message.body().users()))
        .completion();
  }

  @Override
  public Future<?> stop() {
    return lease
        .release()
        .timeout(REDIS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onComplete(done -> redis.close());
  }
}
