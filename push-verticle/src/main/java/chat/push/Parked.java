package chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.id.Ids;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.MongoWriteException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The collection {@code pushParked}: notifications whose push service does not take them now, the
 * newest of each device and topic. {@code _id} is user, colon, device, colon, topic. Each is tried
 * by one node at a time: trying begins by putting off when the others may.
 *
 * <p>Thread-safe.
 */
final class Parked {
  private static final String COLLECTION = "pushParked";
  private static final int DUPLICATE_KEY = 11000;
  private static final long CLAIM_MILLIS = 60_000;

  private final MongoClient mongo;

  /**
   * One of them.
   *
   * @param version of the document; another one is another notification
   * @param since when its first message was sent
   */
  record Waiting(
      String id,
      String version,
      String user,
      String device,
      String topic,
      Notification notification,
      long since) {}

  Parked(MongoClient mongo) {
    this.mongo = mongo;
  }

  static Future<Void> createIndexes(MongoClient mongo) {
    return mongo.createIndexWithOptions(
        COLLECTION, new JsonObject().put("next", 1), new IndexOptions().name("next"));
  }

  /** Keeps it for at least {@code millis}, unless a newer one of its device and topic is here. */
  Future<Void> put(Subscription subscription, Notification notification, long since, long millis) {
    String id = id(subscription, notification);
    JsonObject values =
        new JsonObject()
            .put("user", subscription.user())
            .put("device", subscription.device())
            .put("topic", notification.topic())
            .put("n", notification.order())
            .put("json", new String(Wire.toJson(notification), UTF_8))
            .put("since", since)
            .put("version", Ids.random())
            .put("next", System.currentTimeMillis() + millis);
    return mongo
        .updateCollectionWithOptions(
            COLLECTION,
            new JsonObject()
                .put("_id", id)
                .put("n", new JsonObject().put("$lte", notification.order())),
            new JsonObject().put("$set", values),
            new UpdateOptions().setUpsert(true))
        .<Void>mapEmpty()
        .recover(
            failure ->
                failure instanceof MongoWriteException write
                        && write.getError().getCode() == DUPLICATE_KEY
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  /** The device was told of this or something newer. */
  Future<Void> removeUpTo(Subscription subscription, Notification notification) {
    return mongo
        .removeDocument(
            COLLECTION,
            new JsonObject()
                .put("_id", id(subscription, notification))
                .put("n", new JsonObject().put("$lte", notification.order())))
        .mapEmpty();
  }

  private static String id(Subscription subscription, Notification notification) {
    return subscription.user() + ':' + subscription.device() + ':' + notification.topic();
  }

  /** Takes some that may be tried now, so that no other node does. */
  Future<List<Waiting>> claim(int most) {
    long now = System.currentTimeMillis();
    return mongo
        .findWithOptions(
            COLLECTION,
            new JsonObject().put("next", new JsonObject().put("$lte", now)),
            new FindOptions().setSort(new JsonObject().put("next", 1)).setLimit(most))
        .compose(
            due -> {
              List<Waiting> claimed = new ArrayList<>();
              List<Future<?>> claims = new ArrayList<>();
              for (JsonObject each : due) {
                claims.add(
                    mongo
                        .updateCollection(
                            COLLECTION,
                            version(each).put("next", each.getLong("next")),
                            new JsonObject()
                                .put("$set", new JsonObject().put("next", now + CLAIM_MILLIS)))
                        .onSuccess(
                            result -> {
                              if (result.getDocModified() == 1) {
                                claimed.add(waiting(each));
                              }
                            }));
              }
              return Future.join(claims).map(claimed);
            });
  }

  private static JsonObject version(JsonObject document) {
    return new JsonObject()
        .put("_id", document.getString("_id"))
        .put("version", document.getString("version"));
  }

  private static Waiting waiting(JsonObject document) {
    try {
      return new Waiting(
          document.getString("_id"),
          document.getString("version"),
          document.getString("user"),
          document.getString("device"),
          document.getString("topic"),
          Wire.fromJson(document.getString("json").getBytes(UTF_8), Notification.class),
          document.getLong("since"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(document.getString("_id"), e);
    }
  }

  /** It has been dealt with. */
  Future<Void> remove(Waiting waiting) {
    return mongo
        .removeDocument(
            COLLECTION, new JsonObject().put("_id", waiting.id()).put("version", waiting.version()))
        .mapEmpty();
  }
}
