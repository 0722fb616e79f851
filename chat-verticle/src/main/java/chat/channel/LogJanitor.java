package chat.channel;

import chat.config.KafkaConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.client.common.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the records of the log that no consumer needs any more. Kafka itself keeps them for ever:
 * only a checkpoint knows what is stored, and only the offsets of the other consumer groups what
 * they have dealt with. A group that never committed anything does not exist. Confined to its
 * verticle's context.
 */
final class LogJanitor {
  private static final Logger LOG = LoggerFactory.getLogger(LogJanitor.class);

  /** A deletion is a write to every replica: not for a handful of records. */
  static final long AT_LEAST = 10_000;

  private final KafkaAdminClient admin;
  private final String topic;
  private final long atLeast;
  private final List<String> groups;
  private final Map<Integer, Long> deletedBefore = new HashMap<>();

  /**
   * A janitor that deletes {@code atLeast} records at a time.
   *
   * @param groups whose offsets hold records back
   */
  LogJanitor(Vertx vertx, KafkaConfig config, String topic, long atLeast, List<String> groups) {
    this.topic = topic;
    this.atLeast = atLeast;
    this.groups = groups;
    admin =
        KafkaAdminClient.create(
            vertx, Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()));
  }

  /** Every record before {@code offset} is included in what is stored. */
  void checkpointed(int partition, long offset) {
    long last = deletedBefore.getOrDefault(partition, 0L);
    if (offset - last < atLeast) {
      return;
    }
    deletedBefore.put(partition, offset);
    TopicPartition place = new TopicPartition(topic, partition);
    needed(place, offset)
        .compose(
            needed -> {
              if (needed < offset) {
                // The rest is due when the group has come so far.
                deletedBefore.put(partition, Math.max(last, needed));
              }
              return needed <= last
                  ? Future.succeededFuture()
                  : admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(needed)));
            })
        .onFailure(
            failure -> {
              LOG.warn("records of partition {} stay: {}", partition, failure.toString());
              deletedBefore.put(partition, last);
            });
  }

  /** The first record that a group has still to read, at most {@code offset}. */
  private Future<Long> needed(TopicPartition place, long offset) {
    Future<Long> needed = Future.succeededFuture(offset);
    for (String group : groups) {
      needed =
          needed.compose(
              least ->
                  admin
                      .listConsumerGroupOffsets(group)
                      .map(
                          offsets ->
                              offsets.get(place) == null
                                  ? least
                                  : Math.min(least, offsets.get(place).getOffset())));
    }
    return needed;
  }

  void close() {
    admin.close();
  }
}
