package chat.log;

import chat.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the node's Kafka producer, set so that {@code send} may be called on event loops. */
public final class LogProducer {
  /** Bytes of one record: the largest body, in the widest encoding, and its envelope. */
  public static final int MAX_RECORD_BYTES = 2 << 20;

  private LogProducer() {}

  /** Connects; blocks up to 30 s until Kafka has told about the topics. */
  public static KafkaProducer<byte[], byte[]> connect(KafkaConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // Each open batch takes this much of the buffer, and every partition has one or more open.
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 32 << 10);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
    // send() runs on event loops: what it can't take at once it must refuse.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    // Else a quiet hour would forget the topic, and the next send would have to wait for it.
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3650).toMillis());
    ByteArraySerializer bytes = new ByteArraySerializer();
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes);
    awaitTopic(producer);
    return producer;
  }

  private static void awaitTopic(KafkaProducer<byte[], byte[]> producer) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        producer.partitionsFor(LogTopics.LOG);
        producer.partitionsFor(LogTopics.READS);
        producer.partitionsFor(LogTopics.CLOCK);
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          producer.close(Duration.ZERO);
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }
}
