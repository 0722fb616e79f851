package chat.bench.presence;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client for all connections of a {@link Vertx}. */
final class Clients {
  private static final Map<Vertx, WebSocketClient> CLIENTS = new ConcurrentHashMap<>();

  private Clients() {}

  static WebSocketClient of(Vertx vertx) {
    return CLIENTS.computeIfAbsent(
        vertx,
        v -> v.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100_000)));
  }
}
