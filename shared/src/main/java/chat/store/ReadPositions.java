package chat.store;

import chat.log.ReadLog.Entry;
import chat.log.ReadLog.Position;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The collection {@code readPositions}: how far a user has read a channel, from where on they
 * marked it unread, and which unread messages mention them, so that a sign-in finds all of it in
 * one range. {@code _id} is user, colon, channel; shard key {@code _id} by range.
 *
 * <p>Thread-safe.
 */
public final class ReadPositions {
  private static final String COLLECTION = "readPositions";

  /** Of how many unread mentions in a channel are known: more are not counted. */
  public static final int MENTIONS = 100;

  private static final String FULL = "mentions." + (MENTIONS - 1);

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

  /** By channel, for each of the users, in their order; one query for all. */
  public Future<List<Map<String, Read>>> of(List<String> users) {
    Map<String, Map<String, Read>> byUser = new HashMap<>();
    users.forEach(user -> byUser.put(user, new HashMap<>()));
    return mongo
        .find(COLLECTION, ofAnyOf(byUser.keySet()))
        .map(
            documents -> {
              for (JsonObject document : documents) {
                String id = document.getString("_id");
                int colon = id.indexOf(':');
                byUser.get(id.substring(0, colon)).put(id.substring(colon + 1), read(document));
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
   * Where a user stands in a channel.
   *
   * @param n up to which they have read
   * @param unreadFrom from where on they marked it unread; 0 for nowhere
   * @param mentions the {@code seq}s of unread messages that mention them by name
   */
  public record Read(long n, long unreadFrom, Set<Long> mentions) {
    /** Of a channel that they never read. */
    public static final Read NOTHING = new Read(0, 0, Set.of());
  }

  /**
   * Advances each position, never back. Idempotent, any order; of two marks of one user in one
   * channel the later in the log holds.
   *
   * @return where each stands now: where another device was further, that
   */
  public Future<List<Entry>> advance(Collection<Entry> entries) {
    List<BulkOperation> writes = entries.stream().map(ReadPositions::write).toList();
    return Bulk.write(mongo, COLLECTION, writes)
        .compose(written -> now(entries.stream().map(Entry::position).toList()));
  }

  /** Where each of the positions stands now, of those that were ever written. */
  public Future<List<Entry>> now(Collection<Position> positions) {
    Map<String, Position> byId = new HashMap<>();
    positions.forEach(each -> byId.put(id(each), each));
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
                          Read read = read(document);
                          Position stands =
                              new Position(
                                  asked.user(),
                                  asked.channel(),
                                  read.n(),
                                  read.unreadFrom() == 0 ? null : read.unreadFrom());
                          return new Entry(stands, Mark.of(document).offset());
                        })
                    .toList());
  }

  private static String id(Position position) {
    return position.user() + ':' + position.channel();
  }

  /**
   * From where on a channel is marked unread, and by which record of the log: the text of a later
   * one is greater.
   */
  private record Mark(long offset, long from) {
    static Mark of(JsonObject document) {
      String text = document.getString("mark", "0:0");
      int colon = text.indexOf(':');
      return new Mark(
          Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    String text() {
      return Messages.digits(offset) + ':' + from;
    }
  }

  private static BulkOperation write(Entry entry) {
    Position position = entry.position();
    long from = position.unreadFrom() == null ? 0 : position.unreadFrom();
    JsonObject update =
        new JsonObject()
            .put(
                "$max",
                new JsonObject()
                    .put("n", position.n())
                    .put("mark", new Mark(entry.offset(), from).text()));
    if (position.n() > 0) {
      update.put(
          "$pull",
          new JsonObject()
              .put(
                  "mentions",
                  new JsonObject()
                      .put("n", new JsonObject().put("$gt", 0).put("$lte", position.n()))));
    }
    return BulkOperation.createUpdate(
        new JsonObject().put("_id", id(position)), update, true, false);
  }

  /** Notes unread mentions, and forgets those that are none any more. Idempotent, any order. */
  public Future<Void> mention(List<MentionChange> changes) {
    List<BulkOperation> writes = new ArrayList<>();
    for (MentionChange change : changes) {
      Message message = change.message();
      JsonObject entry =
          new JsonObject()
              .put("seq", message.seq())
              .put("n", message.n())
              .put("parent", message.parent());
      for (String user : change.added()) {
        writes.add(
            BulkOperation.createUpdate(
                new JsonObject()
                    .put("_id", user + ':' + message.channel())
                    .put(FULL, new JsonObject().put("$exists", false)),
                new JsonObject()
                    .put("$addToSet", new JsonObject().put("mentions", entry))
                    .put("$setOnInsert", new JsonObject().put("n", 0L)),
                true,
                false));
      }
      for (String user : change.removed()) {
        writes.add(pull(user, message.channel(), new JsonObject().put("seq", message.seq())));
      }
    }
    return Bulk.write(mongo, COLLECTION, writes);
  }

  /** The user has read the thread up to that comment. */
  public Future<Void> readThread(String user, String channel, long parent, long seq) {
    return Bulk.write(
            mongo,
            COLLECTION,
            List.of(
                pull(
                    user,
                    channel,
                    new JsonObject()
                        .put("parent", parent)
                        .put("seq", new JsonObject().put("$lte", seq)))))
        .recover(failure -> StoreFailures.unavailable("Threads can't be marked now", failure));
  }

  private static BulkOperation pull(String user, String channel, JsonObject which) {
    return BulkOperation.createUpdate(
        new JsonObject().put("_id", user + ':' + channel),
        new JsonObject().put("$pull", new JsonObject().put("mentions", which)),
        false,
        false);
  }

  private static Read read(JsonObject document) {
    long n = document.getLong("n", 0L);
    Set<Long> mentions = new HashSet<>();
    for (Object each : document.getJsonArray("mentions", new JsonArray())) {
      JsonObject mention = (JsonObject) each;
      long at = mention.getLong("n");
      // One that came back by a repetition may have been read meanwhile.
      if (at == 0 || at > n) {
        mentions.add(mention.getLong("seq"));
      }
    }
    return new Read(n, Mark.of(document).from(), mentions);
  }
}
