package chat.sockjs;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The requests of one SockJS address (sockjs-protocol 0.3.3). One instance an event loop.
 *
 * <p>The name of a conversation, which its client draws, is all that its further requests carry:
 * who knows it can speak in it. So it never appears in an answer or a log.
 */
public final class SockJsRoutes {
  private static final String CONVERSATION = "/([^/.]+)/([^/.]{1,64})/([a-z_]+)";
  private static final String SEND = "xhr_send";
  private static final String WEB_SOCKET = "websocket";
  private static final long YEAR_SECONDS = 31_536_000;

  private final Vertx vertx;
  private final SockJsSessions sessions;
  private final SockJsApplication application;
  private final HttpSockets sockets;
  private final SockJsLimits limits;

  /**
   * Routes for the current event loop.
   *
   * @param sessions shared by all event loops, and by nobody but this address
   */
  public SockJsRoutes(
      Vertx vertx, SockJsSessions sessions, SockJsApplication application, SockJsLimits limits) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.application = application;
    this.limits = limits;
    this.sockets = new HttpSockets(vertx, sessions, application, limits);
  }

  /** Adds them under that path, such as {@code /sockjs}; nothing else is answered there. */
  public void mount(Router router, String path) {
    Router mine = Router.router(vertx);
    mine.route().handler(this::checkOrigin);
    mine.getWithRegex("/?").handler(this::greet);
    mine.route("/info").handler(this::info);
    mine.routeWithRegex(CONVERSATION).handler(this::converse);
    mine.route().handler(context -> context.response().setStatusCode(404).end());
    router.route(path + "/*").subRouter(mine);
  }

  /** What Fetch calls CORS; without an origin it is no page that asks. */
  private void checkOrigin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (!application.allows(origin, request.getHeader("Host"))) {
      context.response().setStatusCode(403).end("This origin is not allowed");
      return;
    }
    HttpServerResponse response = context.response();
    response.putHeader("Cache-Control", "no-store, no-transform").putHeader("Vary", "Origin");
    if (origin != null) {
      // sockjs-client asks with credentials; nothing here looks at a cookie.
      response
          .putHeader("Access-Control-Allow-Origin", origin)
          .putHeader("Access-Control-Allow-Credentials", "true");
    }
    context.next();
  }

  private void greet(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/plain; charset=UTF-8")
        .end("Welcome to SockJS!\n");
  }

  private void info(RoutingContext context) {
    if (context.request().method() == HttpMethod.OPTIONS) {
      preflight(context, "OPTIONS, GET");
    } else if (isMethod(context, HttpMethod.GET)) {
      context
          .response()
          .putHeader("Content-Type", "application/json; charset=UTF-8")
          .end(
              new JsonObject()
                  .put("websocket", true)
                  .put("origins", new JsonArray().add("*:*"))
                  .put("cookie_needed", false)
                  .put("entropy", ThreadLocalRandom.current().nextLong(1L << 32))
                  .toBuffer());
    }
  }

  private static void preflight(RoutingContext context, String methods) {
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(204)
            .putHeader("Access-Control-Allow-Methods", methods)
            .putHeader("Access-Control-Max-Age", Long.toString(YEAR_SECONDS));
    String headers = context.request().getHeader("Access-Control-Request-Headers");
    if (headers != null) {
      response.putHeader("Access-Control-Allow-Headers", headers);
    }
    response.end();
  }

  private static boolean isMethod(RoutingContext context, HttpMethod method) {
    boolean is = context.request().method() == method;
    if (!is) {
      context.response().setStatusCode(405).putHeader("Allow", method.name()).end();
    }
    return is;
  }

  private void converse(RoutingContext context) {
    String id = context.pathParam("param1");
    String way = context.pathParam("param2");
    if (way.equals(WEB_SOCKET)) {
      webSocket(context);
      return;
    }
    if (way.equals(SEND)) {
      if (context.request().method() == HttpMethod.OPTIONS) {
        preflight(context, "OPTIONS, POST");
      } else if (isMethod(context, HttpMethod.POST)) {
        send(context, id);
      }
      return;
    }
    for (HttpTransport transport : HttpTransport.values()) {
      if (way.equals(transport.path)) {
        if (context.request().method() == HttpMethod.OPTIONS) {
          preflight(context, "OPTIONS, " + transport.method);
        } else if (isMethod(context, transport.method)) {
          receive(context, id, transport);
        }
        return;
      }
    }
    context.next();
  }

  private void webSocket(RoutingContext context) {
    application.upgrade(
        context,
        channel ->
            WebSocketSocket.open(
                channel,
                application.webSockets(),
                limits.firstBytes(),
                application,
                context.request()));
  }

  private void receive(RoutingContext context, String id, HttpTransport transport) {
    HttpSocket socket = sessions.get(id);
    if (socket == null) {
      if (!application.admits(context)) {
        return;
      }
      socket = sockets.begin(id, context.request());
    }
    socket.receiver(new Receiver(transport, context.request()));
  }

  private void send(RoutingContext context, String id) {
    HttpSocket socket = sessions.get(id);
    if (socket == null) {
      context.response().setStatusCode(404).end();
      return;
    }
    RequestBody.read(
        vertx, context.request(), socket.accepts(), body -> sent(context.response(), socket, body));
  }

  private static void sent(HttpServerResponse response, HttpSocket socket, Buffer body) {
    if (body.length() == 0) {
      response.setStatusCode(500).end("Payload expected.");
      return;
    }
    List<String> messages;
    try {
      messages = SockJsFrames.decode(body.getBytes());
    } catch (IOException e) {
      response.setStatusCode(500).end("Broken JSON encoding.");
      return;
    }
    socket.received(messages);
    response.setStatusCode(204).putHeader("Content-Type", "text/plain; charset=UTF-8").end();
  }
}
