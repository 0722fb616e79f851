package chat.store;

import chat.log.ReadLog.Position;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
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

  /** The read {@code n} by channel of each of the users, in their order; one query for all. */
  public Future<List<Map<String, Long>>> of(List<String> users) {
    Map<String, Map<String, Long>> byUser = new HashMap<>();
    users.forEach(user -> byUser.put(user, new HashMap<>()));
    return mongo
        .find(COLLECTION, ofAnyOf(byUser.keySet()))
        .map(
            documents -> {
              for (JsonObject document : documents) {
                String id = document.getString("_id");
                int colon = id.indexOf(':');
                byUser
                    .get(id.substring(0, colon))
                    .put(id.substring(colon + 1), document.getLong("n"));
              }
              return users.stream().map(byUser::get).toList();
            })
        .recover(failure -> StoreFailures.unavailable("Read positions can't be read now", failure));
  }

  private static JsonObject ofAnyOf(Collection<String> users) {
    List<JsonObject> ranges =
        users.stream()
            .map(user -> new JsonObject().put("$gte", user + ':').put("$lt", user + ';'))
            .map(range -> new JsonObject().put("_id", range))
            .toList();
    return ranges.size() == 1
        ? ranges.getFirst()
        : new JsonObject().put("$or", new JsonArray(ranges));
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
