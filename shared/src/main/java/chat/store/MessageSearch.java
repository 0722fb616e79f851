package chat.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;

/**
 * Finds stored messages of one channel by what is known of them. Every query is a range of {@code
 * _id} within the channel, so that none scatters over shards.
 *
 * <p>Thread-safe.
 */
public final class MessageSearch {
  private final MongoClient mongo;

  public MessageSearch(MongoClient mongo) {
    this.mongo = mongo;
  }

  /**
   * Whether a message that was sent at {@code time} or later has that image; looks at all of them.
   *
   * @param last the {@code seq} up to which to look
   */
  public Future<Boolean> hasImage(String channel, String key, Instant time, long last) {
    return firstSince(channel, time, last)
        .compose(
            from ->
                mongo.findWithOptions(
                    Messages.COLLECTION,
                    new JsonObject()
                        .put("_id", ids(channel, from, last + 1))
                        .put("attachments.key", key),
                    new FindOptions().setFields(new JsonObject().put("_id", 1)).setLimit(1)))
        .map(found -> !found.isEmpty())
        .recover(MessageSearch::unavailable);
  }

  /**
   * The lowest {@code seq} whose message was sent at {@code time} or later; above {@code last} if
   * none was. The log's time never goes back in a channel, so this halves the range again and again
   * instead of keeping an index of times.
   */
  public Future<Long> firstSince(String channel, Instant time, long last) {
    return firstSince(channel, time.toEpochMilli(), 1, last + 1)
        .recover(MessageSearch::unavailable);
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

  private static <T> Future<T> unavailable(Throwable failure) {
    return StoreFailures.unavailable("The history can't be searched now", failure);
  }
}
