package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;

/**
 * One socket from opening to its end: signs in, notices when the server has gone silent, and says
 * exactly once that it has ended. Used on one event loop only.
 */
final class SocketLink {
  private static final String SUBPROTOCOL = "chat.v1.json";

  private final Vertx vertx;
  private final ChatOptions options;
  private final Handler<ServerFrame> frames;
  private final Handler<End> ended;
  private WebSocket socket;
  private boolean over;
  private boolean ready;
  private boolean paused;
  private int silentIntervals;
  private long timer;

  /**
   * Why a link ended.
   *
   * @param tokenRefused the access token was not taken
   * @param retryAfterMillis what the server asked for, or -1
   */
  record End(String reason, boolean tokenRefused, long retryAfterMillis) {}

  private SocketLink(
      Vertx vertx, ChatOptions options, Handler<ServerFrame> frames, Handler<End> ended) {
    this.vertx = vertx;
    this.options = options;
    this.frames = frames;
    this.ended = ended;
  }

  /** Starts to open a socket; {@code ended} follows in any case, frames only before it. */
  static SocketLink open(
      Vertx vertx,
      WebSocketClient client,
      URI server,
      String token,
      ChatOptions options,
      Handler<ServerFrame> frames,
      Handler<End> ended) {
    SocketLink link = new SocketLink(vertx, options, frames, ended);
    Context context = vertx.getOrCreateContext();
    link.timer =
        vertx.setTimer(
            options.signInTimeout().toMillis(), id -> link.end("no answer in time", false, -1));
    WebSocketConnectOptions where = new WebSocketConnectOptions();
    where
        .setHost(server.getHost())
        .setPort(RestClient.port(server))
        .setSsl("https".equals(server.getScheme()))
        .setURI("/ws")
        .setConnectTimeout(options.signInTimeout().toMillis());
    where.setSubProtocols(List.of(SUBPROTOCOL));
    client
        .connect(where)
        .onComplete(
            opened ->
                context.runOnContext(
                    run -> {
                      if (opened.succeeded()) {
                        link.opened(opened.result(), token);
                      } else {
                        link.refused(opened.cause());
                      }
                    }));
    return link;
  }

  private void opened(WebSocket opened, String token) {
    if (over) {
      opened.close();
      return;
    }
    socket = opened;
    try {
      socket.textMessageHandler(this::received);
      socket.closeHandler(
          closed ->
              end(
                  "closed by the server (" + socket.closeStatusCode() + ")",
                  isUnauthorized(socket.closeStatusCode()),
                  -1));
      socket.exceptionHandler(failure -> end(failure.getMessage(), false, -1));
    } catch (IllegalStateException closedAlready) {
      end("closed by the server at once", isUnauthorized(socket.closeStatusCode()), -1);
      return;
    }
    if (paused) {
      socket.pause();
    }
    send(new ClientFrame.Auth(token));
  }

  private static boolean isUnauthorized(Short code) {
    return code != null && code == 4401;
  }

  private void refused(Throwable failure) {
    if (failure instanceof UpgradeRejectedException rejected) {
      String header = rejected.getHeaders().get("Retry-After");
      ProblemException problem =
          Problems.of(
              rejected.getStatus(),
              rejected.getBody() == null ? Buffer.buffer() : rejected.getBody(),
              header);
      end(
          problem.getMessage(),
          problem.type() == ProblemType.UNAUTHORIZED,
          problem.retryAfterSeconds() > 0 ? problem.retryAfterSeconds() * 1000L : -1);
    } else {
      end(failure.getMessage(), false, -1);
    }
  }

  private void received(String text) {
    if (over) {
      return;
    }
    silentIntervals = 0;
    ServerFrame frame;
    try {
      frame = ClientJson.read(text, ServerFrame.class);
    } catch (ProblemException e) {
      end(e.getMessage(), false, -1);
      return;
    }
    switch (frame) {
      case null -> {} // a kind of frame that this version does not know
      case ServerFrame.Ready signedIn -> {
        signedIn();
        frames.handle(signedIn);
      }
      case ServerFrame.Bye bye -> end("the node is closing", false, bye.reconnectAfterMs());
      case ServerFrame.Nack nack when nack.ref() == null && !ready -> {
        ProblemException problem = Problems.of(nack);
        end(
            problem.getMessage(),
            problem.type() == ProblemType.UNAUTHORIZED,
            problem.retryAfterSeconds() > 0 ? problem.retryAfterSeconds() * 1000L : -1);
      }
      default -> frames.handle(frame);
    }
  }

  private void signedIn() {
    if (!ready) {
      ready = true;
      vertx.cancelTimer(timer);
      timer = vertx.setPeriodic(options.pingInterval().toMillis(), id -> listen());
    }
  }

  private void listen() {
    if (paused) {
      return;
    }
    silentIntervals++;
    if (silentIntervals > 2) {
      end("the server went silent", false, -1);
    } else if (silentIntervals > 1) {
      send(new ClientFrame.Ping());
    }
  }

  /** A socket is closed a moment before this is told, and throws whatever it is asked then. */
  private boolean isOpen() {
    return !over && socket != null && !socket.isClosed();
  }

  /** Writes a frame; dropped if the socket is not open, for then it has ended or will. */
  void send(ClientFrame frame) {
    if (isOpen()) {
      socket.writeTextMessage(ClientJson.write(frame).toString());
    }
  }

  /** Whether more should wait until {@link #onDrain}. */
  boolean isFull() {
    return !isOpen() || socket.writeQueueFull();
  }

  void onDrain(Runnable then) {
    if (isOpen()) {
      socket.drainHandler(drained -> then.run());
    }
  }

  void pause() {
    paused = true;
    if (socket != null) {
      socket.pause();
    }
  }

  void resume() {
    paused = false;
    silentIntervals = 0;
    if (socket != null && !over) {
      socket.resume();
    }
  }

  /** Ends the link from this side; the next may follow after {@code retryAfterMillis}. */
  void close(String reason, long retryAfterMillis) {
    end(reason, false, retryAfterMillis);
  }

  private void end(String reason, boolean tokenRefused, long retryAfterMillis) {
    if (over) {
      return;
    }
    over = true;
    vertx.cancelTimer(timer);
    if (socket != null) {
      socket.close();
    }
    ended.handle(new End(reason, tokenRefused, retryAfterMillis));
  }
}
