package chat.embedded.mongo;

import chat.embedded.EmbeddedServer;
import chat.embedded.Place;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.nio.file.Files;
import org.h2.mvstore.MVStore;

/** A MongoDB wire server on 127.0.0.1 whose data survives {@code kill -9} once acknowledged. */
public final class Mongo implements EmbeddedServer {
  private final Place place;
  private final int port;
  private MongoServer server;
  private MVStore store;

  public Mongo(Place place, int port) {
    this.place = place;
    this.port = port;
  }

  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  @Override
  public void start() throws IOException {
    Files.createDirectories(place.folder());
    store = new MVStore.Builder().fileName(place.folder().resolve("mongo.mv").toString()).open();
    server =
        new MongoServer(
            new H2Backend(store) {
              @Override
              public Document handleMessage(MongoMessage message) {
                Document answer = super.handleMessage(message);
                if (store.hasUnsavedChanges()) {
                  commit();
                }
                return answer;
              }
            });
    try {
      server.bind("127.0.0.1", port);
    } catch (RuntimeException e) {
      store.close();
      server = null;
      throw new IOException("mongo cannot listen on port " + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdownNow();
      server = null;
    }
  }

  @Override
  public void kill() {
    if (server != null) {
      store.closeImmediately();
      server.shutdownNow();
      server = null;
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
