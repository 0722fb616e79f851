package chat.socket;

import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.websocket.WebSocketLimits;
import chat.websocket.WebSocketLoop;
import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * The door {@code /ws}: raw WebSockets (RFC 6455), one text frame a message. Vert.x takes the
 * request in; once it is accepted the channel is taken from it, and is held by {@link
 * chat.websocket.WebSocketConnection} from then on. One instance an event loop.
 */
public final class WebSocketDoor implements Handler<RoutingContext> {
  /** The subprotocol that is spoken. */
  public static final String SUBPROTOCOL = "chat.v1.json";

  private static final String BEARER = "Bearer ";

  private final SocketLoop loop;
  private final WebSocketLoop sockets;
  private final Origins origins;
  private final ChannelTrim trim = new ChannelTrim();
  private final Handshake handshake = new Handshake(SUBPROTOCOL);

  /** The door of the current event loop. */
  public WebSocketDoor(SocketLoop loop, SocketServices services) {
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
                usual.pingAfter(),
                usual.pongWithin(),
                usual.closeWithin(),
                Duration.ofSeconds(config.slowReaderSeconds()),
                usual.flushWithin()));
    sockets.start();
  }

  @Override
  public void handle(RoutingContext context) {
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
          .end(refusal.reason());
      return;
    }
    // The answer must not come before the request has been read to its end.
    request.endHandler(end -> upgrade(channel, request));
  }

  private void upgrade(Channel channel, HttpServerRequest request) {
    VertxChannel.detach(
        channel,
        detached -> {
          trim.trim(detached);
          detached.writeAndFlush(handshake.accept(detached.alloc(), request.headers()));
          Session session = WebSocketLink.open(detached, loop, sockets);
          String token = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
          if (token != null) {
            loop.signIn(session, token);
          }
        });
  }

  private static String bearer(String authorization) {
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : null;
  }
}
