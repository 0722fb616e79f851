package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.MongoConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.ReadLog.Position;
import chat.protocol.Message;
import chat.store.Messages;
import chat.store.MongoStore;
import chat.store.ReadPositions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the program needs of MongoDB, and nothing else: runs on the embedded server, and on that of
 * {@code CHAT_TEST_MONGO_URI} where it is set.
 */
@UseBackends(Backend.MONGO)
class StoreConformanceIT {
  private final String channel = Ids.random();
  private Vertx vertx;
  private MongoClient mongo;
  private Messages messages;

  @BeforeEach
  void connect(Backends backends) {
    vertx = Vertx.vertx();
    mongo =
        MongoStore.connect(vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase()));
    MongoStore.createSchema(mongo).await();
    messages = new Messages(mongo);
  }

  @AfterEach
  void disconnect() {
    vertx.close().await();
  }

  private static Message message(String channel, long seq, long rev, String body) {
    return new Message(
        channel,
        "id-" + seq,
        seq,
        seq,
        rev,
        "sender",
        "device",
        Instant.ofEpochMilli(1_800_000_000_123L),
        body,
        "none",
        List.of("a", "b"));
  }

  private Future<?> insert(List<Message> all) {
    List<BulkOperation> inserts =
        all.stream()
            .map(message -> BulkOperation.createInsert(Messages.document(message, message.seq())))
            .toList();
    return mongo.bulkWriteWithOptions(
        Messages.COLLECTION, inserts, new BulkWriteOptions().setOrdered(false));
  }

  private void fill(String of, int count) {
    insert(IntStream.rangeClosed(1, count).mapToObj(i -> message(of, i, i, "text " + i)).toList())
        .await();
  }

  @Test
  void aMessageComesBackAsItWas() {
    Message korean = message(channel, 1, 1, "가나다 😀 \u0001 " + "가".repeat(100_000 - 8));
    insert(List.of(korean)).await();

    assertThat(messages.before(channel, 2, 1).await()).containsExactly(korean);
  }

  @Test
  void rangesStayInTheirChannelAndInOrder() {
    String before = channel.substring(0, 25) + (char) (channel.charAt(25) - 1);
    String after = channel.substring(0, 25) + (char) (channel.charAt(25) + 1);
    List.of(before, channel, after).forEach(each -> fill(each, 120));

    assertThat(messages.before(channel, Long.MAX_VALUE, 50).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(71, 120).boxed().toList());
    assertThat(messages.before(channel, 10, 50).await()).hasSize(9);
    assertThat(messages.after(channel, 95, 110, 50).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(96, 110).boxed().toList());
    assertThat(messages.after(channel, 0, 120, 500).await())
        .hasSize(120)
        .allMatch(message -> message.channel().equals(channel));
  }

  @Test
  void changesComeByTheirRevision() {
    insert(
            List.of(
                message(channel, 1, 9, "changed late"),
                message(channel, 2, 2, "as sent"),
                message(channel, 3, 7, "changed"),
                message(channel, 10, 10, "too new")))
        .await();
    fill(Ids.random(), 20);

    assertThat(messages.changes(channel, 2, 9, 10).await())
        .extracting(Message::rev)
        .containsExactly(7L, 9L);
    assertThat(messages.changes(channel, 0, 9, 2).await())
        .extracting(Message::rev)
        .containsExactly(2L, 7L);
  }

  @Test
  void anUnorderedBulkTellsWhichKeysWereThereAndWritesTheRest() {
    fill(channel, 3);

    Future<?> again =
        insert(IntStream.rangeClosed(2, 6).mapToObj(i -> message(channel, i, i, "b")).toList());

    assertThatThrownBy(again::await);
    assertThat(DuplicateKeys.isOnly(again.cause())).isTrue();
    assertThat(DuplicateKeys.indexes(again.cause())).containsExactlyInAnyOrder(0, 1);
    assertThat(messages.after(channel, 0, 100, 100).await())
        .extracting(Message::body)
        .containsExactly("text 1", "text 2", "text 3", "b", "b", "b");
  }

  @Test
  void readPositionsAdvanceAndNeverGoBack() {
    ReadPositions positions = new ReadPositions(mongo);
    String user = Ids.random();
    String other = Ids.random();
    positions.advance(List.of(new Position(user, "a", 5), new Position(user, "b", 1))).await();
    List<Position> now =
        positions.advance(List.of(new Position(user, "a", 3), new Position(user, "b", 2))).await();
    positions.advance(List.of(new Position(other, "a", 9))).await();

    assertThat(now)
        .as("what other devices are told")
        .containsExactlyInAnyOrder(new Position(user, "a", 5), new Position(user, "b", 2));
    Map<String, Long> users = Map.of("a", 5L, "b", 2L);
    assertThat(positions.of(List.of(user)).await()).containsExactly(users);
    assertThat(positions.of(List.of(other, Ids.random(), user, user)).await())
        .containsExactly(Map.of("a", 9L), Map.of(), users, users);
  }
}
