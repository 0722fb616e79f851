package chat.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;

/**
 * Deleted messages whose attachments are still to be deleted: their documents keep {@code
 * attachments}, which nobody is shown any more, and have the field {@code purge}, equal to their
 * {@code _id}. The update that makes a document a tombstone adds it, so that none is missing; the
 * sparse index on it holds nothing else. Looking for them asks every shard, but nothing of each.
 *
 * <p>Thread-safe.
 */
public final class Purges {
  /** The field. */
  public static final String FIELD = "purge";

  private final MongoClient mongo;

  /** A deleted message and the keys of what it had. */
  public record Purge(String id, List<String> keys) {}

  public Purges(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo.createIndexWithOptions(
        Messages.COLLECTION,
        new JsonObject().put(FIELD, 1),
        new IndexOptions().name(FIELD).sparse(true));
  }

  /** Some of them, at most {@code limit}. */
  public Future<List<Purge>> next(int limit) {
    FindOptions options =
        new FindOptions()
            .setFields(new JsonObject().put("attachments", 1))
            .setSort(new JsonObject().put(FIELD, 1))
            .setLimit(limit);
    return mongo
        .findWithOptions(
            Messages.COLLECTION,
            new JsonObject().put(FIELD, new JsonObject().put("$gt", "")),
            options)
        .map(found -> found.stream().map(Purges::purge).toList())
        .recover(failure -> StoreFailures.unavailable("The purges can't be read now", failure));
  }

  private static Purge purge(JsonObject document) {
    return new Purge(
        document.getString("_id"),
        document.getJsonArray("attachments", new JsonArray()).stream()
            .map(attachment -> ((JsonObject) attachment).getString("key"))
            .toList());
  }

  /** What that message had is gone. */
  public Future<Void> done(String id) {
    JsonObject fields = new JsonObject().put(FIELD, "").put("attachments", "");
    return mongo
        .updateCollection(
            Messages.COLLECTION,
            new JsonObject().put("_id", id),
            new JsonObject().put("$unset", fields))
        .<Void>mapEmpty()
        .recover(failure -> StoreFailures.unavailable("The purges can't be written now", failure));
  }
}
