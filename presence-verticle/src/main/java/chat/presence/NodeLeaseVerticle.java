package chat.presence;

import chat.bus.Addresses;
import chat.bus.BusMessage;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.CustomChanged;
import chat.bus.PresenceMessages.WentOffline;
import chat.config.RedisConfig;
import chat.store.RedisLink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Keeps the users of this node online in Redis while it lives, and tells its sockets who of the
 * cell comes and goes. Deploy one in each process with the role chat, with {@code
 * ThreadingModel.VIRTUAL_THREAD}.
 *
 * <p>The lease is renewed each second and ends 10 s after the last time, so a node that died takes
 * its users offline on all nodes within 15 s. One that stops does the same: its users are back on
 * other nodes by then, and nobody sees them go.
 */
public final class NodeLeaseVerticle extends VerticleBase {
  static final Duration LEASE = Duration.ofSeconds(10);
  static final Duration LINGER = Duration.ofSeconds(15);
  static final Duration SETTLING = Duration.ofSeconds(3);
  private static final long TICK_MILLIS = 1_000;
  private static final Duration REDIS_WITHIN = Duration.ofSeconds(2);

  private final RedisConfig config;
  private final String node;
  private final MeterRegistry metrics;
  private final Counter transitions;
  private RedisLink redis;
  private PresenceStore store;
  private NodeLease lease;
  private Follower follower;

  /**
   * A verticle for a node.
   *
   * @param node the one that {@link Addresses#presence} is called with
   */
  public NodeLeaseVerticle(RedisConfig config, String node, MeterRegistry metrics) {
    this.config = config;
    this.node = node;
    this.metrics = metrics;
    this.transitions = metrics.counter("chat_presence_transitions");
  }

  @Override
  public Future<?> start() {
    InstantSource clock = InstantSource.system();
    redis = new RedisLink(vertx, config, REDIS_WITHIN);
    store = new PresenceStore(redis);
    lease = new NodeLease(store, node, LEASE, LINGER, clock, gone -> wentOffline(gone, LINGER));
    follower = new Follower(store, SETTLING, clock, this::tell);
    metrics.gauge("chat_presence_users", lease, NodeLease::size);
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    vertx
        .eventBus()
        .<CustomChanged>consumer(PresenceMessages.CUSTOM, message -> tell(message.body()));
    return vertx
        .eventBus()
        .<Changed>localConsumer(
            Addresses.presence(node), message -> lease.change(message.body().users()))
        .completion();
  }

  private void tick() {
    lease.write();
    sweep();
    follower.look();
  }

  /**
   * Not soon after Redis was away: the leases of all nodes may have run out then, though they live.
   */
  private void sweep() {
    try {
      while (redis.upFor().compareTo(LEASE) > 0) {
        List<String> gone = Future.await(store.sweep());
        if (gone == null) {
          return;
        }
        wentOffline(gone, LEASE);
      }
    } catch (Exception e) {
      // It is dead still when Redis is back.
    }
  }

  private void wentOffline(List<String> users, Duration ago) {
    if (!users.isEmpty()) {
      long time = System.currentTimeMillis() - ago.toMillis();
      vertx.eventBus().send(PresenceMessages.WENT_OFFLINE, new WentOffline(users, time));
    }
  }

  private void tell(BusMessage news) {
    if (news instanceof PresenceMessages.Transitions some) {
      transitions.increment(some.users().size());
    }
    vertx
        .eventBus()
        .publish(Addresses.transitions(node), news, new DeliveryOptions().setLocalOnly(true));
  }

  @Override
  public Future<?> stop() {
    redis.close();
    return Future.succeededFuture();
  }
}
