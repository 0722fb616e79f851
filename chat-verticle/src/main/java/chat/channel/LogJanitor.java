package chat.channel;

import chat.config.KafkaConfig;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.client.common.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the records of the log that no consumer needs any more. Kafka itself keeps them for ever:
 * only a checkpoint knows what is stored. Confined to its verticle's context.
 */
final class LogJanitor {
  private static final Logger LOG = LoggerFactory.getLogger(LogJanitor.class);

  /** A deletion is a write to every replica: not for a handful of records. */
  static final long AT_LEAST = 10_000;

  private final KafkaAdminClient admin;
  private final String topic;
  private final long atLeast;
  private final Map<Integer, Long> deletedBefore = new HashMap<>();

  /** A janitor that deletes {@code atLeast} records at a time. */
  LogJanitor(Vertx vertx, KafkaConfig config, String topic, long atLeast) {
    this.topic = topic;
    this.atLeast = atLeast;
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
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
        .onFailure(
            failure -> {
              LOG.warn("records of partition {} stay: {}", partition, failure.toString());
              deletedBefore.put(partition, last);
            });
  }

  void close() {
    admin.close();
  }
}
