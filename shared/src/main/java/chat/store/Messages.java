package chat.store;

import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The collection {@code messages}: one document a message, see {@link MessageDocuments}.
 *
 * <p>{@code _id} is the channel, a colon and {@code seq} in 12 digits, and is the shard key by
 * range: a channel's history is one range scan, and a huge channel still splits. Every query bounds
 * {@code _id} to its channel, so none scatters over shards. {@code (channel, rev)} is the index
 * behind catching up. A comment has {@code thread}, which is the channel, its parent's place and
 * its own; the sparse index on it holds nothing but comments.
 *
 * <p>Thread-safe.
 */
public final class Messages {
  public static final String COLLECTION = "messages";

  private static final int SEQ_DIGITS = 12;
  private static final String ZEROS = "0".repeat(SEQ_DIGITS);
  private static final long LAST_SEQ = 999_999_999_999L;

  private final MongoClient mongo;

  public Messages(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo
        .createIndexWithOptions(
            COLLECTION,
            new JsonObject().put("channel", 1).put("rev", 1),
            new IndexOptions().name("channel_rev"))
        .compose(
            done ->
                mongo.createIndexWithOptions(
                    COLLECTION,
                    new JsonObject().put("thread", 1),
                    new IndexOptions().name("thread").sparse(true)));
  }

  /** The {@code _id} of the message with that place. */
  public static String id(String channel, long seq) {
    return channel + ':' + digits(seq);
  }

  /** The {@code thread} of the comment with that place. */
  static String thread(String channel, long parent, long seq) {
    return id(channel, parent) + ':' + digits(seq);
  }

  /** A number so that texts of it sort as numbers do. */
  static String digits(long number) {
    String digits = Long.toString(number);
    return ZEROS.substring(Math.min(digits.length(), SEQ_DIGITS)) + digits;
  }

  /**
   * The newest {@code limit} messages of the channel's own page with {@code seq} below {@code end},
   * ascending.
   */
  public Future<List<Message>> before(String channel, long end, int limit) {
    if (limit <= 0 || end <= 1) {
      return Future.succeededFuture(List.of());
    }
    JsonObject range = new JsonObject().put("$gte", id(channel, 0)).put("$lt", id(channel, end));
    return find(inChannel(range), "_id", -1, limit).map(Messages::reversed);
  }

  /**
   * The oldest {@code limit} messages of the channel's own page with {@code seq} above {@code
   * after} up to {@code last}.
   */
  public Future<List<Message>> after(String channel, long after, long last, int limit) {
    if (limit <= 0 || after >= last) {
      return Future.succeededFuture(List.of());
    }
    JsonObject range =
        new JsonObject().put("$gt", id(channel, after)).put("$lte", id(channel, last));
    return find(inChannel(range), "_id", 1, limit);
  }

  private static JsonObject inChannel(JsonObject range) {
    return new JsonObject().put("_id", range).put("n", new JsonObject().put("$gt", 0));
  }

  /** The messages with {@code seq} up to {@code last} and {@code rev} above {@code since}. */
  public Future<List<Message>> changes(String channel, long since, long last, int limit) {
    if (limit <= 0 || last <= 0) {
      return Future.succeededFuture(List.of());
    }
    JsonObject query =
        new JsonObject()
            .put("channel", channel)
            .put("rev", new JsonObject().put("$gt", since))
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
        .recover(failure -> unavailable(failure));
  }

  /** The newest {@code limit} comments on {@code parent} below {@code end}, ascending. */
  public Future<List<Message>> commentsBefore(String channel, long parent, long end, int limit) {
    return limit <= 0 || end <= 1
        ? Future.succeededFuture(List.of())
        : find(comments(channel, parent, 0, end), "thread", -1, limit).map(Messages::reversed);
  }

  /** The oldest {@code limit} comments on {@code parent} above {@code after} up to {@code last}. */
  public Future<List<Message>> commentsAfter(
      String channel, long parent, long after, long last, int limit) {
    return limit <= 0 || after >= last
        ? Future.succeededFuture(List.of())
        : find(comments(channel, parent, after, last + 1), "thread", 1, limit);
  }

  /** How many comments on {@code parent} come after {@code after} up to {@code last}. */
  public Future<Long> countComments(String channel, long parent, long after, long last) {
    return mongo
        .count(COLLECTION, comments(channel, parent, after, last + 1))
        .recover(failure -> unavailable(failure));
  }

  private static JsonObject comments(String channel, long parent, long after, long end) {
    return new JsonObject()
        .put(
            "_id",
            new JsonObject()
                .put("$gt", id(channel, parent))
                .put("$lt", id(channel, Math.min(end, LAST_SEQ))))
        .put(
            "thread",
            new JsonObject()
                .put("$gt", thread(channel, parent, after))
                .put("$lt", thread(channel, parent, Math.min(end, LAST_SEQ))));
  }

  /** Those of the messages with these {@code _id}s that are there, in any order. */
  public Future<List<Message>> get(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    JsonObject query = new JsonObject().put("_id", new JsonObject().put("$in", List.copyOf(ids)));
    return find(query, "_id", 1, ids.size());
  }

  /**
   * When each of the messages with these {@code _id}s was last commented on, or sent if it never
   * was, in milliseconds; without those that are not there. Reads no texts.
   */
  public Future<Map<String, Long>> lastTimes(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    JsonObject query = new JsonObject().put("_id", new JsonObject().put("$in", List.copyOf(ids)));
    FindOptions options =
        new FindOptions().setFields(new JsonObject().put("time", 1).put("comments", 1));
    return mongo
        .findWithOptions(COLLECTION, query, options)
        .map(
            documents -> {
              Map<String, Long> times = new HashMap<>();
              documents.forEach(each -> times.put(each.getString("_id"), lastTime(each)));
              return times;
            })
        .recover(failure -> unavailable(failure));
  }

  private static long lastTime(JsonObject document) {
    JsonObject comments = document.getJsonObject("comments");
    return (comments == null ? document : comments).getLong("time");
  }

  private Future<List<Message>> find(JsonObject query, String sortBy, int direction, int limit) {
    FindOptions options =
        new FindOptions().setSort(new JsonObject().put(sortBy, direction)).setLimit(limit);
    return mongo
        .findWithOptions(COLLECTION, query, options)
        .map(
            documents -> {
              List<Message> found = new ArrayList<>(documents.size());
              documents.forEach(document -> found.add(MessageDocuments.read(document)));
              return found;
            })
        .recover(failure -> unavailable(failure));
  }

  private static <T> Future<T> unavailable(Throwable failure) {
    return StoreFailures.unavailable("The history can't be read now", failure);
  }

  private static List<Message> reversed(List<Message> newestFirst) {
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** The document of a message that stands at {@code offset} of its partition. */
  public static JsonObject document(Message message, long offset) {
    return MessageDocuments.of(message).put("offset", offset);
  }
}
