package chat.store;

import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The collection {@code mentions}: one row for each user whom a message mentions by name. {@code
 * _id} is user, the message's time, channel and {@code seq}, behind colons and with leading zeros,
 * and is the shard key by range: the newest of a user are one scan. What mentions all members of a
 * channel at once is in {@link Broadcasts}.
 *
 * <p>A row says where to look, not what is there: the message may have changed. Thread-safe.
 */
public final class MentionInbox {
  private static final String COLLECTION = "mentions";
  private static final int TIME_DIGITS = 13;

  private final MongoClient mongo;

  /** Where a message is that mentions somebody, and when it was sent, in milliseconds. */
  public record Place(String channel, long seq, long time) {}

  public MentionInbox(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** The writes that bring the rows of one message to its state; idempotent. */
  private static List<BulkOperation> writes(MentionChange change) {
    List<BulkOperation> writes = new ArrayList<>();
    Message message = change.message();
    for (String user : change.added()) {
      writes.add(
          BulkOperation.createUpdate(
              new JsonObject().put("_id", id(user, message)),
              new JsonObject()
                  .put(
                      "$set",
                      new JsonObject().put("channel", message.channel()).put("seq", message.seq())),
              true,
              false));
    }
    for (String user : change.removed()) {
      writes.add(BulkOperation.createDelete(new JsonObject().put("_id", id(user, message))));
    }
    return writes;
  }

  /** Writes the rows. */
  public Future<Void> write(List<MentionChange> changes) {
    return Bulk.write(
        mongo, COLLECTION, changes.stream().flatMap(change -> writes(change).stream()).toList());
  }

  /**
   * Where the user is mentioned, newest first, in some channels: anybody may name anybody, also
   * where that one is not a member and must not even learn that there is a channel.
   *
   * @param channels those that the user is a member of
   * @param before a {@link #key}: only older ones; {@code null} for all
   */
  public Future<List<Place>> newest(String user, Set<String> channels, String before, int limit) {
    JsonObject range =
        new JsonObject()
            .put("$gte", user + ':')
            .put("$lt", before == null ? user + ';' : user + ':' + before);
    return mongo
        .findWithOptions(
            COLLECTION,
            new JsonObject()
                .put("_id", range)
                .put("channel", new JsonObject().put("$in", List.copyOf(channels))),
            new FindOptions().setSort(new JsonObject().put("_id", -1)).setLimit(limit))
        .map(rows -> rows.stream().map(row -> place(user, row)).toList())
        .recover(failure -> StoreFailures.unavailable("Mentions can't be read now", failure));
  }

  private static Place place(String user, JsonObject row) {
    String time = row.getString("_id").substring(user.length() + 1).substring(0, TIME_DIGITS);
    return new Place(row.getString("channel"), row.getLong("seq"), Long.parseLong(time));
  }

  private static String id(String user, Message message) {
    return user
        + ':'
        + key(new Place(message.channel(), message.seq(), message.time().toEpochMilli()));
  }

  /** A text that sorts places by time, different for each message. */
  public static String key(Place place) {
    String time = Long.toString(place.time());
    return "0".repeat(TIME_DIGITS - time.length())
        + time
        + ':'
        + Messages.id(place.channel(), place.seq());
  }
}
