package chat.channel;

import chat.config.KafkaConfig;
import chat.log.GroupMember;
import chat.log.LogTopics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code chat.log} for one member of the consumer group, on a thread of its own. A partition
 * that was assigned stays paused until {@link #startAt} says where to begin; offsets live in the
 * checkpoints, never in Kafka.
 *
 * <p>The plain Kafka consumer, since seeking must happen inside the rebalance call-back, before
 * anything is fetched. Public methods are thread-safe; the listener is called on the own thread.
 */
final class LogConsumer implements Runnable, AutoCloseable {
  /** The consumer group of the channels' owners. */
  static final String GROUP = "chat-channels";

  private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);
  private static final int PAUSE_AT = 4_000;
  private static final int RESUME_AT = 1_000;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(10);

  /**
   * Fetches follow each other no faster than this. Under load a fetch, a turn, an answer and a
   * fan-out cost nearly the same for one record as for fifty; when idle a record is fetched at
   * once.
   */
  private static final long PACE_NANOS = 4_000_000;

  /** Between tries while Kafka is away. */
  private static final long RETRY_NANOS = 200_000_000;

  /** Hears of partitions and records, on the consumer's thread. */
  interface Listener {
    /** The partition is ours; answer with {@link #startAt}. */
    void assigned(int partition);

    /** The partition is no longer ours. */
    void revoked(int partition);

    /** The log ends at {@code end} now: the offset after the last record. */
    void endsAt(int partition, long end);

    /** What one fetch brought, by partition, each in the order of its log. */
    void arrived(Map<Integer, List<Arrival>> fetched);

    /** The consumer can't go on: another process runs under this member's name, or a defect. */
    void failed(Throwable failure);
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Listener listener;
  private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> untaken = new ConcurrentHashMap<>();
  private final Set<TopicPartition> notStarted = new HashSet<>();
  private final Set<TopicPartition> full = new HashSet<>();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * A consumer that starts with {@link #start}.
   *
   * @param member the static member's name: one that comes back under it gets its partitions back
   */
  LogConsumer(KafkaConfig config, String member, Listener listener) {
    Map<String, Object> settings = GroupMember.settings(config, GROUP, member);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    // How soon the others hear that partitions of a member that has gone are theirs.
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    // What we ask for meanwhile waits behind a fetch that waits for records.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(settings, bytes, bytes);
    this.listener = listener;
    this.thread = new Thread(this, "log-" + member);
  }

  void start() {
    thread.start();
  }

  /** Begins an assigned partition at {@code offset}. */
  void startAt(int partition, long offset) {
    starts.put(new TopicPartition(LogTopics.LOG, partition), offset);
    consumer.wakeup();
  }

  /** The owner has taken so many records: more may be read ahead. */
  void taken(int partition, int count) {
    AtomicInteger ahead = untaken.get(partition);
    if (ahead != null) {
      ahead.addAndGet(-count);
    }
  }

  @Override
  public void run() {
    try {
      consumer.subscribe(List.of(LogTopics.LOG), new Rebalances());
      while (!closing) {
        turn();
      }
    } catch (FencedInstanceIdException e) {
      listener.failed(e);
    } catch (RuntimeException e) {
      LOG.error("the consumer of the log has failed", e);
      listener.failed(e);
    } finally {
      consumer.close(
          CloseOptions.timeout(Duration.ofSeconds(5))
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void turn() {
    long began = System.nanoTime();
    try {
      startWaiting();
      ConsumerRecords<byte[], byte[]> records =
          consumer.poll(full.isEmpty() ? POLL : POLL_WHILE_PAUSED);
      hand(records);
      balance();
      if (!records.isEmpty()) {
        LockSupport.parkNanos(PACE_NANOS - (System.nanoTime() - began));
      }
    } catch (WakeupException e) {
      // A partition can start, or the end has come.
    } catch (RetriableException e) {
      LOG.warn("the log can't be read for now: {}", e.toString());
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /** All at once: asking for the ends takes a round trip, however many there are. */
  private void startWaiting() {
    Map<TopicPartition, Long> due = new HashMap<>(starts);
    if (due.isEmpty()) {
      return;
    }
    due.keySet().retainAll(notStarted);
    due.forEach(consumer::seek);
    consumer
        .endOffsets(due.keySet())
        .forEach((partition, end) -> listener.endsAt(partition.partition(), end));
    consumer.resume(due.keySet());
    notStarted.removeAll(due.keySet());
    starts.keySet().removeIf(partition -> !notStarted.contains(partition));
  }

  private void hand(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    Map<Integer, List<Arrival>> fetched = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<Arrival> arrivals = records.records(partition).stream().map(Arrival::of).toList();
      untaken.get(partition.partition()).addAndGet(arrivals.size());
      fetched.put(partition.partition(), arrivals);
    }
    listener.arrived(fetched);
  }

  /** Reads ahead of the owners only so far. */
  private void balance() {
    for (TopicPartition partition : consumer.assignment()) {
      AtomicInteger ahead = untaken.get(partition.partition());
      if (ahead == null || notStarted.contains(partition)) {
        continue;
      }
      if (ahead.get() > PAUSE_AT && full.add(partition)) {
        consumer.pause(Set.of(partition));
      } else if (ahead.get() < RESUME_AT && full.remove(partition)) {
        consumer.resume(Set.of(partition));
      }
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        consumer.pause(Set.of(partition));
        // Any position will do while it is paused; without one, poll would ask Kafka and fail.
        consumer.seek(partition, 0);
        notStarted.add(partition);
        untaken.put(partition.partition(), new AtomicInteger());
        listener.assigned(partition.partition());
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        notStarted.remove(partition);
        starts.remove(partition);
        full.remove(partition);
        listener.revoked(partition.partition());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      onPartitionsRevoked(partitions);
    }
  }

  /** Leaves the group, so that others take over at once. Blocks up to 10 s. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    consumer.wakeup();
    if (thread.isAlive()) {
      thread.join(Duration.ofSeconds(10));
    }
  }
}
