package chat.cache;

import chat.id.Ids;
import chat.protocol.Wire;
import chat.store.RedisLink;
import chat.store.RedisScript;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A look-aside cache in Redis that never brings back a value older than a committed write.
 *
 * <p>Each key has a generation beside its value. Who misses takes the generation with the miss, and
 * the fill is dropped if it has changed since. A write changes it twice: before the commit (from
 * then on nobody can fill) and after it. A writer that dies in between leaves a fence that expires
 * after {@link #FENCE}.
 *
 * <p>What could not be invalidated because Redis was away is remembered and caught up on; until
 * then this node reads past the cache, and for {@link #GRACE} after Redis came back, so that the
 * other nodes can catch up too. Redis away makes reads slower, never wrong, and never fails them.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class FencedCache implements AutoCloseable {
  static final Duration FENCE = Duration.ofSeconds(30);
  static final Duration GENERATION = Duration.ofSeconds(60);
  static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration FILL_WITHIN = Duration.ofSeconds(20);
  private static final int PENDING = 10_000;
  private static final String WRITING = "w:";

  private static final String READ =
      """
      local value = redis.call('GET', KEYS[1])
      if value then return {value} end
      return {false, redis.call('GET', KEYS[2]) or ''}
      """;
  private static final String FILL =
      """
      if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return 1
      """;
  private static final String FENCE_OFF =
      """
      redis.call('SET', KEYS[2], 'w:' .. ARGV[1], 'PX', ARGV[2])
      return redis.call('DEL', KEYS[1])
      """;
  // Another writer's fence stays: only its own end may lift it.
  private static final String RELEASE =
      """
      local generation = redis.call('GET', KEYS[2]) or ''
      if string.sub(generation, 1, 2) ~= 'w:' or generation == 'w:' .. ARGV[1] then
        redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
      end
      return redis.call('DEL', KEYS[1])
      """;

  private final Vertx vertx;
  private final RedisLink redis;
  private final RedisScript read;
  private final RedisScript fill;
  private final RedisScript fence;
  private final RedisScript release;
  private final Set<CacheKey> pending = ConcurrentHashMap.newKeySet();
  private final long timer;
  private final Counter hits;
  private final Counter misses;
  private final Counter bypassed;
  private final Counter undecodable;
  private volatile long distrustUntil = System.nanoTime();

  public FencedCache(Vertx vertx, RedisLink redis, MeterRegistry metrics) {
    this.vertx = vertx;
    this.redis = redis;
    this.read = new RedisScript(redis, READ);
    this.fill = new RedisScript(redis, FILL);
    this.fence = new RedisScript(redis, FENCE_OFF);
    this.release = new RedisScript(redis, RELEASE);
    this.timer = vertx.setPeriodic(200, id -> catchUp());
    this.hits = metrics.counter("chat_cache_reads", "result", "hit");
    this.misses = metrics.counter("chat_cache_reads", "result", "miss");
    this.bypassed = metrics.counter("chat_cache_reads", "result", "bypassed");
    this.undecodable = metrics.counter("chat_cache_reads", "result", "undecodable");
    metrics.gauge("chat_cache_invalidations_pending", pending, Set::size);
  }

  /**
   * The cached value, or what {@code database} gives, which is then cached.
   *
   * @param name the kind of thing and its ids
   * @param life for how long at most a value is kept
   * @param database what to cache; nothing is cached for an empty answer
   */
  public <T> Optional<T> read(
      String name, Class<T> type, Duration life, Supplier<Optional<T>> database) {
    CacheKey key = new CacheKey(name);
    Response found = distrusted() ? null : answer(read.read(keys(key)));
    if (found == null) {
      bypassed.increment();
      return database.get();
    }
    if (found.get(0) != null) {
      Optional<T> value = decode(found.get(0).toBytes(), type);
      if (value.isPresent()) {
        hits.increment();
        return value;
      }
    }
    misses.increment();
    long start = System.nanoTime();
    Optional<T> value = database.get();
    String generation = found.size() > 1 ? found.get(1).toString() : WRITING;
    if (value.isPresent()
        && !generation.startsWith(WRITING)
        && System.nanoTime() - start < FILL_WITHIN.toNanos()) {
      // Nobody waits for the fill; one that comes late or not at all does no harm.
      fill.run(keys(key), generation, Wire.toCbor(value.get()), life.toMillis());
    }
    return value;
  }

  /**
   * Runs a change of the database, with all that it makes outdated invalidated when this returns or
   * throws.
   *
   * @param names what {@code change} may change
   */
  public <T> T write(List<String> names, Supplier<T> change) {
    List<CacheKey> keys = names.stream().map(CacheKey::new).toList();
    String writer = Ids.random();
    answer(each(keys, key -> fence.run(keys(key), writer, FENCE.toMillis())));
    try {
      return change.get();
    } finally {
      release(keys, writer);
    }
  }

  private void release(List<CacheKey> keys, String writer) {
    Object done = answer(each(keys, key -> release.run(keys(key), writer, GENERATION.toMillis())));
    if (done == null) {
      if (pending.size() + keys.size() > PENDING) {
        // Too many to remember: no cached value outlives this.
        distrustUntil = System.nanoTime() + MAX_LIFE.toNanos();
      } else {
        pending.addAll(keys);
      }
    }
  }

  /** No value may be cached for longer. */
  public static final Duration MAX_LIFE = Duration.ofMinutes(5);

  private boolean distrusted() {
    return !pending.isEmpty()
        || redis.upFor().compareTo(GRACE) < 0
        || System.nanoTime() - distrustUntil < 0;
  }

  private void catchUp() {
    if (redis.isUp()) {
      for (CacheKey key : pending) {
        release
            .run(keys(key), Ids.random(), GENERATION.toMillis())
            .onSuccess(done -> pending.remove(key));
      }
    }
  }

  private interface Step {
    Future<Response> on(CacheKey key);
  }

  private static Future<?> each(List<CacheKey> keys, Step step) {
    return Future.join(keys.stream().map(step::on).toList());
  }

  private static List<String> keys(CacheKey key) {
    return List.of(key.value(), key.generation());
  }

  /** What Redis says, or null if it does not. */
  private static <T> T answer(Future<T> asked) {
    return Future.await(asked.otherwiseEmpty());
  }

  private <T> Optional<T> decode(byte[] bytes, Class<T> type) {
    try {
      return Optional.of(Wire.fromCbor(bytes, type));
    } catch (java.io.UncheckedIOException e) {
      // Written by another version of the program: as good as not there.
      undecodable.increment();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
