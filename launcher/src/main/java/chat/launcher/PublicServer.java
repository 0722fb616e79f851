package chat.launcher;

import chat.config.NodeConfig;
import chat.protocol.Limits;
import chat.socket.Upgrades;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * The public port on one event loop: what the node's roles bring, which is sockets for chat, REST
 * and the web client for api. The rest is not found; a node with neither role finds nothing.
 * Deployed once an event loop; all listen on the same port.
 */
final class PublicServer extends VerticleBase {
  /** Adds routes to the public router; called once an event loop, on its context. */
  @FunctionalInterface
  interface Routes {
    Future<?> addTo(Vertx vertx, Router router);
  }

  /** Longer than any interval at which a live client or server says something. */
  private static final int IDLE_SECONDS = 75;

  private final NodeConfig node;
  private final Duration firstRequestWithin;
  private final List<Routes> routes;
  private final String policy;

  /**
   * A server that does not listen yet.
   *
   * @param images where else pages may send images; empty for nowhere
   */
  PublicServer(NodeConfig node, Duration firstRequestWithin, String images, List<Routes> routes) {
    this.node = node;
    this.firstRequestWithin = firstRequestWithin;
    this.routes = routes;
    this.policy =
        "default-src 'self'; img-src 'self' blob:; connect-src 'self' "
            + images
            + "; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
  }

  @Override
  public Future<?> start() {
    FirstRequests firstRequests = new FirstRequests(vertx, firstRequestWithin);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              firstRequests.arrived(context.request().connection());
              secure(context);
            });
    Future<?> added = Future.succeededFuture();
    for (Routes each : routes) {
      added = added.compose(done -> each.addTo(vertx, router));
    }
    return added.compose(done -> listen(router, firstRequests));
  }

  private Future<HttpServer> listen(Router router, FirstRequests firstRequests) {
    HttpServerOptions options =
        new HttpServerOptions()
            .addWebSocketSubProtocol(Upgrades.SUBPROTOCOL)
            .setMaxWebSocketFrameSize(Limits.FRAME_BYTES)
            .setMaxWebSocketMessageSize(Limits.FRAME_BYTES)
            // Costs up to 300 KB a connection once used.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setCompressionSupported(true)
            .setMaxHeaderSize(16 << 10)
            .setTcpNoDelay(true)
            .setAcceptBacklog(4_096)
            // Not for WebSockets, which have pings of their own.
            .setIdleTimeout(IDLE_SECONDS)
            // To tell it from HTTP/1.1 Vert.x would wait for the first bytes, however long.
            .setHttp2ClearTextEnabled(false);
    return vertx
        .createHttpServer(options)
        .connectionHandler(firstRequests::opened)
        .requestHandler(router)
        .listen(node.publicPort(), node.host())
        .recover(
            failure ->
                Future.failedFuture(
                    new StartException(
                        "port " + node.publicPort() + " can't be opened: " + failure.getMessage(),
                        failure)));
  }

  private void secure(RoutingContext request) {
    request
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Content-Security-Policy", policy);
    request.next();
  }
}
