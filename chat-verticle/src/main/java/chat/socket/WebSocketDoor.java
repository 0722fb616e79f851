package chat.socket;

import chat.problem.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;

/**
 * The door {@code /ws}: raw WebSockets (RFC 6455), one text frame a message. One instance an event
 * loop.
 */
public final class WebSocketDoor implements Handler<RoutingContext> {
  /** The subprotocol that is spoken. */
  public static final String SUBPROTOCOL = "chat.v1.json";

  private static final String BEARER = "Bearer ";

  private final Vertx vertx;
  private final SocketServices services;
  private final SocketLoop loop;
  private final FrameHandler frames;
  private final Origins origins;

  /** The door of the current event loop. */
  public WebSocketDoor(Vertx vertx, SocketServices services) {
    this.vertx = vertx;
    this.services = services;
    this.loop = new SocketLoop(vertx, services);
    this.frames = new FrameHandler(loop, services);
    this.origins = new Origins(services.config().allowedOrigins());
  }

  /** Says goodbye to all clients of this loop. May be called from any thread. */
  public void sendAway() {
    loop.sendAway();
  }

  @Override
  public void handle(RoutingContext request) {
    String host = request.request().getHeader("Host");
    if (!origins.allows(request.request().getHeader("Origin"), host)) {
      request.fail(ProblemType.FORBIDDEN.status());
      return;
    }
    if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
      request.response().putHeader("Upgrade", "websocket");
      request.fail(426);
      return;
    }
    String authorization = request.request().getHeader("Authorization");
    request
        .request()
        .toWebSocket()
        .onSuccess(
            socket ->
                open(
                    socket,
                    authorization != null && authorization.startsWith(BEARER)
                        ? authorization.substring(BEARER.length())
                        : null));
  }

  private void open(ServerWebSocket socket, String token) {
    SocketConfig config = services.config();
    socket.setWriteQueueMaxSize(config.highWaterBytes());
    VertxConnection connection = new VertxConnection(socket);
    Session session =
        new Session(
            connection,
            new FrameRate(config.framesPerSecond(), config.frameBurst(), System.nanoTime()));
    loop.opened(session);
    socket.textMessageHandler(text -> frames.handle(session, text));
    socket.binaryMessageHandler(data -> connection.close(CloseCode.UNSUPPORTED_DATA));
    socket.exceptionHandler(failure -> connection.close(CloseCode.INTERNAL));
    socket.drainHandler(drained -> loop.drained(session));
    socket.closeHandler(
        closed -> {
          vertx.cancelTimer(session.timer);
          loop.signIns().abandon(session);
          loop.closed(session);
        });
    session.timer =
        vertx.setTimer(config.signInSeconds() * 1_000L, timer -> signedInByNow(session));
    if (token != null) {
      loop.signIns().begin(session, token);
    }
  }

  private void signedInByNow(Session session) {
    if (!session.ready) {
      session.connection.close(CloseCode.SIGN_IN_TIMEOUT);
      return;
    }
    watchReader(session, 0);
  }

  /** Looks from time to time whether the reader has been too slow all the time since. */
  private void watchReader(Session session, int slowSeconds) {
    int period = Math.max(1, services.config().slowReaderSeconds() / 4);
    if (slowSeconds >= services.config().slowReaderSeconds()) {
      session.connection.close(CloseCode.TOO_SLOW);
      return;
    }
    session.timer =
        vertx.setTimer(
            period * 1_000L,
            timer -> watchReader(session, session.behind.isEmpty() ? 0 : slowSeconds + period));
  }

  private record VertxConnection(ServerWebSocket socket) implements Connection {
    @Override
    public void send(String frame) {
      if (!socket.isClosed()) {
        socket.writeTextMessage(frame);
      }
    }

    @Override
    public boolean isFull() {
      return socket.writeQueueFull();
    }

    @Override
    public void close(CloseCode why) {
      if (!socket.isClosed()) {
        socket.close(why.code(), why.reason());
      }
    }
  }
}
