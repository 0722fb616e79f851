package chat.push;

import chat.config.KafkaConfig;
import chat.log.LogTopics;
import chat.log.ReadLog.Position;
import chat.protocol.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far users have read. Follows all of {@code chat.reads}, whichever partitions of the log are
 * ours: a channel's members read in any of them. What was read before is in MongoDB, where every
 * position arrives soon after; those that have just been read are remembered here meanwhile.
 *
 * <p>{@link #of} and the listener belong to the verticle's context.
 */
final class Reads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);
  private static final String COLLECTION = "readPositions";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_NANOS = 500_000_000L;
  private static final int ASKED_AT_ONCE = 1_000;

  /** Positions that are remembered; by then all but the newest are in MongoDB. */
  private static final int MOST_RECENT = 200_000;

  private final MongoClient mongo;
  private final int partitions;
  private final Consumer<List<Position>> arrived;
  private final ReadingThread thread;

  private final Map<String, Long> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_RECENT;
        }
      };

  /**
   * Starts to follow with {@link #start}.
   *
   * @param arrived gets what is read on the own thread, to bring it to {@link #advance}
   */
  Reads(
      KafkaConfig config,
      MongoClient mongo,
      Consumer<List<Position>> arrived,
      MeterRegistry metrics) {
    this.mongo = mongo;
    this.partitions = config.partitions();
    this.arrived = arrived;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.thread = new ReadingThread("push-reads", settings, this::follow, metrics);
  }

  void start() {
    thread.start();
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.add(new TopicPartition(LogTopics.READS, partition));
    }
    consumer.assign(all);
    consumer.seekToEnd(all);
    while (!thread.isClosing()) {
      turn(consumer);
    }
  }

  private void turn(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      List<Position> positions = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        try {
          positions.add(Wire.fromCbor(each.value(), Position.class));
        } catch (RuntimeException e) {
          LOG.warn("a read position can't be read: {}", e.toString());
        }
      }
      if (!positions.isEmpty()) {
        arrived.accept(positions);
      }
    } catch (WakeupException e) {
      // The end has come.
    } catch (KafkaException e) {
      LOG.warn("read positions can't be followed for now: {}", e.toString());
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private static String key(String user, String channel) {
    return user + ':' + channel;
  }

  /** The user has read so far; of threads the store knows already. */
  void advance(Position position) {
    if (position.parent() != 0) {
      return;
    }
    String key = key(position.user(), position.channel());
    Long before = recent.remove(key);
    recent.put(key, before == null ? position.n() : Math.max(before, position.n()));
  }

  /** How far these users have read a channel; 0 for not at all. */
  Future<Map<String, Long>> of(String channel, Collection<String> users) {
    return load(channel, List.copyOf(users), 0, new HashMap<>())
        .map(
            found -> {
              for (String user : users) {
                Long newer = recent.get(key(user, channel));
                if (newer != null) {
                  found.merge(user, newer, Math::max);
                }
              }
              return found;
            });
  }

  private Future<Map<String, Long>> load(
      String channel, List<String> users, int from, Map<String, Long> found) {
    if (from >= users.size()) {
      return Future.succeededFuture(found);
    }
    List<String> keys =
        users.subList(from, Math.min(from + ASKED_AT_ONCE, users.size())).stream()
            .map(user -> key(user, channel))
            .toList();
    return mongo
        .find(COLLECTION, new JsonObject().put("_id", new JsonObject().put("$in", keys)))
        .compose(
            documents -> {
              for (JsonObject each : documents) {
                String key = each.getString("_id");
                found.put(key.substring(0, key.length() - channel.length() - 1), each.getLong("n"));
              }
              return load(channel, users, from + ASKED_AT_ONCE, found);
            });
  }

  @Override
  public void close() throws InterruptedException {
    thread.close();
  }
}
