package chat.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's wall clock, corrected by that of the log: once a minute a record is written whose time
 * Kafka stamps. So a node whose own clock is wrong tells clients the time in which operation ids
 * must be made (those too far from the log's are refused), and issues and reads tokens as the other
 * nodes do. A difference below {@link #TOLERATED} is left alone.
 *
 * <p>Thread-safe.
 */
public final class LogClock extends Clock implements AutoCloseable {
  /** Far less than what the window of ids or a token's leeway allows. */
  static final Duration TOLERATED = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(LogClock.class);
  private static final Duration ASK_EVERY = Duration.ofMinutes(1);
  private static final long FIRST_WITHIN_SECONDS = 10;

  private final Clock own;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("log-clock").factory());
  private volatile long offsetMillis;

  LogClock(Clock own) {
    this.own = own;
  }

  /**
   * Asks for the log's time, and goes on asking. Blocks up to 10 s.
   *
   * @param own the node's clock
   * @param producer from {@link LogProducer#connect}; stays the caller's to close, after this
   * @throws TimeoutException if the log does not answer
   */
  public static LogClock start(Clock own, Producer<byte[], byte[]> producer, MeterRegistry metrics)
      throws ExecutionException, InterruptedException, TimeoutException {
    LogClock clock = new LogClock(own);
    clock.ask(producer).get(FIRST_WITHIN_SECONDS, TimeUnit.SECONDS);
    metrics.gauge("chat_clock_offset_seconds", clock, each -> each.offsetMillis / 1e3);
    clock.thread.scheduleAtFixedRate(
        () -> clock.ask(producer), ASK_EVERY.toSeconds(), ASK_EVERY.toSeconds(), TimeUnit.SECONDS);
    return clock;
  }

  private Future<RecordMetadata> ask(Producer<byte[], byte[]> producer) {
    long asked = own.millis();
    return producer.send(
        new ProducerRecord<>(LogTopics.CLOCK, 0, null, new byte[0]),
        (metadata, failure) -> {
          // While the log is away the last answer stands.
          if (failure == null) {
            told(metadata.timestamp(), asked, own.millis());
          }
        });
  }

  /** The log's time was {@code logMillis} at some time between the two of the own clock. */
  void told(long logMillis, long after, long before) {
    long measured = logMillis - (after + before) / 2;
    if (Math.abs(measured - offsetMillis) > TOLERATED.toMillis()) {
      LOG.warn("this node's clock differs from the log's by {} ms; it goes by the log's", measured);
      offsetMillis = measured;
    }
  }

  @Override
  public Instant instant() {
    return own.instant().plusMillis(offsetMillis);
  }

  @Override
  public long millis() {
    return own.millis() + offsetMillis;
  }

  @Override
  public ZoneId getZone() {
    return own.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a node has one clock, in " + own.getZone());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
