package chat.socket;

import chat.sockjs.SockJsApplication;
import chat.sockjs.SockJsLimits;
import chat.sockjs.SockJsRoutes;
import chat.sockjs.SockJsSessions;
import chat.sockjs.SockJsSocket;
import chat.websocket.WebSocketLoop;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * The doors for clients that speak SockJS: {@code /sockjs}, with a frame a message, and {@code
 * /eventbus}, with frames as bodies of the event-bus bridge. One instance an event loop.
 */
public final class SockJsDoor implements SockJsApplication {
  private static final int FIRST_BYTES = 16 << 10;

  private final SocketLoop loop;
  private final Upgrades upgrades;
  private final Linking linking;

  /** What the two doors do differently. */
  private interface Linking {
    SockJsLink link(SocketLoop loop, SockJsSocket socket, HttpServerRequest request);
  }

  private SockJsDoor(SocketLoop loop, Upgrades upgrades, Linking linking) {
    this.loop = loop;
    this.upgrades = upgrades;
    this.linking = linking;
  }

  /** What the two doors share over all event loops of the node. */
  public record Conversations(SockJsSessions plain, SockJsSessions bridge) {
    public Conversations() {
      this(new SockJsSessions(), new SockJsSessions());
    }
  }

  /** Opens both doors on the current event loop. */
  public static void mount(
      Router router,
      SocketLoop loop,
      Upgrades upgrades,
      SocketConfig config,
      Conversations conversations) {
    SockJsLimits limits =
        SockJsLimits.DEFAULT.withFirstBytes(FIRST_BYTES).withFullBytes(config.highWaterBytes());
    new SockJsRoutes(
            loop.vertx(),
            conversations.plain(),
            new SockJsDoor(loop, upgrades, SockJsLink::new),
            limits)
        .mount(router, "/sockjs");
    new SockJsRoutes(
            loop.vertx(),
            conversations.bridge(),
            new SockJsDoor(loop, upgrades, BridgeLink::new),
            limits)
        .mount(router, "/eventbus");
  }

  @Override
  public boolean allows(String origin, String host) {
    return upgrades.allows(origin, host);
  }

  @Override
  public boolean admits(RoutingContext request) {
    return upgrades.admits(request);
  }

  @Override
  public void upgrade(RoutingContext request, Consumer<Channel> next) {
    upgrades.upgrade(request, next);
  }

  @Override
  public WebSocketLoop webSockets() {
    return upgrades.sockets();
  }

  @Override
  public SockJsSocket.Listener opened(SockJsSocket socket, HttpServerRequest request) {
    SockJsLink opened = linking.link(loop, socket, request);
    String token = Upgrades.token(request);
    if (token != null) {
      loop.signIn(opened.session(), token);
    }
    return opened;
  }
}
