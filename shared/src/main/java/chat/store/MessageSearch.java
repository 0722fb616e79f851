package chat.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.List;

/**
 * Finds stored messages of one channel by what is known of them: sender, time, whether they have
 * images. Nothing looks into their text.
 *
 * <p>Every query is one range of an index, bounded to the channel in {@code _id} too, so that none
 * scatters over shards. A message with attachments that is not deleted has the field {@code image},
 * equal to its {@code _id}; the sparse index on it holds nothing else.
 *
 * <p>Thread-safe.
 */
public final class MessageSearch {
  private final MongoClient mongo;

  /**
   * What to look for.
   *
   * @param sender null for anybody
   * @param images only messages with images
   * @param from the lowest {@code seq}
   * @param before above the highest {@code seq}
   */
  public record Wanted(String sender, boolean images, long from, long before) {}

  public MessageSearch(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo
        .createIndexWithOptions(
            Messages.COLLECTION,
            new JsonObject().put("channel", 1).put("sender", 1).put("seq", 1),
            new IndexOptions().name("channel_sender"))
        .compose(
            done ->
                mongo.createIndexWithOptions(
                    Messages.COLLECTION,
                    new JsonObject().put("image", 1),
                    new IndexOptions().name("image").sparse(true)));
  }

  /** The places of the newest that fit, newest first, at most {@code limit}. */
  public Future<List<Long>> find(String channel, Wanted wanted, int limit) {
    if (wanted.from() >= wanted.before() || limit <= 0) {
      return Future.succeededFuture(List.of());
    }
    JsonObject ids = ids(channel, wanted.from(), wanted.before());
    JsonObject query = new JsonObject().put("_id", ids).put("deleted", null);
    String order = "_id";
    if (wanted.sender() != null) {
      query.put("sender", wanted.sender());
    }
    if (wanted.images()) {
      query.put("image", ids.copy());
      order = "image";
    } else if (wanted.sender() != null) {
      query
          .put("channel", channel)
          .put("seq", new JsonObject().put("$gte", wanted.from()).put("$lt", wanted.before()));
      order = "seq";
    }
    FindOptions options =
        new FindOptions()
            .setFields(new JsonObject().put("seq", 1))
            .setSort(new JsonObject().put(order, -1))
            .setLimit(limit);
    return mongo
        .findWithOptions(Messages.COLLECTION, query, options)
        .map(found -> found.stream().map(document -> document.getLong("seq")).toList())
        .recover(
            failure -> StoreFailures.unavailable("The history can't be searched now", failure));
  }

  /**
   * The lowest {@code seq} whose message was sent at {@code time} or later; above {@code last} if
   * none was. The log's time never goes back in a channel, so this halves the range again and again
   * instead of keeping an index of times.
   */
  public Future<Long> firstSince(String channel, Instant time, long last) {
    return firstSince(channel, time.toEpochMilli(), 1, last + 1);
  }

  private Future<Long> firstSince(String channel, long time, long low, long high) {
    if (low >= high) {
      return Future.succeededFuture(high);
    }
    long middle = low + (high - low) / 2;
    FindOptions first =
        new FindOptions()
            .setFields(new JsonObject().put("seq", 1).put("time", 1))
            .setSort(new JsonObject().put("_id", 1))
            .setLimit(1);
    return mongo
        .findWithOptions(
            Messages.COLLECTION, new JsonObject().put("_id", ids(channel, middle, high)), first)
        .recover(failure -> StoreFailures.unavailable("The history can't be searched now", failure))
        .compose(
            found ->
                found.isEmpty() || found.getFirst().getLong("time") >= time
                    ? firstSince(channel, time, low, middle)
                    : firstSince(channel, time, found.getFirst().getLong("seq") + 1, high));
  }

  private static JsonObject ids(String channel, long from, long before) {
    return new JsonObject()
        .put("$gte", Messages.id(channel, from))
        .put("$lt", Messages.id(channel, before));
  }
}
