package chat.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import chat.bus.PresenceMessages.Transitions;
import chat.bus.PresenceMessages.TransitionsLost;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.REDIS)
final class PresenceIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(15);
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final Vertx vertx = Vertx.vertx();
  private RedisConfig config;
  private RedisLink redis;
  private PresenceStore store;
  private final TestClock clock = new TestClock();
  private final Map<NodeLease, String> names = new HashMap<>();
  private final List<String> gone = new ArrayList<>();
  private final List<UserPresence> heard = new ArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();

  @BeforeEach
  void connect(Backends backends) {
    Bus.install(vertx);
    config = new RedisConfig(backends.redisUri());
    redis = link();
    store = new PresenceStore(redis);
    // Other tests of the class have left nodes there.
    flush();
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

  private NodeLease node() {
    return node(store, LEASE);
  }

  private NodeLease node(PresenceStore store, Duration lease) {
    String name = Ids.random();
    NodeLease node = new NodeLease(store, name, lease, LINGER, clock, gone::addAll);
    names.put(node, name);
    // As in life, where nobody is connected yet then.
    node.write();
    return node;
  }

  private Follower follower() {
    Follower follower =
        new Follower(
            store,
            SETTLING,
            clock,
            news -> {
              switch (news) {
                case Transitions some -> heard.addAll(some.users());
                case TransitionsLost lost -> losses.incrementAndGet();
                default -> throw new IllegalArgumentException(news.toString());
              }
            });
    follower.look();
    clock.advance(SETTLING);
    follower.look();
    assertThat(losses.getAndSet(0)).as("who starts asks for everything").isEqualTo(1);
    return follower;
  }

  private static void change(NodeLease node, String user, String status) {
    node.change(one(user, status));
    node.write();
  }

  private void flush() {
    Future.await(redis.send(Request.cmd(Command.FLUSHALL)));
  }

  /** Takes those of dead nodes offline. */
  private void sweep() {
    for (List<String> some = Future.await(store.sweep());
        some != null;
        some = Future.await(store.sweep())) {
      gone.addAll(some);
    }
  }

  private static List<UserPresence> one(String user, String status) {
    return List.of(new UserPresence(user, status));
  }

  private String statusOf(String user) {
    return Future.await(store.statuses(List.of(user))).get(user);
  }

  @Test
  void aUserIsWhatTheirNodeSaysAndGoesSomeTimeAfterTheLastConnection() {
    NodeLease node = node();
    Follower follower = follower();
    String user = Ids.random();

    change(node, user, "idle");
    assertThat(statusOf(user)).isEqualTo("idle");
    change(node, user, "online");
    assertThat(statusOf(user)).isEqualTo("online");
    change(node, user, "offline");
    assertThat(statusOf(user)).as("a reload is no transition").isEqualTo("online");
    clock.advance(LINGER);
    node.write();
    assertThat(statusOf(user)).isEqualTo("offline");
    assertThat(gone).containsExactly(user);

    follower.look();
    assertThat(heard)
        .containsExactly(
            new UserPresence(user, "idle"),
            new UserPresence(user, "online"),
            new UserPresence(user, "offline"));
  }

  @Test
  void whoFlapsOrComesBackOnAnotherNodeIsNoTransition() {
    NodeLease first = node();
    NodeLease second = node();
    String flapping = Ids.random();
    String moving = Ids.random();
    change(first, flapping, "online");
    change(first, moving, "online");
    Follower follower = follower();

    for (int i = 0; i < 5; i++) {
      change(first, flapping, "offline");
      clock.advance(LINGER.minusMillis(1));
      change(first, flapping, "online");
    }
    change(first, moving, "offline");
    change(second, moving, "online");
    clock.advance(LINGER);
    first.write();
    second.write();
    follower.look();

    assertThat(heard).isEmpty();
    assertThat(gone).isEmpty();
    assertThat(statusOf(flapping)).isEqualTo("online");
    assertThat(statusOf(moving)).isEqualTo("online");
  }

  @Test
  void ofSeveralNodesTheHighestStatusCounts() {
    NodeLease first = node();
    NodeLease second = node();
    Follower follower = follower();
    String user = Ids.random();

    change(first, user, "online");
    change(second, user, "idle");
    assertThat(statusOf(user)).isEqualTo("online");
    change(second, user, "dnd");
    assertThat(statusOf(user)).isEqualTo("dnd");
    change(second, user, "offline");
    clock.advance(LINGER);
    second.write();
    assertThat(statusOf(user)).isEqualTo("online");
    follower.look();
    assertThat(heard).extracting(UserPresence::status).containsExactly("online", "dnd", "online");
  }

  @Test
  void theUsersOfADeadNodeGoOfflineOnceWhoeverSweeps() throws Exception {
    NodeLease dead = node(store, SHORT);
    NodeLease alive = node(store, Duration.ofMinutes(5));
    Follower follower = follower();
    List<String> only = Stream.generate(Ids::random).limit(20_000).toList();
    String both = Ids.random();
    dead.change(only.stream().map(user -> new UserPresence(user, "online")).toList());
    change(dead, both, "dnd");
    change(alive, both, "idle");

    until(() -> statusOf(only.getFirst()).equals("offline"));
    Thread other = Thread.ofVirtual().start(() -> until(this::swept));
    sweep();
    other.join();

    follower.look();
    assertThat(heard.stream().filter(one -> one.status().equals("offline")))
        .extracting(UserPresence::user)
        .containsExactlyInAnyOrderElementsOf(only);
    assertThat(
            heard.getLast().user().equals(both) || heard.contains(new UserPresence(both, "idle")))
        .isTrue();
    assertThat(statusOf(both)).isEqualTo("idle");
  }

  private boolean swept() {
    return Future.await(store.sweep()) == null;
  }

  @Test
  void aNodeThatWasTakenForDeadWritesItsUsersAnew() {
    NodeLease paused = node(store, SHORT);
    Follower follower = follower();
    String user = Ids.random();
    change(paused, user, "online");
    until(() -> statusOf(user).equals("offline"));
    sweep();
    follower.look();
    assertThat(heard.getLast()).isEqualTo(new UserPresence(user, "offline"));

    paused.write();

    assertThat(statusOf(user)).isEqualTo("online");
    follower.look();
    clock.advance(SETTLING);
    follower.look();
    assertThat(losses.get()).as("those who heard that it is dead ask again").isEqualTo(1);
  }

  @Test
  void aRenewedLeaseKeepsThemOnline() {
    NodeLease node = node(store, SHORT);
    String user = Ids.random();
    change(node, user, "online");
    long end = System.nanoTime() + 4 * SHORT.toNanos();

    while (System.nanoTime() < end) {
      node.write();
      assertThat(swept()).isTrue();
      assertThat(statusOf(user)).isEqualTo("online");
    }
  }

  @Test
  void whatRedisHasLostIsWrittenAnewAndAskedForAnewWithoutAStormOfTransitions() {
    NodeLease node = node();
    String user = Ids.random();
    change(node, user, "online");
    Follower follower = follower();

    flush();
    follower.look();
    node.write();
    follower.look();
    assertThat(losses.get()).as("not before all nodes had time to write").isZero();
    clock.advance(SETTLING);
    follower.look();

    assertThat(losses.get()).isEqualTo(1);
    assertThat(heard).isEmpty();
    assertThat(statusOf(user)).isEqualTo("online");
  }

  @Test
  void afterAQuietTimeTheNextTransitionIsNoLoss() {
    Duration kept = Duration.ofMillis(100);
    store = new PresenceStore(redis, kept);
    NodeLease node = node();
    Follower follower = follower();
    String ada = Ids.random();
    String bob = Ids.random();
    change(node, ada, "online");
    follower.look();
    long then = System.currentTimeMillis();
    until(() -> System.currentTimeMillis() > then + 2 * kept.toMillis());

    change(node, bob, "online");
    follower.look();
    clock.advance(SETTLING);
    follower.look();

    assertThat(heard).extracting(UserPresence::user).containsExactly(ada, bob);
    assertThat(losses).hasValue(0);
  }

  @Test
  void aWriteThatRedisForgotAfterAFailoverIsNoticed() {
    NodeLease node = node();
    String user = Ids.random();
    change(node, Ids.random(), "online");
    List<String> keys = new ArrayList<>();
    Future.await(redis.send(Request.cmd(Command.KEYS).arg("presence:{cell}:node:*")))
        .forEach(key -> keys.add(key.toString()));
    var replica =
        Future.await(redis.send(Request.cmd(Command.DUMP).arg(keys.getFirst()))).toBuffer();
    change(node, user, "online");

    Future.await(
        redis.send(
            Request.cmd(Command.RESTORE).arg(keys.getFirst()).arg(0).arg(replica).arg("REPLACE")));
    assertThat(statusOf(user)).isEqualTo("offline");
    node.write();

    assertThat(statusOf(user)).isEqualTo("online");
  }

  @Test
  void moreUsersThanOneBatchAreAllThere() {
    NodeLease node = node();
    List<String> users = Stream.generate(Ids::random).limit(5_001).toList();
    flush();

    node.change(users.stream().map(user -> new UserPresence(user, "idle")).toList());
    node.write();

    assertThat(statusOf(users.getFirst())).isEqualTo("idle");
    assertThat(statusOf(users.getLast())).isEqualTo("idle");
  }

  /** Nodes that do everything at random; what a follower knows in the end is what is true. */
  @Test
  void whateverHappensTheFinalStateIsTheTruth() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> users = Stream.generate(Ids::random).limit(20).toList();
    List<Map<String, String>> truths = new ArrayList<>();
    List<NodeLease> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      truths.add(new HashMap<>());
      nodes.add(node(store, Duration.ofSeconds(30)));
    }
    Follower follower = follower();
    Map<String, String> known = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      int at = random.nextInt(nodes.size());
      String user = users.get(random.nextInt(users.size()));
      String status = List.of("online", "idle", "dnd", "offline").get(random.nextInt(4));
      switch (random.nextInt(40)) {
        case 0 -> flush();
        case 1 -> {
          // Killed: nobody writes for it any more, and its lease has run out.
          Future.await(
              redis.send(
                  Request.cmd(Command.ZADD)
                      .arg("presence:{cell}:nodes")
                      .arg(1)
                      .arg(names.get(nodes.get(at)))));
          if (random.nextBoolean()) {
            nodes.set(at, node(store, Duration.ofSeconds(30)));
            truths.get(at).clear();
          }
          sweep();
        }
        case 2, 3, 4 -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
        case 5, 6, 7 -> follower.look();
        default -> {
          nodes.get(at).change(one(user, status));
          if (status.equals("offline")) {
            truths.get(at).remove(user);
          } else {
            truths.get(at).put(user, status);
          }
          if (random.nextInt(3) == 0) {
            nodes.get(at).write();
          }
        }
      }
      learn(known, users);
    }
    clock.advance(LINGER);
    nodes.forEach(NodeLease::write);
    sweep();
    nodes.forEach(NodeLease::write);
    clock.advance(SETTLING);
    follower.look();
    clock.advance(SETTLING);
    follower.look();
    learn(known, users);

    for (String user : users) {
      String truth =
          truths.stream()
              .map(each -> each.getOrDefault(user, "offline"))
              .max(Comparator.comparingInt(List.of("offline", "idle", "online", "dnd")::indexOf))
              .orElseThrow();
      assertThat(statusOf(user)).as("in Redis; seed " + seed).isEqualTo(truth);
      assertThat(known.getOrDefault(user, "offline")).as("heard; seed " + seed).isEqualTo(truth);
    }
  }

  /** What sockets do with what they hear. */
  private void learn(Map<String, String> known, List<String> users) {
    heard.forEach(one -> known.put(one.user(), one.status()));
    heard.clear();
    if (losses.getAndSet(0) > 0) {
      known.putAll(Future.await(store.statuses(users)));
    }
  }

  @Test
  void theVerticlesTakeBatchesAndAnswerQueries() {
    String node = Ids.random();
    String user = Ids.random();
    String nobody = Ids.random();
    List<Object> told = new CopyOnWriteArrayList<>();
    vertx
        .eventBus()
        .localConsumer(Addresses.transitions(node), message -> told.add(message.body()));
    deploy(new NodeLeaseVerticle(config, node, new SimpleMeterRegistry()));
    deploy(new PresenceVerticle(config));

    String first = Ids.random();
    vertx.eventBus().send(Addresses.presence(node), new Changed(one(first, "online")));
    until(() -> query(first).equals(Map.of(first, "online")));
    vertx.eventBus().send(Addresses.presence(node), new Changed(one(user, "dnd")));
    until(() -> query(user, nobody).equals(Map.of(user, "dnd", nobody, "offline")));
    until(() -> told.contains(new Transitions(one(user, "dnd"))));

    PresenceMessages.CustomChanged custom = new PresenceMessages.CustomChanged(user, null);
    vertx.eventBus().publish(PresenceMessages.CUSTOM, custom);
    until(() -> told.contains(custom));
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
