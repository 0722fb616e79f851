package chat.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes connections that do not send a request in time: one that says nothing, or its request byte
 * by byte, would hold its place for ever. Confined to its event loop.
 */
final class FirstRequests {
  private static final long TICK_MILLIS = 1_000;

  private final long within;
  private final Map<HttpConnection, Long> since = new LinkedHashMap<>();

  FirstRequests(Vertx vertx, Duration within) {
    this.within = within.toNanos();
    vertx.setPeriodic(TICK_MILLIS, timer -> closeLate());
  }

  void opened(HttpConnection connection) {
    since.put(connection, System.nanoTime());
    connection.closeHandler(closed -> since.remove(connection));
  }

  /** The connection has sent the head of a request. */
  void arrived(HttpConnection connection) {
    since.remove(connection);
  }

  private void closeLate() {
    long now = System.nanoTime();
    List<HttpConnection> late = new ArrayList<>();
    for (Map.Entry<HttpConnection, Long> each : since.entrySet()) {
      if (now - each.getValue() < within) {
        break;
      }
      late.add(each.getKey());
    }
    late.forEach(
        connection -> {
          since.remove(connection);
          connection.close();
        });
  }
}
