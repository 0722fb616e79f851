package chat.push;

import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.HashMap;
import java.util.Map;

/**
 * What the owners of channels made of messages in the log: a stored message names the offset at
 * which it stands there. One that was refused, or repeats another, never gets stored; that is sure
 * once its partition's checkpoint has passed it.
 *
 * <p>Thread-safe.
 */
final class DecidedPosts {
  private static final String CHECKPOINTS = "checkpoints";
  private static final int MARGIN = 4;
  private static final int MOST_AT_ONCE = 500;
  private static final JsonObject FIELDS =
      new JsonObject().put("seq", 1).put("n", 1).put("offset", 1).put("deleted", 1);

  private final MongoClient mongo;

  /**
   * The place of a message.
   *
   * @param n 0 if it has none, as comments
   * @param deleted whether it was deleted since
   */
  record Place(long seq, long n, boolean deleted) {}

  DecidedPosts(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** Places by offset, of the messages of one channel that are stored, from an offset on. */
  Future<Map<Long, Place>> of(String channel, long from, int count) {
    return page(
        channel, Long.MAX_VALUE, from, Math.min(count + MARGIN, MOST_AT_ONCE), new HashMap<>());
  }

  /** Newest first, until one is older than what is looked for. */
  private Future<Map<Long, Place>> page(
      String channel, long below, long from, int limit, Map<Long, Place> found) {
    String end = below == Long.MAX_VALUE ? channel + ';' : Messages.id(channel, below);
    JsonObject range = new JsonObject().put("$gte", Messages.id(channel, 0)).put("$lt", end);
    FindOptions options =
        new FindOptions()
            .setSort(new JsonObject().put("_id", -1))
            .setLimit(limit)
            .setFields(FIELDS);
    return mongo
        .findWithOptions(Messages.COLLECTION, new JsonObject().put("_id", range), options)
        .compose(
            documents -> {
              for (JsonObject each : documents) {
                long offset = each.getLong("offset");
                if (offset < from) {
                  return Future.succeededFuture(found);
                }
                found.put(
                    offset,
                    new Place(
                        each.getLong("seq"),
                        each.getLong("n", 0L),
                        each.getValue("deleted") != null));
              }
              if (documents.size() < limit) {
                return Future.succeededFuture(found);
              }
              long next = documents.getLast().getLong("seq");
              return page(channel, next, from, MOST_AT_ONCE, found);
            });
  }

  /** The offset of the partition before which everything is decided and stored. */
  Future<Long> checkpoint(int partition) {
    return mongo
        .findOne(CHECKPOINTS, new JsonObject().put("_id", partition), null)
        .map(found -> found == null ? 0L : found.getLong("offset"));
  }
}
