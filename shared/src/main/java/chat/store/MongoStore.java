package chat.store;

import chat.config.MongoConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;

/** The connection to MongoDB: majority and journal for every write, bounded waits everywhere. */
public final class MongoStore {
  private MongoStore() {}

  /** Connects lazily; every operation fails within seconds while MongoDB is away. */
  public static MongoClient connect(Vertx vertx, MongoConfig config) {
    return MongoClient.createShared(
        vertx,
        new JsonObject()
            .put("connection_string", uri(config))
            .put("db_name", config.database())
            .put("useObjectId", false),
        config.uri() + '/' + config.database());
  }

  private static String uri(MongoConfig config) {
    String options =
        "w=majority&journal=true&retryWrites=false&serverSelectionTimeoutMS=5000"
            + "&connectTimeoutMS=3000&timeoutMS=10000&maxPoolSize=16";
    String uri = config.uri();
    if (uri.contains("?")) {
      return uri + '&' + options;
    }
    boolean hasPath = uri.indexOf('/', uri.indexOf("://") + 3) >= 0;
    return uri + (hasPath ? "?" : "/?") + options;
  }

  /** Creates the collections' indexes; safe to repeat and to run on several nodes at once. */
  public static Future<Void> createSchema(MongoClient mongo) {
    return Messages.createIndexes(mongo).compose(done -> ReadPositions.createIndexes(mongo));
  }
}
