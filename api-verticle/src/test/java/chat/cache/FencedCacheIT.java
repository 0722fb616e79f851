package chat.cache;

import static org.assertj.core.api.Assertions.assertThat;

import chat.config.RedisConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.store.RedisLink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.REDIS)
final class FencedCacheIT {
  private static final Duration LIFE = Duration.ofMinutes(1);

  private static final Vertx VERTX = Vertx.vertx();
  private final String key = "test:" + Ids.random();
  private static String uri;
  private static RedisLink link;
  private static FencedCache cache;

  record Value(int number) {}

  @BeforeAll
  static void connect(Backends backends) {
    uri = backends.redisUri();
    link = new RedisLink(VERTX, new RedisConfig(uri), Duration.ofSeconds(5));
    cache = new FencedCache(VERTX, link, new SimpleMeterRegistry());
    until(() -> link.upFor().compareTo(FencedCache.GRACE) > 0);
  }

  @AfterAll
  static void stop() {
    cache.close();
    link.close();
    Future.await(VERTX.close());
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private int read(FencedCache from, AtomicInteger database) {
    return from.read(key, Value.class, LIFE, () -> Optional.of(new Value(database.get())))
        .orElseThrow()
        .number();
  }

  private boolean isCached() {
    return Future.await(link.send(Request.cmd(Command.EXISTS).arg(new CacheKey(key).value())))
            .toInteger()
        == 1;
  }

  @Test
  void aValueIsAskedForOnce() {
    AtomicInteger asked = new AtomicInteger();

    for (int i = 0; i < 10; i++) {
      cache.read(key, Value.class, LIFE, () -> Optional.of(new Value(asked.incrementAndGet())));
      until(this::isCached);
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void aSlowReaderNeverBringsBackWhatAWriteReplaced() throws Exception {
    AtomicInteger database = new AtomicInteger(1);
    CountDownLatch loaded = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread slow =
        Thread.ofPlatform()
            .start(
                () ->
                    cache.read(
                        key,
                        Value.class,
                        LIFE,
                        () -> {
                          Value old = new Value(database.get());
                          loaded.countDown();
                          awaitOn(written);
                          return Optional.of(old);
                        }));
    awaitOn(loaded);

    cache.write(List.of(key), () -> database.incrementAndGet());
    written.countDown();
    slow.join();

    assertThat(read(cache, database)).isEqualTo(2);
    until(this::isCached);
    assertThat(read(cache, database)).isEqualTo(2);
  }

  @Test
  void whoReadsWhileAWriteIsUnderWayFillsNothing() {
    AtomicInteger database = new AtomicInteger(1);

    cache.write(
        List.of(key),
        () -> {
          // Still the old value: the write has not committed yet.
          assertThat(read(cache, database)).isEqualTo(1);
          assertThat(isCached()).isFalse();
          return database.incrementAndGet();
        });

    assertThat(read(cache, database)).isEqualTo(2);
  }

  @Test
  void ofTwoWritesAtOnceTheLaterOneIsReadWhicheverEndsLast() {
    AtomicInteger database = new AtomicInteger(1);

    cache.write(
        List.of(key),
        () -> {
          cache.write(List.of(key), () -> 0);
          read(cache, database);
          until(this::isCached);
          return database.incrementAndGet();
        });

    assertThat(read(cache, database)).isEqualTo(2);
  }

  @Test
  void afterEachWriteAllReadersSeeItWhateverTheInterleaving() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    AtomicInteger database = new AtomicInteger();
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger stale = new AtomicInteger();
    Thread[] readers = new Thread[4];
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    for (int i = 0; i < readers.length; i++) {
      readers[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (System.nanoTime() < end) {
                      int atLeast = committed.get();
                      if (read(cache, database) < atLeast) {
                        stale.incrementAndGet();
                      }
                    }
                  });
    }
    while (System.nanoTime() < end) {
      int now = cache.write(List.of(key), () -> database.incrementAndGet());
      committed.set(now);
      LockSupport.parkNanos(random.nextInt(2_000_000));
    }
    for (Thread reader : readers) {
      reader.join();
    }

    assertThat(stale).as("seed " + seed).hasValue(0);
  }

  @Test
  void withoutRedisReadsAndWritesGoOn() {
    RedisLink away =
        new RedisLink(VERTX, new RedisConfig("redis://127.0.0.1:1"), Duration.ofMillis(200));
    FencedCache blind = new FencedCache(VERTX, away, new SimpleMeterRegistry());
    AtomicInteger database = new AtomicInteger(1);

    assertThat(read(blind, database)).isEqualTo(1);
    blind.write(List.of(key), () -> database.incrementAndGet());
    assertThat(read(blind, database)).isEqualTo(2);
    blind.close();
    away.close();
  }

  @Test
  void whatCouldNotBeInvalidatedIsCaughtUpOnWhenRedisIsBack() {
    AtomicInteger database = new AtomicInteger(1);
    read(cache, database);
    until(this::isCached);
    RedisLink cutOff = new RedisLink(VERTX, new RedisConfig(uri), Duration.ofSeconds(5));
    FencedCache writer = new FencedCache(VERTX, cutOff, new SimpleMeterRegistry());

    // The writer's own connection is not there yet, or has just come: both must invalidate.
    writer.write(List.of(key), () -> database.incrementAndGet());

    until(() -> read(cache, database) == 2);
    assertThat(read(writer, database)).isEqualTo(2);
    writer.close();
    cutOff.close();
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
