package chat.store;

import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The collection {@code messages}: one document a message.
 *
 * <p>{@code _id} is the channel, a colon and {@code seq} in 12 digits, and is the shard key by
 * range: a channel's history is one range scan, and a huge channel still splits. Every query bounds
 * {@code _id} to its channel, so none scatters over shards. {@code (channel, rev)} is the index
 * behind catching up.
 *
 * <p>Thread-safe.
 */
public final class Messages {
  public static final String COLLECTION = "messages";

  private static final int SEQ_DIGITS = 12;
  private static final String ZEROS = "0".repeat(SEQ_DIGITS);

  private final MongoClient mongo;

  public Messages(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo.createIndexWithOptions(
        COLLECTION,
        new JsonObject().put("channel", 1).put("rev", 1),
        new IndexOptions().name("channel_rev"));
  }

  /** The {@code _id} of the message with that place. */
  public static String id(String channel, long seq) {
    String digits = Long.toString(seq);
    return channel + ':' + ZEROS.substring(Math.min(digits.length(), SEQ_DIGITS)) + digits;
  }

  /** The newest {@code limit} messages with {@code seq} below {@code end}, ascending. */
  public Future<List<Message>> before(String channel, long end, int limit) {
    if (limit <= 0 || end <= 1) {
      return Future.succeededFuture(List.of());
    }
    JsonObject range = new JsonObject().put("$gte", id(channel, 0)).put("$lt", id(channel, end));
    return find(new JsonObject().put("_id", range), "_id", -1, limit)
        .map(
            newestFirst -> {
              Collections.reverse(newestFirst);
              return newestFirst;
            });
  }

  /** The oldest {@code limit} messages with {@code seq} above {@code after} up to {@code last}. */
  public Future<List<Message>> after(String channel, long after, long last, int limit) {
    if (limit <= 0 || after >= last) {
      return Future.succeededFuture(List.of());
    }
    JsonObject range =
        new JsonObject().put("$gt", id(channel, after)).put("$lte", id(channel, last));
    return find(new JsonObject().put("_id", range), "_id", 1, limit);
  }

  /** The messages with {@code rev} above {@code since} up to {@code last}, by {@code rev}. */
  public Future<List<Message>> changes(String channel, long since, long last, int limit) {
    if (limit <= 0 || since >= last) {
      return Future.succeededFuture(List.of());
    }
    JsonObject query =
        new JsonObject()
            .put("channel", channel)
            .put("rev", new JsonObject().put("$gt", since).put("$lte", last))
            .put(
                "_id", new JsonObject().put("$gte", id(channel, 0)).put("$lte", id(channel, last)));
    return find(query, "rev", 1, limit);
  }

  /** Who sent the newest {@code limit} messages, each once, the latest first. */
  public Future<List<String>> senders(String channel, int limit) {
    JsonObject range =
        new JsonObject().put("$gte", id(channel, 0)).put("$lt", channel + (char) (':' + 1));
    FindOptions options =
        new FindOptions()
            .setFields(new JsonObject().put("sender", 1))
            .setSort(new JsonObject().put("_id", -1))
            .setLimit(limit);
    return mongo
        .findWithOptions(COLLECTION, new JsonObject().put("_id", range), options)
        .map(
            newestFirst ->
                newestFirst.stream().map(each -> each.getString("sender")).distinct().toList())
        .recover(failure -> StoreFailures.unavailable("The history can't be read now", failure));
  }

  private Future<List<Message>> find(JsonObject query, String sortBy, int direction, int limit) {
    FindOptions options =
        new FindOptions().setSort(new JsonObject().put(sortBy, direction)).setLimit(limit);
    return mongo
        .findWithOptions(COLLECTION, query, options)
        .map(
            documents -> {
              List<Message> found = new ArrayList<>(documents.size());
              documents.forEach(document -> found.add(message(document)));
              return found;
            })
        .recover(failure -> StoreFailures.unavailable("The history can't be read now", failure));
  }

  /** The document of a message that stands at {@code offset} of its partition. */
  public static JsonObject document(Message message, long offset) {
    return new JsonObject()
        .put("_id", id(message.channel(), message.seq()))
        .put("channel", message.channel())
        .put("id", message.id())
        .put("seq", message.seq())
        .put("n", message.n())
        .put("rev", message.rev())
        .put("sender", message.sender())
        .put("device", message.device())
        .put("time", message.time().toEpochMilli())
        .put("body", message.body())
        .put("enc", message.enc())
        .put("mentions", new JsonArray(message.mentions()))
        .put("offset", offset);
  }

  private static Message message(JsonObject document) {
    return new Message(
        document.getString("channel"),
        document.getString("id"),
        document.getLong("seq"),
        document.getLong("n"),
        document.getLong("rev"),
        document.getString("sender"),
        document.getString("device"),
        Instant.ofEpochMilli(document.getLong("time")),
        document.getString("body"),
        document.getString("enc"),
        document.getJsonArray("mentions").stream().map(String.class::cast).toList());
  }
}
