package chat.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to {@code chat.log} and waits for the owner's answer: the only way by which
 * anything in a channel changes.
 *
 * <p>Thread-safe; never blocks. Results are delivered on the caller's context. At most {@link
 * #MAX_WAITING} operations wait at a time; more are refused as {@code overloaded}.
 */
public final class ChannelLog implements AutoCloseable {
  static final int MAX_WAITING = 50_000;
  private static final long ANSWER_WITHIN_NANOS = Duration.ofSeconds(10).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(ChannelLog.class);

  private final Vertx vertx;
  private final String node;
  private final Partitions partitions;
  private final OwnerDirectory owners;
  private final LogHealth health;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong correlations = new AtomicLong();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final Queue<Waiting> oldestFirst = new ConcurrentLinkedQueue<>();
  private final Timer appended;
  private final Timer answered;
  private final Counter sends;
  private final Counter acks;
  private final Counter late;
  private final long timer;

  private record Waiting(long correlation, long since, Promise<Answer.Accepted> answer) {}

  /**
   * Starts to take answers.
   *
   * @param node this incarnation of the process
   * @param producer from {@link LogProducer#connect}; stays the caller's to close, after this
   */
  public ChannelLog(
      Vertx vertx,
      String node,
      Partitions partitions,
      Producer<byte[], byte[]> producer,
      OwnerDirectory owners,
      LogHealth health,
      MeterRegistry metrics) {
    this.vertx = vertx;
    this.node = node;
    this.partitions = partitions;
    this.owners = owners;
    this.health = health;
    this.producer = producer;
    this.appended = stage(metrics, "append");
    this.answered = stage(metrics, "answer");
    this.sends = metrics.counter("chat_sends");
    this.acks = metrics.counter("chat_acks");
    this.late = metrics.counter("chat_answers_late");
    metrics.gauge("chat_operations_waiting", waitingCount);
    vertx.eventBus().<Answers>consumer(Addresses.answers(node), batch -> take(batch.body()));
    this.timer = vertx.setPeriodic(500, id -> giveUpOnLate());
  }

  /** Registers what this class sends over the event bus; once per {@link Vertx}. */
  public static void install(Vertx vertx) {
    Bus.register(vertx.eventBus(), Answers.class);
  }

  private static Timer stage(MeterRegistry metrics, String stage) {
    return Timer.builder("chat_send_stage")
        .tag("stage", stage)
        .publishPercentileHistogram()
        .register(metrics);
  }

  /**
   * Appends {@code record} and waits until its owner has decided.
   *
   * @return its place; fails with a {@link ProblemException}: the owner's refusal, {@code
   *     overloaded} or {@code unavailable} if it was not written, {@code outcome-unknown} if it may
   *     have been (repeat it with the same id)
   */
  public Future<Answer.Accepted> append(LogRecord record) {
    sends.increment();
    int partition = partitions.of(record.channel());
    if (owners.isBusy(partition)) {
      return refuse(ProblemType.OVERLOADED, "The channel's owner has no room for more just now");
    }
    if (health.isAway()) {
      return refuse(ProblemType.UNAVAILABLE, "The log is not available");
    }
    if (owners.isForsaken(partition)) {
      return refuse(ProblemType.UNAVAILABLE, "The channel has no owner just now");
    }
    if (waitingCount.incrementAndGet() > MAX_WAITING) {
      waitingCount.decrementAndGet();
      return refuse(ProblemType.OVERLOADED, "Too many operations are under way on this node");
    }
    Promise<Answer.Accepted> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    Waiting entry = new Waiting(correlations.incrementAndGet(), System.nanoTime(), answer);
    waiting.put(entry.correlation(), entry);
    oldestFirst.add(entry);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            LogTopics.LOG, partition, record.channel().getBytes(US_ASCII), Wire.toCbor(record));
    new Origin(node, entry.correlation()).addTo(message.headers());
    health.sent();
    try {
      producer.send(message, (metadata, failure) -> sent(entry, failure));
    } catch (RuntimeException e) {
      sent(entry, e);
    }
    return answer.future();
  }

  private static Future<Answer.Accepted> refuse(ProblemType type, String detail) {
    return Future.failedFuture(new ProblemException(type, detail));
  }

  private void sent(Waiting entry, Exception failure) {
    health.finished(failure == null);
    if (failure == null) {
      appended.record(System.nanoTime() - entry.since(), TimeUnit.NANOSECONDS);
      return;
    }
    if (remove(entry.correlation()) == null) {
      return;
    }
    entry.answer().fail(refusal(failure));
  }

  private static ProblemException refusal(Exception failure) {
    return switch (failure) {
      case RecordTooLargeException e ->
          new ProblemException(ProblemType.TOO_LARGE, "The record is too large");
      case BufferExhaustedException e ->
          new ProblemException(ProblemType.OVERLOADED, "Messages arrive faster than the log takes");
      // What send() itself refuses: it knows no leader to send to.
      case TimeoutException e when e.getMessage() != null && e.getMessage().contains("metadata") ->
          new ProblemException(ProblemType.UNAVAILABLE, "The log is not available");
      default -> {
        LOG.warn("append failed: {}", failure.toString());
        yield new ProblemException(
            ProblemType.OUTCOME_UNKNOWN, "The log did not confirm in time; repeat the id");
      }
    };
  }

  private void take(Answers batch) {
    for (Answers.Entry entry : batch.entries()) {
      Waiting operation = remove(entry.correlation());
      if (operation == null) {
        late.increment();
        continue;
      }
      answered.record(System.nanoTime() - operation.since(), TimeUnit.NANOSECONDS);
      switch (entry.answer()) {
        case Answer.Accepted accepted -> {
          acks.increment();
          operation.answer().complete(accepted);
        }
        case Answer.Refused refused -> operation.answer().fail(refused.toException());
      }
    }
  }

  private Waiting remove(long correlation) {
    Waiting entry = waiting.remove(correlation);
    if (entry != null) {
      waitingCount.decrementAndGet();
    }
    return entry;
  }

  private void giveUpOnLate() {
    long deadline = System.nanoTime() - ANSWER_WITHIN_NANOS;
    for (Waiting entry = oldestFirst.peek();
        entry != null
            && (entry.since() - deadline < 0 || !waiting.containsKey(entry.correlation()));
        entry = oldestFirst.peek()) {
      oldestFirst.poll();
      if (remove(entry.correlation()) != null) {
        entry
            .answer()
            .fail(
                new ProblemException(
                    ProblemType.OUTCOME_UNKNOWN, "No answer in time; repeat the same id"));
      }
    }
  }

  /** How many operations wait for their answer. */
  public int waiting() {
    return waitingCount.get();
  }

  /** Stops; what still waits fails as {@code outcome-unknown}. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    for (Waiting entry : waiting.values()) {
      if (remove(entry.correlation()) != null) {
        entry
            .answer()
            .fail(new ProblemException(ProblemType.OUTCOME_UNKNOWN, "The node is stopping"));
      }
    }
  }
}
