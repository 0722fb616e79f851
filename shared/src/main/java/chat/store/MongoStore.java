package chat.store;

import chat.config.MongoConfig;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.impl.config.MongoClientOptionsParser;

/** The connection to MongoDB: majority and journal for every write, bounded waits everywhere. */
public final class MongoStore {
  private MongoStore() {}

  /** Connects lazily; every operation fails within seconds while MongoDB is away. */
  public static MongoClient connect(Vertx vertx, MongoConfig config) {
    JsonObject options =
        new JsonObject()
            .put("connection_string", uri(config))
            .put("db_name", config.database())
            .put("useObjectId", false);
    // The driver writes documents byte by byte: into its own heap buffers that costs a third less
    // of a core than into Netty's, which the Vert.x client would take.
    MongoClientSettings settings =
        MongoClientSettings.builder(new MongoClientOptionsParser(vertx, options).settings())
            .transportSettings(TransportSettings.asyncBuilder().build())
            .build();
    return MongoClient.createWithMongoSettings(
        vertx, options, config.uri() + '/' + config.database(), settings);
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
    return Messages.createIndexes(mongo)
        .compose(done -> Purges.createIndexes(mongo))
        .compose(done -> MessageSearch.createIndexes(mongo))
        .compose(done -> ReadPositions.createIndexes(mongo));
  }
}
