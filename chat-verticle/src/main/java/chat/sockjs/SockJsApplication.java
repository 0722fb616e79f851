package chat.sockjs;

import chat.websocket.WebSocketLoop;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Who talks to the clients of a SockJS address. One an event loop, and confined to it. */
public interface SockJsApplication {
  /** Whether a page of that origin may use this address; no origin is no page. */
  boolean allows(String origin, String host);

  /** Whether a new client is let in; if not, the request has been answered. */
  boolean admits(RoutingContext request);

  /**
   * Makes the request's connection a WebSocket (RFC 6455 section 4.2), or answers why not.
   *
   * @param next gets the channel when the handshake is done
   */
  void upgrade(RoutingContext request, Consumer<Channel> next);

  /** What the WebSockets of this event loop share. */
  WebSocketLoop webSockets();

  /** A client has come, with this request. */
  SockJsSocket.Listener opened(SockJsSocket socket, HttpServerRequest request);
}
