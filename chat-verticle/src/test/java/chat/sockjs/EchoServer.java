package chat.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.websocket.WebSocketLoop;
import io.netty.channel.Channel;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** SockJS on two event loops at {@code /echo}, with an application that sends back what it gets. */
final class EchoServer implements AutoCloseable {
  /** Any that is free, the same on all event loops. */
  private static final int SHARED_PORT = -1;

  static final String FRIEND = "https://friend.example";

  final SockJsSessions sessions = new SockJsSessions();
  final List<Peer> peers = new CopyOnWriteArrayList<>();
  volatile boolean admits = true;
  private final Vertx vertx = Vertx.vertx();
  private final SockJsLimits limits;
  private volatile int port;

  EchoServer(SockJsLimits limits) {
    this.limits = limits;
    vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(2)).await();
  }

  int port() {
    return port;
  }

  /** The only client that has come so far. */
  Peer peer() {
    return peers.getFirst();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private final class Loop extends VerticleBase {
    @Override
    public Future<HttpServer> start() {
      Router router = Router.router(vertx);
      new SockJsRoutes(vertx, sessions, new Echo(), limits).mount(router, "/echo");
      return vertx
          .createHttpServer(new HttpServerOptions().setCompressionSupported(true))
          .requestHandler(router)
          .listen(SHARED_PORT, "127.0.0.1")
          .onSuccess(server -> port = server.actualPort());
    }
  }

  private final class Echo implements SockJsApplication {
    @Override
    public boolean allows(String origin, String host) {
      return origin == null || origin.equals(FRIEND);
    }

    @Override
    public boolean admits(RoutingContext request) {
      if (!admits) {
        request.response().setStatusCode(503).putHeader("Retry-After", "7").end();
      }
      return admits;
    }

    @Override
    public void upgrade(RoutingContext request, Consumer<Channel> next) {
      request.response().setStatusCode(400).end();
    }

    @Override
    public WebSocketLoop webSockets() {
      throw new IllegalStateException("no request is upgraded here");
    }

    @Override
    public SockJsSocket.Listener opened(SockJsSocket socket, HttpServerRequest request) {
      Peer peer = new Peer(vertx, socket);
      peers.add(peer);
      return peer;
    }
  }

  /** A client, as the application sees it. */
  static final class Peer implements SockJsSocket.Listener {
    final List<String> messages = new CopyOnWriteArrayList<>();
    volatile int closed;
    volatile int drained;
    volatile int empty;
    private final io.vertx.core.Context context;
    private final SockJsSocket socket;

    Peer(Vertx vertx, SockJsSocket socket) {
      this.context = vertx.getOrCreateContext();
      this.socket = socket;
    }

    @Override
    public void message(String message) {
      if (closed > 0) {
        throw new AssertionError("a message after the end");
      }
      messages.add(message);
      socket.send(SockJsMessage.of(message.getBytes(UTF_8)));
    }

    @Override
    public void empty() {
      empty++;
    }

    @Override
    public void drained() {
      drained++;
    }

    @Override
    public void closed() {
      closed++;
    }

    /** Does something on the socket's loop, and waits until it is done. */
    void with(Consumer<SockJsSocket> action) {
      io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
      context.runOnContext(
          turn -> {
            action.accept(socket);
            done.complete();
          });
      done.future().toCompletionStage().toCompletableFuture().join();
    }

    void send(String message) {
      with(to -> to.send(SockJsMessage.of(message.getBytes(UTF_8))));
    }

    boolean isFull() {
      boolean[] full = new boolean[1];
      with(to -> full[0] = to.isFull());
      return full[0];
    }
  }
}
