package chat.store;

import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;

/**
 * The collection {@code threads}: who follows the comments on which message, and how far they have
 * read them. {@code _id} is user, channel and the {@code seq} of the message, behind colons; shard
 * key {@code _id} by range, so that all of a user is one range.
 *
 * <p>Who wrote the message follows it from its first comment on, who comments or is mentioned in a
 * comment from then on. Who stops stays out until they comment again: wishes are ordered by the
 * channel's events: {@code at} is twice the comment's place, or for a wish one more than twice the
 * message's {@code rev}. Thread-safe.
 */
public final class Threads {
  private static final String COLLECTION = "threads";

  private final MongoClient mongo;

  /**
   * A thread of a user.
   *
   * @param parent the {@code seq} of the message
   * @param read the {@code seq} of the last comment that was read
   * @param at of the last decision, see above; 0 if there is none
   */
  public record Followed(String channel, long parent, boolean following, long read, long at) {

    /**
     * Whether the user follows it. Comments come here a moment after they are told, so the newest
     * ones speak for themselves. Who wrote the message counts as following it before the first.
     */
    public boolean isFollowedBy(String user, Message message, List<Message> newest) {
      return following
          || (at == 0 && message.sender().equals(user))
          || newest.stream().anyMatch(comment -> decides(comment, user));
    }

    private boolean decides(Message comment, String user) {
      return comment.sender().equals(user)
          ? 2 * comment.seq() > at
          // A name that an edit brings in does not make a follower.
          : at == 0 && comment.edited() == null && comment.mentions().contains(user);
    }
  }

  /**
   * A comment, and who wrote the message that it is on.
   *
   * @param author follows the thread unless they decided about it before
   */
  public record Commented(Message comment, String author) {}

  public Threads(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** Makes followers of those who are concerned by comments. Idempotent, any order. */
  public Future<Void> commented(List<Commented> comments) {
    List<BulkOperation> writes = new ArrayList<>();
    for (Commented each : comments) {
      Message comment = each.comment();
      writes.add(
          decide(comment.sender(), comment.channel(), comment.parent(), true, 2 * comment.seq()));
      // Who writes has read what stands above.
      writes.add(read(comment.sender(), comment.channel(), comment.parent(), comment.seq()));
      List<String> concerned = new ArrayList<>(MentionChange.named(comment));
      if (!each.author().equals(comment.sender())) {
        concerned.add(each.author());
      }
      for (String user : concerned) {
        // Only who never decided: what is there may be no more than how far they have read.
        writes.add(decide(user, comment.channel(), comment.parent(), true, 0));
      }
    }
    return Bulk.write(mongo, COLLECTION, writes);
  }

  private static BulkOperation decide(
      String user, String channel, long parent, boolean following, long at) {
    return BulkOperation.createUpdate(
        new JsonObject()
            .put("_id", id(user, channel, parent))
            .put("at", new JsonObject().put("$lte", at)),
        new JsonObject().put("$set", new JsonObject().put("following", following).put("at", at)),
        true,
        false);
  }

  private static BulkOperation read(String user, String channel, long parent, long seq) {
    return BulkOperation.createUpdate(
        new JsonObject().put("_id", id(user, channel, parent)),
        new JsonObject()
            .put("$max", new JsonObject().put("read", seq))
            .put("$setOnInsert", new JsonObject().put("following", false).put("at", 0L)),
        true,
        false);
  }

  /**
   * The user wishes to follow the thread, or not to.
   *
   * @param at the {@code rev} of the message when they did
   */
  public Future<Void> follow(String user, String channel, long parent, boolean following, long at) {
    return Bulk.write(
            mongo, COLLECTION, List.of(decide(user, channel, parent, following, 2 * at + 1)))
        .recover(failure -> unavailable(failure));
  }

  /** The user has read the thread up to that comment; never back. */
  public Future<Void> markRead(String user, String channel, long parent, long seq) {
    return Bulk.write(mongo, COLLECTION, List.of(read(user, channel, parent, seq)))
        .recover(failure -> unavailable(failure));
  }

  /** What is known of the user's thread; neither followed nor read if nothing is. */
  public Future<Followed> of(String user, String channel, long parent) {
    return mongo
        .findOne(COLLECTION, new JsonObject().put("_id", id(user, channel, parent)), null)
        .map(
            document ->
                document == null
                    ? new Followed(channel, parent, false, 0, 0)
                    : followed(user, document))
        .recover(failure -> unavailable(failure));
  }

  /** The threads that the user follows, at most {@code limit}, those decided about last. */
  public Future<List<Followed>> followed(String user, int limit) {
    JsonObject query =
        new JsonObject()
            .put("_id", new JsonObject().put("$gte", user + ':').put("$lt", user + ';'))
            .put("following", true);
    return mongo
        .findWithOptions(COLLECTION, query, new FindOptions().setLimit(limit))
        .map(documents -> documents.stream().map(each -> followed(user, each)).toList())
        .recover(failure -> unavailable(failure));
  }

  private static Followed followed(String user, JsonObject document) {
    String[] parts = document.getString("_id").substring(user.length() + 1).split(":");
    return new Followed(
        parts[0],
        Long.parseLong(parts[1]),
        document.getBoolean("following", false),
        document.getLong("read", 0L),
        document.getLong("at", 0L));
  }

  private static String id(String user, String channel, long parent) {
    return user + ':' + Messages.id(channel, parent);
  }

  private static <T> Future<T> unavailable(Throwable failure) {
    return StoreFailures.unavailable("Threads can't be read or changed now", failure);
  }
}
