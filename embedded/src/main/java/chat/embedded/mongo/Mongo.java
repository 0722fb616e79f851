package chat.embedded.mongo;

import chat.embedded.EmbeddedServer;
import chat.embedded.Place;
import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A MongoDB wire server whose data survives {@code kill -9} once acknowledged. */
public final class Mongo implements EmbeddedServer {
  private final Place place;
  private final String host;
  private final int port;
  private TableStore store;
  private MongoServer server;

  public Mongo(Place place, String host, int port) {
    this.place = place;
    this.host = host;
    this.port = port;
  }

  public String uri() {
    return "mongodb://" + host + ':' + port;
  }

  @Override
  public void start() throws IOException {
    store = TableStore.open(place.folder());
    MongoServer starting = new MongoServer(new OrderedBackend(store));
    try {
      starting.bind(host, port);
      server = starting;
    } catch (RuntimeException e) {
      store.close();
      throw new IOException("port " + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdownNow();
      server = null;
      try {
        store.close();
      } catch (IOException e) {
        throw new UncheckedIOException("mongo did not stop in order: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void kill() {
    if (server != null) {
      store.abandon();
      server.shutdownNow();
      server = null;
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
