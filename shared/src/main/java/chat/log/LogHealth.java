package chat.log;

import chat.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the log takes records. The producer itself does not tell: it keeps what it can't send
 * until it is too late. So: records under way of which none was confirmed for {@link #STALL} mean
 * that the log is away, until a question to Kafka is answered again.
 *
 * <p>Thread-safe; nothing blocks but the thread that asks.
 */
public final class LogHealth implements AutoCloseable {
  /** Many times what a confirmation takes when Kafka is well. */
  static final Duration STALL = Duration.ofMillis(1_500);

  private static final Logger LOG = LoggerFactory.getLogger(LogHealth.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int ASK_MILLIS = 1_000;

  private final KafkaConfig kafka;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long lastSign = System.nanoTime();
  private volatile boolean away;
  private volatile boolean closed;

  /** Watches the log from now on, on a thread of its own. */
  public static LogHealth watching(KafkaConfig kafka) {
    LogHealth health = new LogHealth(kafka);
    Thread.ofPlatform().daemon().name("log-health").start(health::run);
    return health;
  }

  LogHealth(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** Whether new records must be refused. */
  boolean isAway() {
    return away;
  }

  /** A record was given to the producer. */
  void sent() {
    if (underWay.getAndIncrement() == 0) {
      lastSign = System.nanoTime();
    }
  }

  /** Kafka has confirmed or refused a record, or the producer has given it up. */
  void finished(boolean confirmed) {
    underWay.decrementAndGet();
    if (confirmed) {
      lastSign = System.nanoTime();
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK.toNanos());
      tick(System.nanoTime());
    }
  }

  /** To be called a few times a second; asks Kafka while it is away. */
  void tick(long now) {
    if (!away && underWay.get() > 0 && now - lastSign > STALL.toNanos()) {
      LOG.warn("the log is away: {} records wait", underWay.get());
      away = true;
    } else if (away && answers()) {
      LOG.info("the log is back");
      lastSign = System.nanoTime();
      away = false;
    }
  }

  /** Whether the leaders of the log answer; brokers alone would not be enough. */
  private boolean answers() {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int partition = 0; partition < kafka.partitions(); partition++) {
        ends.put(new TopicPartition(LogTopics.LOG, partition), OffsetSpec.latest());
      }
      admin.listOffsets(ends).all().get(ASK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
