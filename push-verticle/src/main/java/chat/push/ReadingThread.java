package chat.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads from Kafka until it is closed. Whatever ends its reading before that, it
 * begins anew with another consumer, after a pause that grows; unless another node of its name has
 * taken its place: then it stays away. {@code chat_push_reading} is 1 while it reads, and {@code
 * chat_push_reading_failures} counts what ended it.
 *
 * <p>{@link #start} and {@link #close} may be called from any thread.
 */
final class ReadingThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingThread.class);
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** Who has read for so long begins with the shortest pause again. */
  private static final long WELL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Object> settings;
  private final Consumer<KafkaConsumer<byte[], byte[]>> read;
  private final Thread thread;
  private final Counter failures;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * A thread that starts with {@link #start}.
   *
   * @param settings of its consumers, of bytes
   * @param read reads until {@link #isClosing}, on this thread; gets a consumer of its own each
   *     time
   */
  ReadingThread(
      String name,
      Map<String, Object> settings,
      Consumer<KafkaConsumer<byte[], byte[]>> read,
      MeterRegistry metrics) {
    this.settings = settings;
    this.read = read;
    this.thread = new Thread(this::run, name);
    this.failures = metrics.counter("chat_push_reading_failures", "thread", name);
    metrics.gauge(
        "chat_push_reading", Tags.of("thread", name), this, each -> each.consumer == null ? 0 : 1);
  }

  void start() {
    thread.start();
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Whether it reads, or will again. */
  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn && !isClosing()) {
      long began = System.nanoTime();
      goesOn = readOnce() && pause(System.nanoTime() - began);
    }
  }

  /** Returns whether to read again. */
  private boolean readOnce() {
    try {
      ByteArrayDeserializer bytes = new ByteArrayDeserializer();
      consumer = new KafkaConsumer<>(settings, bytes, bytes);
      read.accept(consumer);
      return true;
    } catch (FencedInstanceIdException e) {
      failures.increment();
      LOG.error("another node of this name reads for push; {} has stopped to", thread.getName());
      return false;
    } catch (Throwable e) {
      // Also an error: without this thread nobody is told of anything any more.
      failures.increment();
      LOG.error("{} ended and will begin anew", thread.getName(), e);
      return true;
    } finally {
      closeConsumer();
    }
  }

  private void closeConsumer() {
    KafkaConsumer<byte[], byte[]> ended = consumer;
    consumer = null;
    if (ended != null) {
      try {
        ended.close(
            CloseOptions.timeout(Duration.ofSeconds(5))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      } catch (RuntimeException e) {
        LOG.warn("{} did not leave properly: {}", thread.getName(), e.toString());
      }
    }
  }

  /** Returns false if it was interrupted. */
  private boolean pause(long readNanos) {
    if (readNanos > WELL_NANOS) {
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
    try {
      closing.await(pauseMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    return true;
  }

  /** Ends it. Blocks up to 10 s. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    KafkaConsumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    if (thread.isAlive()) {
      thread.join(Duration.ofSeconds(10));
    }
  }
}
