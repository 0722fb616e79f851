package chat.push;

import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who follows the comments on a message, and how far they have read them: the collection {@code
 * threads}. Whoever wrote the message follows it unless they chose not to, also before the
 * channel's owner has noted that. Thread-safe.
 */
final class Followers {
  private static final String COLLECTION = "threads";
  private static final int ASKED_AT_ONCE = 1_000;

  private final MongoClient mongo;

  /**
   * The comments on one message.
   *
   * @param message its {@code seq}
   */
  record Thread(String channel, long message) {
    private String id() {
      return Messages.id(channel, message);
    }
  }

  /**
   * What a user has to do with a thread.
   *
   * @param read the {@code seq} of the last comment that they have read
   */
  record Interest(boolean follows, long read) {
    static final Interest NONE = new Interest(false, 0);
  }

  /** What was found. */
  static final class Interests {
    private final Map<String, Interest> known = new HashMap<>();
    private final Map<String, String> authors = new HashMap<>();

    Interest of(String user, Thread thread) {
      Interest interest = known.get(user + ':' + thread.id());
      return interest != null
          ? interest
          : user.equals(authors.get(thread.id())) ? new Interest(true, 0) : Interest.NONE;
    }
  }

  Followers(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** What these users have to do with these threads. */
  Future<Interests> of(Collection<Thread> threads, Collection<String> users) {
    Interests found = new Interests();
    if (threads.isEmpty() || users.isEmpty()) {
      return Future.succeededFuture(found);
    }
    List<String> ids = new ArrayList<>(threads.size() * users.size());
    for (Thread thread : threads) {
      users.forEach(user -> ids.add(user + ':' + thread.id()));
    }
    return mongo
        .findWithOptions(
            Messages.COLLECTION,
            among(threads.stream().map(Thread::id).toList()),
            new FindOptions().setFields(new JsonObject().put("sender", 1)))
        .compose(
            messages -> {
              for (JsonObject each : messages) {
                found.authors.put(each.getString("_id"), each.getString("sender"));
              }
              return load(ids, 0, found);
            });
  }

  private Future<Interests> load(List<String> ids, int from, Interests found) {
    if (from >= ids.size()) {
      return Future.succeededFuture(found);
    }
    int to = Math.min(from + ASKED_AT_ONCE, ids.size());
    return mongo
        .find(COLLECTION, among(ids.subList(from, to)))
        .compose(
            documents -> {
              for (JsonObject each : documents) {
                found.known.put(
                    each.getString("_id"),
                    new Interest(each.getBoolean("following", false), each.getLong("read", 0L)));
              }
              return load(ids, to, found);
            });
  }

  private static JsonObject among(List<String> ids) {
    return new JsonObject().put("_id", new JsonObject().put("$in", ids));
  }
}
