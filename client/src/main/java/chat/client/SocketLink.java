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
   * @param waitMillis how long to stay away at least
   * @param exact whether that is all: a {@code bye} spreads its clients by itself, while all that
   *     are refused are told the same time
   */
  record End(String reason, boolean tokenRefused, long waitMillis, boolean exact) {
    /** The next link may follow after exactly this time. */
    static End exactly(String reason, long waitMillis) {
      return new End(reason, false, waitMillis, true);
    }

    /** The server does not take the client now. */
    static End refused(ProblemException problem) {
      return new End(
          problem.getMessage(),
          problem.type() == ProblemType.UNAUTHORIZED,
          problem.retryAfterSeconds() * 1000L,
          false);
    }

    /** It broke, or is taken for broken. */
    static End broken(String reason) {
      return new End(reason, false, 0, false);
    }

    /** The server closed it. */
    static End closed(String reason, Short code) {
      return new End(reason, code != null && code == 4401, 0, false);
    }
  }

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
            options.signInTimeout().toMillis(), id -> link.end(End.broken("no answer in time")));
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
                  End.closed(
                      "closed by the server (" + socket.closeStatusCode() + ")",
                      socket.closeStatusCode())));
      socket.exceptionHandler(failure -> end(End.broken(failure.getMessage())));
    } catch (IllegalStateException closedAlready) {
      end(End.closed("closed by the server at once", socket.closeStatusCode()));
      return;
    }
    if (paused) {
      socket.pause();
    }
    send(new ClientFrame.Auth(token));
  }

  private void refused(Throwable failure) {
    if (failure instanceof UpgradeRejectedException rejected) {
      String header = rejected.getHeaders().get("Retry-After");
      end(
          End.refused(
              Problems.of(
                  rejected.getStatus(),
                  rejected.getBody() == null ? Buffer.buffer() : rejected.getBody(),
                  header)));
    } else {
      end(End.broken(failure.getMessage()));
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
      end(End.broken(e.getMessage()));
      return;
    }
    switch (frame) {
      case null -> {} // a kind of frame that this version does not know
      case ServerFrame.Ready signedIn -> {
        signedIn();
        frames.handle(signedIn);
      }
      case ServerFrame.Bye bye ->
          end(End.exactly("the node is closing", Math.max(0, bye.reconnectAfterMs())));
      case ServerFrame.Nack nack when nack.ref() == null && !ready ->
          end(End.refused(Problems.of(nack)));
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
      end(End.broken("the server went silent"));
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

  /** Ends the link from this side; the next may follow at once. */
  void close(String reason) {
    end(End.exactly(reason, 0));
  }

  private void end(End end) {
    if (over) {
      return;
    }
    over = true;
    vertx.cancelTimer(timer);
    if (socket != null) {
      socket.close();
    }
    ended.handle(end);
  }
}
