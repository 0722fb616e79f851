package chat.cell;

import chat.store.MongoStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The collection {@code nodes}: a counter for each node, which it raises while it lives, where it
 * is, and whom it misses. Whoever sees a counter move knows that its node is alive, even if it
 * can't be reached; no clock is compared with another.
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
   * What a node has last told.
   *
   * @param count moves while it lives
   * @param address {@code host:port} where other nodes reach it
   * @param missed nodes that it does not reach and does not know to be dead
   */
  record Beat(long count, String address, Set<UUID> missed) {
    Beat {
      missed = Set.copyOf(missed);
    }
  }

  /**
   * @param mongo from {@link MongoStore#connect}
   */
  Beats(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** The node is alive, at that address, and misses those. */
  Future<Void> beat(UUID node, String address, Set<UUID> missed) {
    return bounded(
        mongo
            .updateCollectionWithOptions(
                COLLECTION,
                new JsonObject().put("_id", node.toString()),
                new JsonObject()
                    .put("$inc", new JsonObject().put("beat", 1L))
                    .put(
                        "$set",
                        new JsonObject()
                            .put("address", address)
                            .put("missed", missed.stream().map(UUID::toString).toList())),
                new UpdateOptions().setUpsert(true))
            .mapEmpty());
  }

  /** What all nodes have told that have not been removed. */
  Future<Map<UUID, Beat>> read() {
    return bounded(
        mongo
            .find(COLLECTION, new JsonObject())
            .map(
                documents -> {
                  Map<UUID, Beat> beats = new HashMap<>();
                  documents.forEach(
                      each -> beats.put(UUID.fromString(each.getString("_id")), beat(each)));
                  return beats;
                }));
  }

  private static Beat beat(JsonObject document) {
    Set<UUID> missed =
        document.getJsonArray("missed", new JsonArray()).stream()
            .map(each -> UUID.fromString((String) each))
            .collect(Collectors.toSet());
    return new Beat(document.getLong("beat", 0L), document.getString("address", ""), missed);
  }

  /** Those whose counter has moved since {@code before}: they live, or did a moment ago. */
  static Map<UUID, Beat> moved(Map<UUID, Beat> before, Map<UUID, Beat> now) {
    Map<UUID, Beat> moved = new HashMap<>();
    before.forEach(
        (node, beat) -> {
          Beat then = now.get(node);
          if (then != null && then.count() != beat.count()) {
            moved.put(node, then);
          }
        });
    return moved;
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
