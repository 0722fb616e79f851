package chat.sockjs;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** The HTTP conversations of one event loop, with the one clock that they share. */
final class HttpSockets {
  private static final long TICK_MILLIS = 500;

  private final Context context;
  private final SockJsSessions sessions;
  private final SockJsApplication application;
  private final SockJsLimits limits;
  private final Set<HttpSocket> all = new LinkedHashSet<>();

  HttpSockets(
      Vertx vertx, SockJsSessions sessions, SockJsApplication application, SockJsLimits limits) {
    this.context = vertx.getOrCreateContext();
    this.sessions = sessions;
    this.application = application;
    this.limits = limits;
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
  }

  /** The conversation with that id; begins it here unless it exists, maybe on another loop. */
  HttpSocket begin(String id, HttpServerRequest request) {
    HttpSocket mine = new HttpSocket(id, context, this, limits);
    HttpSocket other = sessions.putIfAbsent(mine);
    if (other != null) {
      return other;
    }
    all.add(mine);
    mine.begin(application, request);
    return mine;
  }

  void remove(HttpSocket socket) {
    all.remove(socket);
    sessions.remove(socket);
  }

  private void tick() {
    long now = System.nanoTime();
    new ArrayList<>(all).forEach(socket -> socket.tick(now));
  }
}
