package chat.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The collection {@code broadcasts}: the last messages of a channel that mention all its members at
 * once, one document a channel, so that they cost the same however many members there are. {@code
 * _id} is the channel. Thread-safe.
 */
public final class Broadcasts {
  /** How many of a channel are known. */
  public static final int KEPT = 50;

  private static final String COLLECTION = "broadcasts";

  private final MongoClient mongo;

  /**
   * One of them.
   *
   * @param n 0 for a comment that is in its thread only
   * @param time when it was sent, in milliseconds
   * @param sender who is not mentioned by it
   */
  public record Broadcast(long seq, long n, long time, String sender) {}

  /**
   * Those of a channel.
   *
   * @param rev the channel's event after which it was so
   */
  public record OfChannel(String channel, long rev, List<Broadcast> last) {}

  public Broadcasts(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** Replaces what was so before. Idempotent, any order. */
  public Future<Void> write(Collection<OfChannel> channels) {
    List<BulkOperation> writes = new ArrayList<>();
    for (OfChannel each : channels) {
      writes.add(
          BulkOperation.createUpdate(
              new JsonObject()
                  .put("_id", each.channel())
                  .put("rev", new JsonObject().put("$lt", each.rev())),
              new JsonObject()
                  .put(
                      "$set",
                      new JsonObject().put("rev", each.rev()).put("last", toJson(each.last()))),
              true,
              false));
    }
    return Bulk.write(mongo, COLLECTION, writes);
  }

  /** By channel; nothing for a channel without any. */
  public Future<Map<String, List<Broadcast>>> of(Collection<String> channels) {
    if (channels.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return mongo
        .find(
            COLLECTION,
            new JsonObject().put("_id", new JsonObject().put("$in", List.copyOf(channels))))
        .map(
            documents -> {
              Map<String, List<Broadcast>> found = new HashMap<>();
              for (JsonObject document : documents) {
                found.put(document.getString("_id"), fromJson(document.getJsonArray("last")));
              }
              return found;
            })
        .recover(failure -> StoreFailures.unavailable("Mentions can't be read now", failure));
  }

  /** As they are stored. */
  public static JsonArray toJson(List<Broadcast> broadcasts) {
    return new JsonArray(
        broadcasts.stream()
            .map(
                each ->
                    new JsonObject()
                        .put("seq", each.seq())
                        .put("n", each.n())
                        .put("time", each.time())
                        .put("sender", each.sender()))
            .toList());
  }

  /** Reads what {@link #toJson} made. */
  public static List<Broadcast> fromJson(JsonArray stored) {
    List<Broadcast> broadcasts = new ArrayList<>(stored.size());
    for (Object each : stored) {
      JsonObject one = (JsonObject) each;
      broadcasts.add(
          new Broadcast(
              one.getLong("seq"), one.getLong("n"), one.getLong("time"), one.getString("sender")));
    }
    return broadcasts;
  }
}
