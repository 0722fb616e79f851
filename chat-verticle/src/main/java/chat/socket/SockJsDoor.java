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
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The doors for clients that speak SockJS: {@code /sockjs}, with a frame a message, and {@code
 * /eventbus}, with frames as bodies of the event-bus bridge. One instance an event loop.
 */
public final class SockJsDoor implements SockJsApplication {
  private static final int FIRST_BYTES = 16 << 10;

  private final SocketLoop loop;
  private final Upgrades upgrades;
  private final BiFunction<SocketLoop, SockJsSocket, SockJsLink> link;

  private SockJsDoor(
      SocketLoop loop, Upgrades upgrades, BiFunction<SocketLoop, SockJsSocket, SockJsLink> link) {
    this.loop = loop;
    this.upgrades = upgrades;
    this.link = link;
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
    return true;
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
    SockJsLink opened = link.apply(loop, socket);
    String token = Upgrades.token(request);
    if (token != null) {
      loop.signIn(opened.session(), token);
    }
    return opened;
  }
}
