package chat.store;

import chat.log.ReadLog.Position;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The collection {@code readPositions}: how far a user has read a channel. {@code _id} is user,
 * colon, channel; shard key {@code _id} by range, so that all of a user is one range.
 *
 * <p>Thread-safe.
 */
public final class ReadPositions {
  private static final String COLLECTION = "readPositions";

  private final MongoClient mongo;

  public ReadPositions(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    // The key is its only index; creating the collection makes a first read of it cheap.
    return mongo
        .getCollections()
        .compose(
            names ->
                names.contains(COLLECTION)
                    ? Future.succeededFuture()
                    : mongo.createCollection(COLLECTION).otherwiseEmpty());
  }

  /** The read {@code n} by channel. */
  public Future<Map<String, Long>> of(String user) {
    JsonObject range = new JsonObject().put("$gte", user + ':').put("$lt", user + ';');
    return mongo
        .find(COLLECTION, new JsonObject().put("_id", range))
        .map(
            documents -> {
              Map<String, Long> positions = new HashMap<>();
              for (JsonObject document : documents) {
                String id = document.getString("_id");
                positions.put(id.substring(user.length() + 1), document.getLong("n"));
              }
              return positions;
            })
        .recover(failure -> StoreFailures.unavailable("Read positions can't be read now", failure));
  }

  /**
   * Advances each position, never back. Idempotent, any order.
   *
   * @return where each stands now: where another device was further, that
   */
  public Future<List<Position>> advance(Collection<Position> positions) {
    if (positions.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<BulkOperation> writes =
        positions.stream()
            .map(
                position ->
                    BulkOperation.createUpdate(
                        new JsonObject().put("_id", id(position)),
                        new JsonObject().put("$max", new JsonObject().put("n", position.n())),
                        true,
                        false))
            .toList();
    return mongo
        .bulkWriteWithOptions(COLLECTION, writes, new BulkWriteOptions().setOrdered(false))
        .compose(written -> stored(positions));
  }

  private Future<List<Position>> stored(Collection<Position> positions) {
    Map<String, Position> byId = new HashMap<>();
    positions.forEach(position -> byId.put(id(position), position));
    JsonObject query =
        new JsonObject().put("_id", new JsonObject().put("$in", List.copyOf(byId.keySet())));
    return mongo
        .find(COLLECTION, query)
        .map(
            documents ->
                documents.stream()
                    .map(
                        document -> {
                          Position asked = byId.get(document.getString("_id"));
                          return new Position(asked.user(), asked.channel(), document.getLong("n"));
                        })
                    .toList());
  }

  private static String id(Position position) {
    return position.user() + ':' + position.channel();
  }
}
