package chat.bench.fire;

import chat.config.MongoConfig;
import chat.store.MongoStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the owners of channels have written down, as MongoDB has it. */
final class StoredSummaries implements AutoCloseable {
  private static final String COLLECTION = "summaries";
  private static final JsonObject EPOCH = new JsonObject().put("epoch", 1);
  private static final long WITHIN_SECONDS = 15;

  private final MongoClient mongo;

  private StoredSummaries(MongoClient mongo) {
    this.mongo = mongo;
  }

  static StoredSummaries open(Vertx vertx, String uri, String database) {
    return new StoredSummaries(MongoStore.connect(vertx, new MongoConfig(uri, database)));
  }

  /** The epoch of the owner that wrote the channel's summary; 0 if none has. */
  long epochOf(String channel) throws IOException {
    try {
      JsonObject summary =
          mongo
              .findOne(COLLECTION, new JsonObject().put("_id", channel), EPOCH)
              .toCompletionStage()
              .toCompletableFuture()
              .get(WITHIN_SECONDS, TimeUnit.SECONDS);
      return summary == null ? 0 : summary.getLong("epoch");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("MongoDB does not tell who summarized " + channel, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    mongo.close();
  }
}
