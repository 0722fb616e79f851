package chat.log;

import chat.config.ConfigurationException;
import chat.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics, made at the first start and checked at every one. */
public final class LogTopics {
  /** Every change of every channel, keyed by channel. */
  public static final String LOG = "chat.log";

  /** The consumer group of those that push, which reads the log beside the channels' owners. */
  public static final String PUSH_GROUP = "chat-push";

  /** Read positions, keyed by user and channel, in the user's partition, compacted. */
  public static final String READS = "chat.reads";

  /** Records whose time is all that counts; see {@link LogClock}. */
  static final String CLOCK = "chat.clock";

  private static final long TIMEOUT_SECONDS = 30;
  private static final Duration CLOCK_KEPT = Duration.ofHours(1);

  private LogTopics() {}

  /**
   * Creates what is missing and checks the rest. Blocks.
   *
   * @throws ConfigurationException if the topics do not fit the configuration, or replication is
   *     less than an acknowledged message needs
   */
  public static void prepare(KafkaConfig config) throws InterruptedException, TimeoutException {
    if (config.requireReplication()
        && (config.replicationFactor() < 3 || config.minInsyncReplicas() < 2)) {
      throw new ConfigurationException(
          "kafka.replicationFactor must be at least 3 and kafka.minInsyncReplicas at least 2, or"
              + " an acknowledged message may be lost; kafka.requireReplication: false allows less");
    }
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      create(
          admin,
          config,
          LOG,
          config.partitions(),
          Map.of(
              TopicConfig.RETENTION_MS_CONFIG, "-1",
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
      create(
          admin,
          config,
          READS,
          config.partitions(),
          Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
      create(
          admin,
          config,
          CLOCK,
          1,
          Map.of(
              TopicConfig.RETENTION_MS_CONFIG,
              String.valueOf(CLOCK_KEPT.toMillis()),
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
              "LogAppendTime"));
      TopicDescription log =
          admin
              .describeTopics(List.of(LOG))
              .allTopicNames()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .get(LOG);
      check(config, log);
    } catch (ExecutionException e) {
      throw new ConfigurationException("Kafka refused: " + e.getCause().getMessage(), e);
    }
  }

  private static void create(
      Admin admin, KafkaConfig config, String topic, int partitions, Map<String, String> settings)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> all = new HashMap<>(settings);
    all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(config.minInsyncReplicas()));
    all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LogProducer.MAX_RECORD_BYTES));
    NewTopic wanted = new NewTopic(topic, partitions, config.replicationFactor()).configs(all);
    try {
      admin.createTopics(List.of(wanted)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static void check(KafkaConfig config, TopicDescription log) {
    if (log.partitions().size() != config.partitions()) {
      throw new ConfigurationException(
          "kafka.partitions is "
              + config.partitions()
              + " but "
              + LOG
              + " has "
              + log.partitions().size()
              + ": the number is fixed for the life of the cell");
    }
    int replicas =
        log.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    if (config.requireReplication() && replicas < 3) {
      throw new ConfigurationException(
          LOG + " has partitions of " + replicas + " replicas; at least 3 are needed");
    }
  }
}
