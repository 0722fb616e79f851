package chat.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.junit.BackendsExtension;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every back end serves its own protocol. */
@ExtendWith(BackendsExtension.class)
class BackendsTest {
  @Test
  void mysqlStoresFourByteCharactersInADatabaseOfThisClass(Backends backends) throws Exception {
    String database = backends.mysqlDatabase();
    try (Connection connection =
            DriverManager.getConnection(
                backends.jdbcUrl(database), backends.mysqlUser(), backends.mysqlPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE words (word VARCHAR(20))");
      statement.execute("INSERT INTO words VALUES ('가 👋')");
      try (var rows = statement.executeQuery("SELECT word FROM words")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("가 👋");
      }
    }
  }

  @Test
  void mongoStoresDocuments(Backends backends) {
    try (MongoClient client = MongoClients.create(backends.mongoUri())) {
      MongoCollection<Document> messages =
          client.getDatabase(backends.mongoDatabase()).getCollection("messages");
      messages.insertOne(new Document("_id", "c/1").append("body", "가"));
      assertThat(messages.find().first()).containsEntry("body", "가");
    }
  }

  @Test
  void redisAnswers(Backends backends) throws IOException {
    URI uri = URI.create(backends.redisUri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void kafkaTakesRecordsWithAllAcknowledgements(Backends backends) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backends.kafkaBootstrap()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("words", 64, (short) 1)
                      .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", backends.kafkaBootstrap(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      var metadata =
          producer.send(new ProducerRecord<>("words", 5, "k", "v")).get(30, TimeUnit.SECONDS);
      assertThat(metadata.offset()).isZero();
    }
  }
}
