package chat.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.Backend;
import chat.embedded.EmbeddedBackends;
import chat.embedded.EmbeddedOptions;
import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after {@code kill -9} and found quickly, also after a restart. */
class MongoDurabilityTest {
  private static final int WRITERS = 4;
  private static final int BATCH = 50;
  private static final int WANTED_BATCHES = 40;
  private static final String BODY = "x".repeat(1_200);

  /** The child: a server that runs until it is killed. */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      try (EmbeddedBackends backends =
          EmbeddedBackends.start(Path.of(args[0]), EmbeddedOptions.only(Backend.MONGO))) {
        System.out.println("uri " + backends.mongoUri());
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void everyAcknowledgedInsertSurvivesKill9DuringWrites(@TempDir Path dir) throws Exception {
    AtomicReference<String> uri = new AtomicReference<>();
    ChildProcess child = startServer(dir, uri);
    List<Integer> acknowledged = new ArrayList<>();
    CountDownLatch enough = new CountDownLatch(WANTED_BATCHES);
    try (MongoClient client = MongoClients.create(uri.get() + "/?serverSelectionTimeoutMS=5000");
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      MongoCollection<Document> messages = messages(client);
      messages.createIndex(ascending("channel", "rev"));
      List<Future<Integer>> batches = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        batches.add(writers.submit(() -> writeUntilRefused(messages, number, enough)));
      }
      assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
      child.kill();
      for (Future<Integer> writer : batches) {
        acknowledged.add(writer.get(30, TimeUnit.SECONDS));
      }
    }

    try (EmbeddedBackends again = EmbeddedBackends.start(dir, EmbeddedOptions.only(Backend.MONGO));
        MongoClient client = MongoClients.create(again.mongoUri())) {
      MongoCollection<Document> messages = messages(client);
      for (int writer = 0; writer < WRITERS; writer++) {
        int expected = acknowledged.get(writer) * BATCH;
        List<Long> revs = new ArrayList<>();
        messages
            .find(and(eq("channel", channel(writer)), lt("rev", (long) expected)))
            .sort(ascending("rev"))
            .forEach(found -> revs.add(found.getLong("rev")));
        assertThat(revs).hasSize(expected);
        assertThat(messages.countDocuments(eq("body", BODY + writer)))
            .as("documents without their index entry, or the other way round")
            .isEqualTo(messages.countDocuments(eq("channel", channel(writer))));
      }
    }
  }

  @Test
  void aRangeAmongManyDocumentsIsQuickBeforeAndAfterARestart(@TempDir Path dir) throws Exception {
    int documents = 30_000;
    try (EmbeddedBackends backends =
        EmbeddedBackends.start(dir, EmbeddedOptions.only(Backend.MONGO))) {
      try (MongoClient client = MongoClients.create(backends.mongoUri())) {
        MongoCollection<Document> messages = messages(client);
        messages.createIndex(ascending("channel", "rev"));
        for (int from = 0; from < documents; from += 1_000) {
          List<Document> batch = new ArrayList<>();
          for (int rev = from; rev < from + 1_000; rev++) {
            batch.add(message(0, rev));
          }
          messages.insertMany(batch);
        }
        assertThat(medianMillisOfARange(messages, documents)).isLessThan(50);
      }
      backends.kill(Backend.MONGO);
      long start = System.nanoTime();
      backends.start(Backend.MONGO);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      try (MongoClient client = MongoClients.create(backends.mongoUri())) {
        MongoCollection<Document> messages = messages(client);
        assertThat(messages.countDocuments()).isEqualTo(documents);
        assertThat(medianMillisOfARange(messages, documents)).isLessThan(50);
      }
    }
  }

  private static long medianMillisOfARange(MongoCollection<Document> messages, int documents) {
    List<Long> millis = new ArrayList<>();
    for (int i = 1; i <= 21; i++) {
      long start = System.nanoTime();
      int found = 0;
      for (Document ignored :
          messages
              .find(and(eq("channel", channel(0)), gt("rev", (long) documents / 30 * i)))
              .sort(i % 2 == 0 ? ascending("rev") : descending("rev"))
              .limit(50)) {
        found++;
      }
      assertThat(found).isEqualTo(50);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    millis.sort(null);
    return millis.get(millis.size() / 2);
  }

  private static ChildProcess startServer(Path dir, AtomicReference<String> uri)
      throws IOException {
    ChildProcess child =
        ChildProcess.start(
            new ChildSpec(
                "mongo child",
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Server.class.getName(),
                    dir.toString()),
                Map.of(),
                dir,
                dir.resolve("child.log"),
                dir.resolve("child.pid"),
                line -> {
                  if (line.startsWith("uri ")) {
                    uri.set(line.substring("uri ".length()));
                  }
                  return line.startsWith("uri ");
                }));
    child.awaitReady(Duration.ofSeconds(30));
    return child;
  }

  /** Returns the number of batches that were acknowledged. */
  private static int writeUntilRefused(
      MongoCollection<Document> messages, int writer, CountDownLatch enough) {
    int batches = 0;
    try {
      while (true) {
        List<Document> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          batch.add(message(writer, (long) batches * BATCH + i));
        }
        messages.insertMany(batch);
        batches++;
        enough.countDown();
      }
    } catch (MongoException e) {
      return batches; // the server is gone
    }
  }

  private static Document message(int writer, long rev) {
    return new Document("_id", "%s/%012d".formatted(channel(writer), rev))
        .append("channel", channel(writer))
        .append("rev", rev)
        .append("body", BODY + writer);
  }

  private static String channel(int writer) {
    return "channel" + writer;
  }

  private static MongoCollection<Document> messages(MongoClient client) {
    return client.getDatabase("chat").getCollection("messages");
  }
}
