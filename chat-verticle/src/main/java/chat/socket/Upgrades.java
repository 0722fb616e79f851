package chat.socket;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.websocket.WebSocketLimits;
import chat.websocket.WebSocketLoop;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Makes WebSockets of requests, for every door: Vert.x takes the request in; once it is accepted
 * the channel is taken from it, and is held by {@link chat.websocket.WebSocketConnection} from then
 * on. One instance an event loop.
 */
public final class Upgrades {
  /** The subprotocol that is spoken. */
  public static final String SUBPROTOCOL = "chat.v1.json";

  private static final String BEARER = "Bearer ";

  private final SocketLoop loop;
  private final WebSocketLoop sockets;
  private final Origins origins;
  private final ChannelTrim trim = new ChannelTrim();
  private final Handshake handshake = new Handshake(SUBPROTOCOL);

  /** The upgrades of the current event loop. */
  public Upgrades(SocketLoop loop, SocketServices services) {
    SocketConfig config = services.config();
    WebSocketLimits usual = WebSocketLimits.DEFAULT;
    this.loop = loop;
    this.origins = new Origins(config.allowedOrigins());
    this.sockets =
        new WebSocketLoop(
            ((ContextInternal) loop.vertx().getOrCreateContext()).nettyEventLoop(),
            new WebSocketLimits(
                Limits.FRAME_BYTES,
                config.highWaterBytes(),
                Duration.ofSeconds(config.pingSeconds()),
                Duration.ofSeconds(config.pongSeconds()),
                usual.closeWithin(),
                Duration.ofSeconds(config.slowReaderSeconds()),
                usual.flushWithin()));
    sockets.start();
  }

  /** What the WebSockets of this event loop share. */
  WebSocketLoop sockets() {
    return sockets;
  }

  boolean allows(String origin, String host) {
    return origins.allows(origin, host);
  }

  /** Whether the client may open one more connection; if not, that is answered. */
  boolean admits(RoutingContext context) {
    try {
      loop.admit(context.request());
      return true;
    } catch (ProblemException e) {
      Refusals.answer(context.request(), e);
      return false;
    }
  }

  /** Upgrades the request and hands its channel on, or answers why not. */
  void upgrade(RoutingContext context, Consumer<Channel> next) {
    HttpServerRequest request = context.request();
    if (!origins.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
      context.fail(ProblemType.FORBIDDEN.status());
      return;
    }
    Channel channel = VertxChannel.of(request);
    if (channel == null || !Handshake.isAsked(request)) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      context.fail(426);
      return;
    }
    Handshake.Refusal refusal = Handshake.refusal(request);
    if (refusal != null) {
      context
          .response()
          .setStatusCode(refusal.status())
          .putHeader("Sec-WebSocket-Version", "13")
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
          .end(refusal.reason())
          .onComplete(ended -> request.connection().close());
      return;
    }
    if (admits(context)) {
      // The answer must not come before the request has been read to its end.
      request.endHandler(end -> upgrade(channel, request, next));
    }
  }

  private void upgrade(Channel channel, HttpServerRequest request, Consumer<Channel> next) {
    VertxChannel.detach(
        channel,
        detached -> {
          trim.trim(detached);
          detached.writeAndFlush(handshake.accept(detached.alloc(), request.headers()));
          next.accept(detached);
        });
  }

  /** The access token that came in the header {@code Authorization}, or {@code null}. */
  static String token(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : null;
  }
}
