package chat.channel;

import chat.bus.Addresses;
import chat.bus.ReadsAdvanced;
import chat.config.KafkaConfig;
import chat.log.LogTopics;
import chat.log.ReadLog.Entry;
import chat.log.ReadLog.Position;
import chat.protocol.Wire;
import chat.store.ReadPositions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the read positions of {@code chat.reads}, the newest of each batch, and tells the users'
 * devices where they stand now: a device that is behind takes no other one back. A crash repeats
 * the last batch, which changes nothing: positions only advance.
 */
public final class ReadsVerticle extends VerticleBase {
  /** The consumer group of those that store read positions. */
  public static final String GROUP = "chat-reads";

  private static final Logger LOG = LoggerFactory.getLogger(ReadsVerticle.class);
  private static final long RETRY_MILLIS = 500;

  private final String member;
  private final KafkaConfig kafka;
  private final ReadPositions positions;
  private KafkaConsumer<byte[], byte[]> consumer;

  /**
   * A verticle to be deployed once a node, on an event loop.
   *
   * @param member the static member's name in the consumer group
   */
  public ReadsVerticle(String member, KafkaConfig kafka, ReadPositions positions) {
    this.member = member;
    this.kafka = kafka;
    this.positions = positions;
  }

  @Override
  public Future<?> start() {
    String bytes = ByteArrayDeserializer.class.getName();
    consumer =
        KafkaConsumer.create(
            vertx,
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                member,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                bytes,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                bytes,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "1000",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                "10000"));
    consumer.exceptionHandler(failure -> LOG.warn("read positions wait: {}", failure.toString()));
    consumer.handler(record -> {});
    consumer.batchHandler(this::store);
    return consumer.subscribe(LogTopics.READS);
  }

  private void store(KafkaConsumerRecords<byte[], byte[]> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Map<String, Entry> newest = new HashMap<>();
    batch
        .records()
        .records(LogTopics.READS)
        .forEach(record -> note(newest, record.value(), record.offset()));
    consumer.pause();
    write(List.copyOf(newest.values()));
  }

  /** Those of one user are all in one partition, so they come in their order. */
  private static void note(Map<String, Entry> newest, byte[] value, long offset) {
    try {
      Position position = Wire.fromCbor(value, Position.class);
      if (position.parent() != 0) {
        // Threads are stored before they come here.
        return;
      }
      newest.merge(
          position.user() + ':' + position.channel(),
          new Entry(position, offset),
          ReadsVerticle::both);
    } catch (UncheckedIOException e) {
      LOG.warn("a read position can't be read: {}", e.toString());
    }
  }

  /** What two say together: the further position, the later mark. */
  private static Entry both(Entry one, Entry other) {
    Position later = one.offset() > other.offset() ? one.position() : other.position();
    return new Entry(
        new Position(
            later.user(),
            later.channel(),
            Math.max(one.position().n(), other.position().n()),
            later.unreadFrom()),
        Math.max(one.offset(), other.offset()));
  }

  private void write(List<Entry> newest) {
    positions
        .advance(newest)
        .onSuccess(
            stored -> {
              vertx.eventBus().publish(Addresses.READS_ADVANCED, new ReadsAdvanced(stored));
              commit();
            })
        .onFailure(
            failure -> {
              LOG.warn("read positions wait: {}", failure.toString());
              vertx.setTimer(RETRY_MILLIS, timer -> write(newest));
            });
  }

  /**
   * Goes on whether that works or not. The group refuses it while its partitions move, and a member
   * joins again by polling only; what then comes twice changes nothing.
   */
  private void commit() {
    consumer
        .commit()
        .onFailure(failure -> LOG.info("read positions may come twice: {}", failure.toString()))
        .onComplete(done -> consumer.resume());
  }

  @Override
  public Future<?> stop() {
    return consumer.close();
  }
}
