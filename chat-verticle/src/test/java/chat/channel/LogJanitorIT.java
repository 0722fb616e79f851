package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.config.KafkaConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.KAFKA)
class LogJanitorIT {
  @Test
  void recordsBeforeTheCheckpointAreDeletedAndNoOthers(Backends backends) throws Exception {
    KafkaConfig config = new KafkaConfig(backends.kafkaBootstrap(), 1, (short) 1, 1, false);
    String topic = "janitor." + Ids.random();
    Vertx vertx = Vertx.vertx();
    Map<String, Object> settings = Map.of("bootstrap.servers", backends.kafkaBootstrap());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Admin admin = Admin.create(settings);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      for (int i = 0; i < 30; i++) {
        producer.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1])).get();
      }
      LogJanitor janitor =
          new LogJanitor(vertx, config, topic, 10, List.of("a-group-that-does-not-exist"));

      janitor.checkpointed(0, 9);
      janitor.checkpointed(0, 25);

      TestCell.await("the deletion", () -> begin(admin, topic) > 0);
      assertThat(begin(admin, topic)).isEqualTo(25);
      janitor.close();
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void whatAnotherGroupHasStillToReadStays(Backends backends) throws Exception {
    KafkaConfig config = new KafkaConfig(backends.kafkaBootstrap(), 1, (short) 1, 1, false);
    String topic = "janitor." + Ids.random();
    String group = "group." + Ids.random();
    TopicPartition partition = new TopicPartition(topic, 0);
    Vertx vertx = Vertx.vertx();
    Map<String, Object> settings = Map.of("bootstrap.servers", backends.kafkaBootstrap());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Admin admin = Admin.create(settings);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      for (int i = 0; i < 40; i++) {
        producer.send(new ProducerRecord<>(topic, 0, new byte[1], new byte[1])).get();
      }
      admin
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(12)))
          .all()
          .get();
      LogJanitor janitor = new LogJanitor(vertx, config, topic, 10, List.of(group));

      janitor.checkpointed(0, 25);
      TestCell.await("the deletion", () -> begin(admin, topic) == 12);
      admin
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(30)))
          .all()
          .get();
      janitor.checkpointed(0, 26);

      TestCell.await("the rest", () -> begin(admin, topic) == 26);
      janitor.close();
    } finally {
      vertx.close().await();
    }
  }

  private static long begin(Admin admin, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.earliest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
