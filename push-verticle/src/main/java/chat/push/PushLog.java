package chat.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.config.KafkaConfig;
import chat.log.GroupMember;
import chat.log.LogRecord;
import chat.log.LogRecords;
import chat.log.LogTopics;
import chat.log.Partitions;
import chat.protocol.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code chat.log} in a consumer group of its own, on a thread of its own. The group's
 * offsets are committed each second, never past a record that is not dealt with: a crash, of the
 * thread alone too, repeats the rest and skips nothing.
 */
final class PushLog implements AutoCloseable {
  /** The consumer group of those that push. */
  static final String GROUP = LogTopics.PUSH_GROUP;

  private static final Logger LOG = LoggerFactory.getLogger(PushLog.class);

  /** Where a cell that has never pushed begins: what is older nobody waits for. */
  private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(10);

  /**
   * Records read but not dealt with before reading pauses, and below which it goes on. Each waits
   * for the delay, two seconds as a rule: so this also limits how many messages a second a node can
   * push.
   */
  private static final int PAUSE_AT = 50_000;

  private static final int RESUME_AT = 45_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Hears of what was read, on the consumer's thread. */
  interface Listener {
    /** Messages, in the order of their partitions. */
    void posted(List<LoggedPost> posts);

    /** Who is in these channels may have changed. */
    void membersChanged(Set<String> channels);
  }

  private final Listener listener;
  private final Deviceless deviceless;
  private final Counter passedOver;
  private final Partitions partitions;
  private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Assignment> assignments = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final ReadingThread thread;
  private KafkaConsumer<byte[], byte[]> consumer;
  private boolean paused;
  private long nextCommit;

  /**
   * A reader that starts with {@link #start}.
   *
   * @param member the static member's name: one that comes back under it gets its partitions back
   */
  PushLog(
      KafkaConfig config,
      String member,
      Deviceless deviceless,
      Listener listener,
      MeterRegistry metrics) {
    Map<String, Object> settings = GroupMember.settings(config, GROUP, member);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    this.partitions = new Partitions(config.partitions());
    this.listener = listener;
    this.deviceless = deviceless;
    this.passedOver = metrics.counter("chat_push_messages_passed_over");
    this.thread = new ReadingThread("push-log", settings, this::read, metrics);
    metrics.gauge("chat_push_messages_open", this, PushLog::openCount);
  }

  void start() {
    thread.start();
  }

  /** Whether it is this one that reads the channel's messages; from any thread. */
  boolean reads(String channel) {
    return assigned.contains(partitions.of(channel));
  }

  /** How many records are read but not dealt with. */
  int openCount() {
    return assignments.values().stream().mapToInt(Assignment::openCount).sum();
  }

  private void read(KafkaConsumer<byte[], byte[]> fresh) {
    consumer = fresh;
    committed.clear();
    paused = false;
    try {
      consumer.subscribe(List.of(LogTopics.LOG), new Rebalances());
      while (!thread.isClosing()) {
        turn();
      }
      commitLast();
    } finally {
      // What is open will be read again, by whoever reads then.
      assigned.clear();
      assignments.keySet().forEach(this::end);
    }
  }

  private void turn() {
    try {
      hand(consumer.poll(POLL));
      balance();
      if (System.nanoTime() - nextCommit > 0) {
        nextCommit = System.nanoTime() + COMMIT_NANOS;
        commit();
      }
    } catch (WakeupException e) {
      // The end has come.
    } catch (NoOffsetForPartitionException e) {
      LOG.info("push begins with {}", e.partitions());
      begin(e.partitions());
    } catch (OffsetOutOfRangeException e) {
      LOG.error("records that were not pushed are gone from {}", e.partitions());
      consumer.seekToBeginning(e.partitions());
    } catch (FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      // Also a commit in the middle of a rebalance, or after one that we slept through: the next
      // poll joins the group again, and what was not committed is pushed once more.
      LOG.warn("the log can't be read for push for now: {}", e.toString());
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private void hand(ConsumerRecords<byte[], byte[]> records) {
    List<LoggedPost> posts = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      Assignment assignment =
          assignments.computeIfAbsent(each.partition(), p -> new Assignment(p, each.offset()));
      if (isForNobody(each)) {
        assignment.read(each.offset(), false);
        passedOver.increment();
        continue;
      }
      switch (read(each)) {
        // What was imported was said long ago.
        case LogRecord.PostMessage post when post.imported() != null ->
            assignment.read(each.offset(), false);
        case LogRecord.PostMessage post -> {
          assignment.read(each.offset(), true);
          posts.add(
              new LoggedPost(
                  assignment,
                  each.offset(),
                  each.timestamp(),
                  post.channel(),
                  post.sender(),
                  post.mentions() == null ? List.of() : post.mentions(),
                  post.parent(),
                  post.alsoInChannel()));
        }
        case LogRecord.FromDirectory change -> {
          assignment.read(each.offset(), false);
          if (changed.add(change.channel())) {
            deviceless.membersWillChange(change.channel());
          }
        }
        case null, default -> assignment.read(each.offset(), false);
      }
    }
    if (!changed.isEmpty()) {
      listener.membersChanged(changed);
    }
    if (!posts.isEmpty()) {
      listener.posted(posts);
    }
  }

  private boolean isForNobody(ConsumerRecord<byte[], byte[]> record) {
    return LogRecords.isPost(record.value())
        && record.key() != null
        && deviceless.covers(new String(record.key(), US_ASCII));
  }

  private static LogRecord read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Wire.fromCbor(record.value(), LogRecord.class);
    } catch (RuntimeException e) {
      // Its owner refuses it as well.
      return null;
    }
  }

  private void balance() {
    int open = openCount();
    if (!paused && open > PAUSE_AT) {
      paused = true;
    } else if (paused && open < RESUME_AT) {
      paused = false;
      consumer.resume(consumer.paused());
    }
    if (paused) {
      consumer.pause(consumer.assignment());
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    assignments.forEach(
        (partition, assignment) -> {
          TopicPartition topic = new TopicPartition(LogTopics.LOG, partition);
          long done = assignment.done();
          if (committed.getOrDefault(topic, -1L) != done) {
            due.put(topic, new OffsetAndMetadata(done));
          }
        });
    commit(due);
  }

  private void commitLast() {
    try {
      commit();
    } catch (WakeupException e) {
      // The call that ended the reading came after its last turn.
      commit();
    }
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> due) {
    if (!due.isEmpty()) {
      consumer.commitSync(due);
      due.forEach((topic, offset) -> committed.put(topic, offset.offset()));
    }
  }

  /** Commits at once where we begin, so that a crash before the first message skips none. */
  private void begin(Set<TopicPartition> partitions) {
    long since = System.currentTimeMillis() - FIRST_LOOK_BACK.toMillis();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(each -> times.put(each, since));
    // The ends first: what is written before the second answer is then found by its time.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition each : partitions) {
      OffsetAndTimestamp start = starts.get(each);
      long offset = start == null ? ends.get(each) : start.offset();
      consumer.seek(each, offset);
      due.put(each, new OffsetAndMetadata(offset));
    }
    commit(due);
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition each : partitions) {
        committed.remove(each);
        assigned.add(each.partition());
      }
      // Another node may have read meanwhile who joined.
      deviceless.forgetAll();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        commit();
      } catch (RuntimeException e) {
        LOG.warn("what was pushed last will be pushed again: {}", e.toString());
      }
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(each -> end(each.partition()));
    }
  }

  private void end(int partition) {
    assigned.remove(partition);
    Assignment ended = assignments.remove(partition);
    if (ended != null) {
      ended.end();
    }
  }

  /** Commits what is done and leaves. Blocks up to 10 s. */
  @Override
  public void close() throws InterruptedException {
    thread.close();
  }
}
