package chat.socket;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The door {@code /ws}: raw WebSockets (RFC 6455), one text frame a message. One instance an event
 * loop.
 */
public final class WebSocketDoor implements Handler<RoutingContext> {
  private final SocketLoop loop;
  private final Upgrades upgrades;

  /** The door of the current event loop. */
  public WebSocketDoor(SocketLoop loop, Upgrades upgrades) {
    this.loop = loop;
    this.upgrades = upgrades;
  }

  @Override
  public void handle(RoutingContext context) {
    upgrades.upgrade(
        context,
        channel -> {
          Session session =
              WebSocketLink.open(channel, context.request(), loop, upgrades.sockets());
          String token = Upgrades.token(context.request());
          if (token != null) {
            loop.signIn(session, token);
          }
        });
  }
}
