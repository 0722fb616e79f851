package chat.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The operations that the product uses, in the way that it uses them. With {@code
 * CHAT_TEST_MONGO_URI} the same tests run against that server.
 */
@UseBackends(Backend.MONGO)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoQueriesTest {
  private static final String CHANNEL = "aaaa";

  private MongoClient client;
  private MongoCollection<Document> messages;

  @BeforeAll
  void connect(Backends backends) {
    client = MongoClients.create(backends.mongoUri());
    messages = client.getDatabase(backends.mongoDatabase()).getCollection("messages");
  }

  @BeforeEach
  void clear() {
    messages.drop();
    messages.createIndex(ascending("channel", "rev"));
    messages.createIndex(ascending("channel", "parent", "seq"));
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  @Test
  void anyOfSeveralRangesGivesEachDocumentOnce() {
    insert("aaab", 1, 30);
    insert(CHANNEL, 1, 30);
    Bson some = and(gte("_id", id(CHANNEL, 28)), lt("_id", CHANNEL + ";"));
    Bson more = and(gte("_id", id(CHANNEL, 29)), lt("_id", CHANNEL + ";"));
    Bson other = and(gte("_id", "aaab/"), lt("_id", id("aaab", 3)));
    assertThat(seqs(messages.find(or(other, some, more, eq("_id", id("aaab", 9))))))
        .containsExactlyInAnyOrder(28L, 29L, 30L, 1L, 2L, 9L);
    assertThat(seqs(messages.find(and(or(some, other), gte("rev", 2))).sort(descending("_id"))))
        .containsExactly(2L, 30L, 29L, 28L);
  }

  @Test
  void aChannelsPageIsARangeOfIdsInEitherDirection() {
    insert("aaab", 1, 30);
    insert(CHANNEL, 1, 300);
    Bson before = and(gte("_id", id(CHANNEL, 0)), lt("_id", id(CHANNEL, 200)));
    assertThat(seqs(messages.find(before).sort(descending("_id")).limit(3)))
        .containsExactly(199L, 198L, 197L);
    Bson after = and(gt("_id", id(CHANNEL, 298)), lt("_id", CHANNEL + "/~"));
    assertThat(seqs(messages.find(after).sort(ascending("_id")).limit(50)))
        .containsExactly(299L, 300L);
    assertThat(seqs(messages.find(lte("_id", id(CHANNEL, 2))).sort(ascending("_id"))))
        .containsExactly(1L, 2L);
  }

  @Test
  void changesAreARangeOfACompoundIndex() {
    insert(CHANNEL, 1, 100);
    insert("aaab", 1, 100);
    messages.updateOne(eq("_id", id(CHANNEL, 7)), Updates.set("rev", 101L));
    Bson since = and(eq("channel", CHANNEL), gt("rev", 98L));
    assertThat(seqs(messages.find(since).sort(ascending("rev")).limit(10)))
        .containsExactly(99L, 100L, 7L);
    assertThat(seqs(messages.find(since).sort(descending("rev")).limit(2)))
        .containsExactly(7L, 100L);
    Bson alsoById =
        and(gte("_id", id(CHANNEL, 0)), lt("_id", CHANNEL + "/~"), since, lte("rev", 100));
    assertThat(seqs(messages.find(alsoById).sort(ascending("channel", "rev"))))
        .containsExactly(99L, 100L);
  }

  @Test
  void commentsAreFoundByParentInOrder() {
    insert(CHANNEL, 1, 5);
    messages.insertOne(message(CHANNEL, 7).append("parent", 3L));
    messages.insertOne(message(CHANNEL, 6).append("parent", 3L));
    messages.insertOne(message(CHANNEL, 8).append("parent", 4L));
    assertThat(
            seqs(
                messages
                    .find(and(eq("channel", CHANNEL), eq("parent", 3L)))
                    .sort(ascending("seq"))))
        .containsExactly(6L, 7L);
    assertThat(messages.countDocuments(and(eq("channel", CHANNEL), eq("parent", null))))
        .isEqualTo(5);
  }

  @Test
  void someDocumentsAreFetchedByTheirIds() {
    insert(CHANNEL, 1, 100);
    List<String> wanted = List.of(id(CHANNEL, 90), id(CHANNEL, 3), id(CHANNEL, 999));
    assertThat(seqs(messages.find(in("_id", wanted)).sort(ascending("_id"))))
        .containsExactly(3L, 90L);
    assertThat(seqs(messages.find(and(eq("channel", CHANNEL), in("rev", 5L, 4L)))))
        .containsExactlyInAnyOrder(4L, 5L);
  }

  @Test
  void anUnorderedBulkReportsEachDuplicateAndInsertsTheRest() {
    insert(CHANNEL, 2, 2);
    insert(CHANNEL, 4, 4);
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () ->
                messages.bulkWrite(
                    IntStream.rangeClosed(1, 5)
                        .mapToObj(seq -> new InsertOneModel<>(message(CHANNEL, seq)))
                        .toList(),
                    new BulkWriteOptions().ordered(false)));
    assertThat(refused.getWriteErrors()).extracting(BulkWriteError::getIndex).containsExactly(1, 3);
    assertThat(refused.getWriteErrors()).extracting(BulkWriteError::getCode).containsOnly(11000);
    assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(3);
    assertThat(messages.countDocuments()).isEqualTo(5);
  }

  @Test
  void anUpdateIsAppliedOnlyOnALowerRevision() {
    insert(CHANNEL, 1, 1);
    Bson target = eq("_id", id(CHANNEL, 1));
    assertThat(setBody(target, 5, "five").getModifiedCount()).isEqualTo(1);
    assertThat(setBody(target, 4, "four").getMatchedCount()).isZero();
    assertThat(messages.find(target).first()).containsEntry("body", "five");
  }

  @Test
  void anUpsertBelowANewerRevisionIsADuplicateKey() {
    insert(CHANNEL, 1, 1);
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () ->
                messages.bulkWrite(
                    List.of(
                        new UpdateOneModel<>(
                            and(eq("_id", id(CHANNEL, 1)), lt("rev", 1L)),
                            Updates.set("rev", 0L),
                            new UpdateOptions().upsert(true)),
                        new UpdateOneModel<>(
                            and(eq("_id", id(CHANNEL, 2)), lt("rev", 2L)),
                            Updates.set("rev", 2L),
                            new UpdateOptions().upsert(true))),
                    new BulkWriteOptions().ordered(false)));
    assertThat(refused.getWriteErrors()).extracting(BulkWriteError::getCode).containsOnly(11000);
    assertThat(refused.getWriteResult().getUpserts()).hasSize(1);
  }

  @Test
  void aCounterIsRaisedAndReadInOneStep() {
    Bson counter = eq("_id", "epoch/7");
    FindOneAndUpdateOptions options =
        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
    assertThat(messages.findOneAndUpdate(counter, Updates.inc("epoch", 1L), options))
        .containsEntry("epoch", 1L);
    assertThat(messages.findOneAndUpdate(counter, Updates.inc("epoch", 1L), options))
        .containsEntry("epoch", 2L);
  }

  @Test
  void aReadPositionNeverGoesBack() {
    Bson position = eq("_id", "user/channel");
    for (long n : List.of(3L, 9L, 5L)) {
      messages.updateOne(position, Updates.max("n", n), new UpdateOptions().upsert(true));
    }
    assertThat(messages.find(position).first()).containsEntry("n", 9L);
  }

  @Test
  void aUniqueIndexRefusesASecondDocument() {
    messages.createIndex(ascending("channel", "clientId"), new IndexOptions().unique(true));
    messages.insertOne(message(CHANNEL, 1).append("clientId", "x"));
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () -> messages.insertMany(List.of(message(CHANNEL, 2).append("clientId", "x"))));
    assertThat(refused.getWriteErrors().getFirst().getMessage()).contains("channel_1_clientId_1");
  }

  @Test
  void anIndexOnAnArrayFindsEachElementAndEachDocumentOnce() {
    messages.createIndex(ascending("mentions"));
    messages.insertOne(message(CHANNEL, 1).append("mentions", List.of(1, 9)));
    messages.insertOne(message(CHANNEL, 2).append("mentions", List.of(5)));
    assertThat(seqs(messages.find(eq("mentions", 9)))).containsExactly(1L);
    assertThat(seqs(messages.find(gt("mentions", 0)))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(seqs(messages.find(and(gt("mentions", 2), lt("mentions", 4))))).containsExactly(1L);
  }

  @Test
  void aDescendingIndexServesBothDirections() {
    messages.createIndex(descending("time"));
    insert(CHANNEL, 1, 20);
    Bson range = and(gt("time", 3L), lte("time", 6L));
    assertThat(seqs(messages.find(range).sort(descending("time")))).containsExactly(6L, 5L, 4L);
    assertThat(seqs(messages.find(range).sort(ascending("time")))).containsExactly(4L, 5L, 6L);
  }

  @Test
  void aSparseIndexServesOnlyQueriesForItsField() {
    messages.createIndex(ascending("thread"), new IndexOptions().sparse(true));
    insert(CHANNEL, 1, 20);
    for (int i = 1; i <= 5; i++) {
      messages.updateOne(eq("_id", id(CHANNEL, i)), Updates.set("thread", "t:" + (9 - i)));
    }
    messages.updateOne(eq("_id", id(CHANNEL, 3)), Updates.unset("thread"));

    assertThat(
            messages.find(gt("thread", "t:4")).sort(ascending("thread")).map(d -> d.get("thread")))
        .containsExactly("t:5", "t:7", "t:8");
    assertThat(messages.find().sort(ascending("thread")).into(new ArrayList<>())).hasSize(20);
    assertThat(messages.find(eq("thread", null)).into(new ArrayList<>())).hasSize(16);
  }

  @Test
  void deletedDocumentsLeaveTheIndexes() {
    insert(CHANNEL, 1, 10);
    assertThat(messages.deleteMany(and(eq("channel", CHANNEL), lte("rev", 4L))).getDeletedCount())
        .isEqualTo(4);
    assertThat(seqs(messages.find(eq("channel", CHANNEL)).sort(ascending("rev")).limit(1)))
        .containsExactly(5L);
  }

  @Test
  void aLongResultComesInBatches() {
    insert(CHANNEL, 1, 1_500);
    assertThat(seqs(messages.find(eq("channel", CHANNEL)).batchSize(100))).hasSize(1_500);
    assertThat(seqs(messages.find())).hasSize(1_500);
  }

  private com.mongodb.client.result.UpdateResult setBody(Bson target, long rev, String body) {
    return messages.updateOne(
        and(target, lt("rev", rev)),
        Updates.combine(Updates.set("rev", rev), Updates.set("body", body)));
  }

  private void insert(String channel, int from, int to) {
    List<Document> documents = new ArrayList<>();
    for (int seq = from; seq <= to; seq++) {
      documents.add(message(channel, seq));
    }
    messages.insertMany(documents);
  }

  private static Document message(String channel, long seq) {
    return new Document("_id", id(channel, seq))
        .append("channel", channel)
        .append("seq", seq)
        .append("rev", seq)
        .append("time", seq)
        .append("body", "message " + seq);
  }

  private static String id(String channel, long seq) {
    return "%s/%012d".formatted(channel, seq);
  }

  private static List<Long> seqs(Iterable<Document> documents) {
    List<Long> seqs = new ArrayList<>();
    documents.forEach(document -> seqs.add(document.getLong("seq")));
    return seqs;
  }
}
