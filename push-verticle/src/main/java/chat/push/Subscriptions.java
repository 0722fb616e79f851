package chat.push;

import chat.bus.Bus;
import chat.bus.PushMessages;
import chat.bus.PushMessages.LiveSessions;
import chat.bus.PushMessages.SessionsOf;
import chat.bus.PushMessages.SubscriptionsChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code pushSubscriptions}: one document a device. {@code _id} is user, colon,
 * device; shard key {@code _id} by range, so that all of a user is one range. Those of users who
 * were lately asked for are kept in memory, until a node says that they changed or that a session
 * ended. What is not in memory is compared with the sessions that live, so who signed out is not
 * told for longer than a minute even if nobody heard of it, or the document could not be removed.
 *
 * <p>Confined to its verticle's context.
 */
final class Subscriptions {
  static final String COLLECTION = "pushSubscriptions";

  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  /** Devices of one user that are told; those that subscribed last. */
  private static final int MOST_DEVICES = 20;

  /**
   * A client subscribes at each start; what has not for so long is gone, whatever its service says.
   */
  private static final Duration LIFE = Duration.ofDays(100);

  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_KEPT = 100_000;
  private static final int ASKED_AT_ONCE = 1_000;
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final MongoClient mongo;
  private final Map<String, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** Counts what may have changed, so that an answer from before is not kept. */
  private long changes;

  private final Runnable changed;

  private record Kept(long since, List<Subscription> subscriptions) {}

  /**
   * The collection in that database.
   *
   * @param changed is called when a user's devices have changed, here or on another node
   */
  Subscriptions(Vertx vertx, MongoClient mongo, Runnable changed) {
    this.vertx = vertx;
    this.mongo = mongo;
    this.changed = changed;
    vertx
        .eventBus()
        .<SubscriptionsChanged>consumer(
            PushMessages.CHANGED, message -> forget(message.body().user()));
  }

  private void forget(String user) {
    changes++;
    kept.remove(user);
    changed.run();
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo.createIndexWithOptions(
        COLLECTION, new JsonObject().put("user", 1), new IndexOptions().name("user"));
  }

  /** Takes the place of the device's former one. */
  Future<Void> put(Subscription subscription) {
    return mongo
        .replaceDocumentsWithOptions(
            COLLECTION,
            new JsonObject().put("_id", id(subscription.user(), subscription.device())),
            document(subscription).put("registered", System.currentTimeMillis()),
            new UpdateOptions().setUpsert(true))
        .onSuccess(done -> changed(subscription.user()))
        .mapEmpty();
  }

  /** Ends the device's, if there is one. */
  Future<Void> remove(String user, String device) {
    return remove(user, new JsonObject().put("_id", id(user, device)));
  }

  /** Ends the one that the push service does not know any more, unless a new one took its place. */
  Future<Void> remove(Subscription gone) {
    return remove(gone.user(), document(gone).put("_id", id(gone.user(), gone.device())));
  }

  /**
   * Ends those that were made in a session. One that stays is removed when it is next asked for.
   */
  void sessionEnded(String user, String session) {
    forget(user);
    remove(user, new JsonObject().put("user", user).put("session", session))
        .onFailure(failure -> LOG.warn("a subscription stays for now: {}", failure.toString()));
  }

  private Future<Void> remove(String user, JsonObject query) {
    return mongo
        .removeDocuments(COLLECTION, query)
        .onSuccess(
            result -> {
              if (result != null && result.getRemovedCount() > 0) {
                changed(user);
              }
            })
        .mapEmpty();
  }

  private void changed(String user) {
    vertx.eventBus().publish(PushMessages.CHANGED, new SubscriptionsChanged(user));
  }

  /** Those of one user, from the store. */
  Future<List<Subscription>> ofUser(String user) {
    return find(List.of(user)).map(found -> found.getOrDefault(user, List.of()));
  }

  /** Those of these users; who has none is left out. */
  Future<Map<String, List<Subscription>>> of(Collection<String> users) {
    Map<String, List<Subscription>> found = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    long now = System.nanoTime();
    for (String user : users) {
      Kept known = kept.get(user);
      if (known == null || now - known.since() > KEPT_NANOS) {
        unknown.add(user);
      } else if (!known.subscriptions().isEmpty()) {
        found.put(user, known.subscriptions());
      }
    }
    return load(unknown, 0, found);
  }

  private Future<Map<String, List<Subscription>>> load(
      List<String> users, int from, Map<String, List<Subscription>> found) {
    if (from >= users.size()) {
      return Future.succeededFuture(found);
    }
    List<String> some = users.subList(from, Math.min(from + ASKED_AT_ONCE, users.size()));
    long before = changes;
    return find(some)
        .compose(this::ofLiveSessions)
        .compose(
            loaded -> {
              found.putAll(loaded);
              if (before == changes) {
                long now = System.nanoTime();
                some.forEach(
                    user -> kept.put(user, new Kept(now, loaded.getOrDefault(user, List.of()))));
              }
              return load(users, from + ASKED_AT_ONCE, found);
            });
  }

  /** Drops those whose session is over. */
  private Future<Map<String, List<Subscription>>> ofLiveSessions(
      Map<String, List<Subscription>> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return Bus.request(
            vertx,
            PushMessages.SESSIONS,
            new SessionsOf(List.copyOf(found.keySet())),
            LiveSessions.class,
            WITHIN)
        .map(
            live -> {
              found.values().forEach(own -> own.removeIf(each -> isOver(each, live.sessions())));
              found.values().removeIf(List::isEmpty);
              return found;
            });
  }

  private boolean isOver(Subscription subscription, Set<String> live) {
    if (live.contains(subscription.session())) {
      return false;
    }
    remove(subscription)
        .onFailure(failure -> LOG.warn("a subscription stays for now: {}", failure.toString()));
    return true;
  }

  private Future<Map<String, List<Subscription>>> find(List<String> users) {
    JsonObject query =
        new JsonObject()
            .put("user", new JsonObject().put("$in", users))
            .put(
                "registered",
                new JsonObject().put("$gt", System.currentTimeMillis() - LIFE.toMillis()));
    return mongo
        .findWithOptions(
            COLLECTION, query, new FindOptions().setSort(new JsonObject().put("registered", -1)))
        .map(
            documents -> {
              Map<String, List<Subscription>> found = new HashMap<>();
              for (JsonObject document : documents) {
                List<Subscription> own =
                    found.computeIfAbsent(document.getString("user"), u -> new ArrayList<>(2));
                if (own.size() < MOST_DEVICES) {
                  own.add(subscription(document));
                }
              }
              return found;
            });
  }

  private static String id(String user, String device) {
    return user + ':' + device;
  }

  private static JsonObject document(Subscription subscription) {
    JsonObject document =
        new JsonObject()
            .put("user", subscription.user())
            .put("device", subscription.device())
            .put("session", subscription.session())
            .put("kind", subscription.target().kind());
    switch (subscription.target()) {
      case Target.WebPush web ->
          document
              .put("endpoint", web.endpoint())
              .put("p256dh", Base64Url.encode(web.p256dh()))
              .put("auth", Base64Url.encode(web.auth()));
      case Target.Fcm fcm -> document.put("token", fcm.token());
      case Target.Apns apns -> document.put("token", apns.token()).put("sandbox", apns.sandbox());
    }
    return document;
  }

  private static Subscription subscription(JsonObject document) {
    String kind = document.getString("kind");
    Target target =
        switch (kind) {
          case "fcm" -> new Target.Fcm(document.getString("token"));
          case "apns" ->
              new Target.Apns(document.getString("token"), document.getBoolean("sandbox"));
          default ->
              new Target.WebPush(
                  kind,
                  document.getString("endpoint"),
                  Base64Url.decode(document.getString("p256dh")),
                  Base64Url.decode(document.getString("auth")));
        };
    return new Subscription(
        document.getString("user"),
        document.getString("device"),
        document.getString("session"),
        target);
  }
}
