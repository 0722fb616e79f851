package chat.cell;

import chat.store.MongoStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The collection {@code nodes}: a counter for each node, which it raises while it lives. Whoever
 * sees a counter move knows that its node is alive, even if it can't be reached; no clock is
 * compared with another.
 *
 * <p>Thread-safe. Results fail within {@link #WITHIN_MILLIS} ms, always with an {@link
 * IllegalStateException}, if MongoDB does not answer.
 */
final class Beats {
  /** Short: an answer that comes later tells nothing about now. */
  static final long WITHIN_MILLIS = 1_000;

  private static final String COLLECTION = "nodes";

  private final MongoClient mongo;

  /**
   * @param mongo from {@link MongoStore#connect}
   */
  Beats(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** The node is alive. */
  Future<Void> beat(UUID node) {
    return bounded(
        mongo
            .updateCollectionWithOptions(
                COLLECTION,
                new JsonObject().put("_id", node.toString()),
                new JsonObject().put("$inc", new JsonObject().put("beat", 1L)),
                new UpdateOptions().setUpsert(true))
            .mapEmpty());
  }

  /** The counters of all nodes that have not been removed. */
  Future<Map<UUID, Long>> read() {
    return bounded(
        mongo
            .find(COLLECTION, new JsonObject())
            .map(
                documents -> {
                  Map<UUID, Long> beats = new HashMap<>();
                  documents.forEach(
                      each ->
                          beats.put(
                              UUID.fromString(each.getString("_id")), each.getLong("beat", 0L)));
                  return beats;
                }));
  }

  /** Nodes that have ended. One that is alive after all comes back with its next beat. */
  Future<Void> remove(Collection<UUID> nodes) {
    if (nodes.isEmpty()) {
      return Future.succeededFuture();
    }
    List<String> ids = nodes.stream().map(UUID::toString).toList();
    return bounded(
        mongo
            .removeDocuments(
                COLLECTION, new JsonObject().put("_id", new JsonObject().put("$in", ids)))
            .mapEmpty());
  }

  private static <T> Future<T> bounded(Future<T> operation) {
    // As one kind of exception, and unchecked: a checked one would get past those who wait.
    return operation
        .timeout(WITHIN_MILLIS, TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                Future.failedFuture(new IllegalStateException("MongoDB does not tell", failure)));
  }
}
