package chat.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.RedisConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.store.RedisLink;
import chat.store.RedisScript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads of {@link RedisLink} that many make at about the same time. */
@UseBackends(Backend.REDIS)
class RedisReadsIT {
  private static final int MANY = 2_000;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final Vertx VERTX = Vertx.vertx();
  private static final String TEXT = "redis-reads:" + Ids.random();
  private static final String LIST = "redis-reads:" + Ids.random();
  private static RedisLink link;

  @BeforeAll
  static void connect(Backends backends) {
    link = new RedisLink(VERTX, new RedisConfig(backends.redisUri()), Duration.ofSeconds(10));
    for (long end = System.nanoTime() + WITHIN.toNanos(); !link.isUp(); ) {
      assertThat(System.nanoTime()).as("connected in time").isLessThan(end);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    Future.await(link.send(Request.cmd(Command.SET).arg(TEXT).arg("text")));
    Future.await(link.send(Request.cmd(Command.RPUSH).arg(LIST).arg("item")));
  }

  @AfterAll
  static void stop() {
    link.close();
    Future.await(VERTX.close());
  }

  private static Request get(String key) {
    return Request.cmd(Command.GET).arg(key);
  }

  /** How often Redis has taken something from its connections. */
  private static long takings() {
    return Future.await(link.send(Request.cmd(Command.INFO).arg("stats")))
        .toString()
        .lines()
        .filter(line -> line.startsWith("total_reads_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
        .sum();
  }

  @Test
  void theyComeInFewWrites() {
    long before = takings();
    List<Future<Response>> answers =
        IntStream.range(0, MANY).mapToObj(i -> link.read(get(TEXT))).toList();

    assertThat(answers).allSatisfy(answer -> assertThat(Future.await(answer)).hasToString("text"));
    assertThat(takings() - before).isPositive().isLessThan(MANY / 10);
  }

  @Test
  void oneThatIsRefusedFailsAlone() {
    List<Future<Response>> answers =
        Stream.of(TEXT, LIST, TEXT, "redis-reads:none").map(key -> link.read(get(key))).toList();

    assertThat(Future.await(answers.get(0))).hasToString("text");
    assertThatThrownBy(() -> Future.await(answers.get(1)))
        .isInstanceOf(ErrorType.class)
        .hasMessageStartingWith("WRONGTYPE");
    assertThat(Future.await(answers.get(2))).hasToString("text");
    assertThat(Future.await(answers.get(3))).isNull();
  }

  @Test
  void scriptsThatRedisHasForgottenAreSentWhole() {
    RedisScript script = new RedisScript(link, "return redis.call('GET', KEYS[1])");
    Future.await(link.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

    List<Future<Response>> answers =
        IntStream.range(0, 20).mapToObj(i -> script.read(List.of(TEXT))).toList();

    assertThat(answers).allSatisfy(answer -> assertThat(Future.await(answer)).hasToString("text"));
  }
}
