package chat.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cache.FencedCache;
import chat.channels.Channel;
import chat.config.RedisConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.sql.TestDatabase;
import chat.store.RedisLink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Roles in channels that no cache has, as after an absence of many. */
@UseBackends({Backend.MYSQL, Backend.REDIS})
class ChannelRolesIT {
  private static final int PEOPLE = 600;
  private static final Channel RED = channel();
  private static final Channel BLUE = channel();
  private static TestDatabase test;
  private static RedisLink redis;
  private static FencedCache cache;
  private static Access access;

  /** The members of {@link #RED}; of {@link #BLUE} there are none. */
  private static final Map<String, Role> MEMBERS = new HashMap<>();

  private static final List<String> STRANGERS = new ArrayList<>();

  private static Channel channel() {
    return new Channel(Ids.random(), Ids.random(), Channel.Kind.CHANNEL, "any name", false, false);
  }

  @BeforeAll
  static void fill(Backends backends) {
    test = TestDatabase.open(backends);
    redis =
        new RedisLink(test.vertx(), new RedisConfig(backends.redisUri()), Duration.ofSeconds(5));
    cache = new FencedCache(test.vertx(), redis, new SimpleMeterRegistry());
    access = new Access(test.database(), cache, null);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String user = Ids.random();
      Role role = Role.values()[i % Role.values().length];
      MEMBERS.put(user, role);
      STRANGERS.add(Ids.random());
      rows.add(List.of(RED.home(), RED.id(), user, role.text(), 0L));
    }
    test.database()
        .batch(
            "INSERT INTO channel_members (home, channel, user, role, joined) VALUES (?,?,?,?,?)",
            rows);
  }

  @AfterAll
  static void stop() {
    cache.close();
    redis.close();
    test.close();
  }

  @Test
  void ofManyThatAreAskedForAtOnceEachIsTheRightOneAndAFewStatementsReadThem() throws Exception {
    double before = test.statements();
    Map<String, Future<Optional<Role>>> red = new HashMap<>();
    List<Future<Optional<Role>>> none = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      MEMBERS
          .keySet()
          .forEach(
              user -> {
                red.put(user, callers.submit(() -> access.roleInChannel(user, RED)));
                none.add(callers.submit(() -> access.roleInChannel(user, BLUE)));
              });
      STRANGERS.forEach(user -> none.add(callers.submit(() -> access.roleInChannel(user, RED))));
    }

    for (Map.Entry<String, Future<Optional<Role>>> each : red.entrySet()) {
      assertThat(each.getValue().get()).contains(MEMBERS.get(each.getKey()));
    }
    for (Future<Optional<Role>> each : none) {
      assertThat(each.get()).isEmpty();
    }
    assertThat(test.statements() - before).isPositive().isLessThan(3 * PEOPLE / 4.0);
  }
}
