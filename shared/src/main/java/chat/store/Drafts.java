package chat.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The collection {@code drafts}: what a user has begun to write in a channel. {@code _id} is user,
 * colon, channel; shard key {@code _id} by range. The last writer wins. Thread-safe.
 */
public final class Drafts {
  private static final String COLLECTION = "drafts";

  private final MongoClient mongo;

  /**
   * A draft.
   *
   * @param parent the {@code seq} of the message that it is to comment on, or {@code null}
   */
  public record Draft(String channel, String body, Long parent, Instant time) {}

  public Drafts(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** The draft in a channel. */
  public Future<Optional<Draft>> of(String user, String channel) {
    return mongo
        .findOne(COLLECTION, key(user, channel), null)
        .map(document -> Optional.ofNullable(document).map(each -> draft(user, each)))
        .recover(failure -> unavailable(failure));
  }

  /**
   * The drafts of a user by channel.
   *
   * @param after only those of later channels; empty for all
   */
  public Future<List<Draft>> all(String user, String after, int limit) {
    JsonObject range = new JsonObject().put("$gt", user + ':' + after).put("$lt", user + ';');
    return mongo
        .findWithOptions(
            COLLECTION,
            new JsonObject().put("_id", range),
            new FindOptions().setSort(new JsonObject().put("_id", 1)).setLimit(limit))
        .map(documents -> documents.stream().map(each -> draft(user, each)).toList())
        .recover(failure -> unavailable(failure));
  }

  /** Keeps the draft in place of the one before. */
  public Future<Void> put(String user, Draft draft) {
    JsonObject fields =
        new JsonObject()
            .put("body", draft.body())
            .put("parent", draft.parent() == null ? 0L : draft.parent())
            .put("time", draft.time().toEpochMilli());
    return mongo
        .updateCollectionWithOptions(
            COLLECTION,
            key(user, draft.channel()),
            new JsonObject().put("$set", fields),
            new UpdateOptions().setUpsert(true))
        .<Void>mapEmpty()
        .recover(failure -> unavailable(failure));
  }

  /** Removes the draft if there is one. */
  public Future<Void> remove(String user, String channel) {
    return mongo
        .removeDocument(COLLECTION, key(user, channel))
        .<Void>mapEmpty()
        .recover(failure -> unavailable(failure));
  }

  private static JsonObject key(String user, String channel) {
    return new JsonObject().put("_id", user + ':' + channel);
  }

  private static Draft draft(String user, JsonObject document) {
    long parent = document.getLong("parent");
    return new Draft(
        document.getString("_id").substring(user.length() + 1),
        document.getString("body"),
        parent == 0 ? null : parent,
        Instant.ofEpochMilli(document.getLong("time")));
  }

  private static <T> Future<T> unavailable(Throwable failure) {
    return StoreFailures.unavailable("Drafts can't be read or kept now", failure);
  }
}
