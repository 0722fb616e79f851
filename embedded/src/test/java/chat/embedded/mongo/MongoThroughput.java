package chat.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;

import chat.embedded.Backend;
import chat.embedded.EmbeddedBackends;
import chat.embedded.EmbeddedOptions;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.bson.Document;

/**
 * Measures the MongoDB wire server: writes of 1,000 documents of 1.2 kB spread over 200 channels,
 * then ranges of 50. Arguments: a folder, and the number of documents.
 */
final class MongoThroughput {
  private static final int CHANNELS = 200;
  private static final int BATCH = 1_000;
  private static final int READS = 500;
  private static final String BODY = "x".repeat(1_050);

  private MongoThroughput() {}

  public static void main(String[] args) throws Exception {
    int documents = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
    try (EmbeddedBackends backends =
            EmbeddedBackends.start(Path.of(args[0]), EmbeddedOptions.only(Backend.MONGO));
        MongoClient client = MongoClients.create(backends.mongoUri())) {
      MongoCollection<Document> messages =
          client.getDatabase("chat").getCollection("messages" + System.nanoTime());
      messages.createIndex(ascending("channel", "rev"));
      write(messages, documents);
      long middle = documents / CHANNELS / 2;
      read("_id range, newest first", i -> pageBefore(messages, i % CHANNELS, middle));
      read("(channel, rev) range", i -> changesSince(messages, i % CHANNELS, middle));
    }
  }

  private static void write(MongoCollection<Document> messages, int documents) {
    long start = System.nanoTime();
    long lapStart = start;
    for (int from = 0; from < documents; from += BATCH) {
      List<Document> batch = new ArrayList<>(BATCH);
      for (int i = from; i < from + BATCH; i++) {
        batch.add(message(i % CHANNELS, i / CHANNELS));
      }
      messages.insertMany(batch, new InsertManyOptions().ordered(false));
      if ((from + BATCH) % 50_000 == 0) {
        long now = System.nanoTime();
        System.out.printf("%,d: %,.0f documents/s%n", from + BATCH, 50_000e9 / (now - lapStart));
        lapStart = now;
      }
    }
    System.out.printf(
        "insertMany of %,d: %,.0f documents/s%n",
        BATCH, documents * 1e9 / (System.nanoTime() - start));
  }

  private static void read(String name, IntFunction<FindIterable<Document>> query) {
    double[] millis = new double[READS];
    for (int i = 0; i < READS; i++) {
      long start = System.nanoTime();
      int found = query.apply(i).into(new ArrayList<>()).size();
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (found != 50) {
        throw new IllegalStateException(name + " found " + found);
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "%s: median %.2f ms, p99 %.2f ms%n", name, millis[READS / 2], millis[READS * 99 / 100]);
  }

  private static FindIterable<Document> pageBefore(
      MongoCollection<Document> messages, int channel, long seq) {
    return messages
        .find(and(gt("_id", id(channel, 0)), lt("_id", id(channel, seq))))
        .sort(descending("_id"))
        .limit(50);
  }

  private static FindIterable<Document> changesSince(
      MongoCollection<Document> messages, int channel, long rev) {
    return messages
        .find(and(eq("channel", "channel" + channel), gt("rev", rev)))
        .sort(ascending("rev"))
        .limit(50);
  }

  private static Document message(int channel, long seq) {
    return new Document("_id", id(channel, seq))
        .append("channel", "channel" + channel)
        .append("rev", seq)
        .append("n", seq)
        .append("sender", "0123456789abcdefghijklmnop")
        .append("body", BODY);
  }

  private static String id(int channel, long seq) {
    return "channel%03d/%012d".formatted(channel, seq);
  }
}
