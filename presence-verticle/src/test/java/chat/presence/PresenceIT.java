package chat.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import chat.bus.PresenceMessages.UserPresence;
import chat.config.RedisConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.store.RedisLink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.REDIS)
final class PresenceIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private RedisConfig config;
  private RedisLink redis;
  private PresenceStore store;

  @BeforeEach
  void connect(Backends backends) {
    Bus.install(vertx);
    config = new RedisConfig(backends.redisUri());
    redis = link();
    store = new PresenceStore(redis);
  }

  private RedisLink link() {
    RedisLink link = new RedisLink(vertx, config, Duration.ofSeconds(2));
    until(link::isUp);
    return link;
  }

  @AfterEach
  void stop() {
    redis.close();
    vertx.close().await();
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static List<UserPresence> one(String user, String status) {
    return List.of(new UserPresence(user, status));
  }

  private String statusOf(String user) {
    return Future.await(store.statuses(List.of(user))).get(user);
  }

  @Test
  void aUserIsWhatTheirNodeSaysUntilItTakesThemOffline() {
    NodeLease node = new NodeLease(store, Ids.random(), Duration.ofSeconds(15));
    String user = Ids.random();

    node.change(one(user, "idle"));
    assertThat(statusOf(user)).isEqualTo("idle");
    node.change(one(user, "online"));
    assertThat(statusOf(user)).isEqualTo("online");
    node.change(one(user, "offline"));
    assertThat(statusOf(user)).isEqualTo("offline");
  }

  @Test
  void ofSeveralNodesTheHighestStatusCounts() {
    NodeLease first = new NodeLease(store, Ids.random(), Duration.ofSeconds(15));
    NodeLease second = new NodeLease(store, Ids.random(), Duration.ofSeconds(15));
    String user = Ids.random();

    first.change(one(user, "online"));
    second.change(one(user, "idle"));
    assertThat(statusOf(user)).isEqualTo("online");
    second.change(one(user, "dnd"));
    assertThat(statusOf(user)).isEqualTo("dnd");
    second.change(one(user, "offline"));
    assertThat(statusOf(user)).isEqualTo("online");
  }

  @Test
  void theUsersOfADeadNodeGoOfflineWhenItsLeaseEnds() {
    RedisLink own = link();
    NodeLease node = new NodeLease(new PresenceStore(own), Ids.random(), SHORT);
    String user = Ids.random();
    node.change(one(user, "online"));
    assertThat(statusOf(user)).isEqualTo("online");

    own.close();

    until(() -> statusOf(user).equals("offline"));
  }

  @Test
  void aRenewedLeaseKeepsThemOnline() {
    NodeLease node = new NodeLease(store, Ids.random(), SHORT);
    String user = Ids.random();
    node.change(one(user, "online"));
    long end = System.nanoTime() + 4 * SHORT.toNanos();

    while (System.nanoTime() < end) {
      node.renew();
      assertThat(statusOf(user)).isEqualTo("online");
    }
  }

  @Test
  void whatRedisHasLostIsWrittenAnew() {
    NodeLease node = new NodeLease(store, Ids.random(), Duration.ofSeconds(15));
    String user = Ids.random();
    node.change(one(user, "online"));
    Future.await(redis.send(Request.cmd(Command.FLUSHALL)));

    node.change(one(Ids.random(), "online"));

    assertThat(statusOf(user)).isEqualTo("online");
  }

  @Test
  void moreUsersThanOneBatchAreAllThere() {
    NodeLease node = new NodeLease(store, Ids.random(), Duration.ofSeconds(15));
    List<String> users = java.util.stream.Stream.generate(Ids::random).limit(5_001).toList();
    Future.await(redis.send(Request.cmd(Command.FLUSHALL)));

    node.change(users.stream().map(user -> new UserPresence(user, "idle")).toList());

    assertThat(statusOf(users.getFirst())).isEqualTo("idle");
    assertThat(statusOf(users.getLast())).isEqualTo("idle");
  }

  @Test
  void theVerticlesTakeBatchesAndAnswerQueries() {
    String node = Ids.random();
    String user = Ids.random();
    String nobody = Ids.random();
    String lease = deploy(new NodeLeaseVerticle(config, node, new SimpleMeterRegistry()));
    deploy(new PresenceVerticle(config));

    vertx.eventBus().send(Addresses.presence(node), new Changed(one(user, "dnd")));
    until(() -> query(user, nobody).equals(Map.of(user, "dnd", nobody, "offline")));

    Future.await(vertx.undeploy(lease));
    assertThat(query(user, nobody).get(user)).isEqualTo("offline");
  }

  private Map<String, String> query(String... users) {
    return Future.await(
            Bus.request(
                    vertx,
                    PresenceMessages.QUERY,
                    new Query(List.of(users)),
                    Statuses.class,
                    Duration.ofSeconds(5))
                .recover(failure -> Future.succeededFuture(new Statuses(Map.of()))))
        .users();
  }

  private String deploy(io.vertx.core.Deployable verticle) {
    return Future.await(
        vertx.deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @Test
  void withoutRedisTheAnswerIsThatItIsNotKnown() {
    Future.await(
        vertx.deployVerticle(
            new PresenceVerticle(new RedisConfig("redis://127.0.0.1:1")),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));

    assertThatThrownBy(
            () ->
                Future.await(
                    Bus.request(
                        vertx,
                        PresenceMessages.QUERY,
                        new Query(List.of(Ids.random())),
                        Statuses.class,
                        Duration.ofSeconds(5))))
        .isInstanceOf(ProblemException.class);
  }
}
