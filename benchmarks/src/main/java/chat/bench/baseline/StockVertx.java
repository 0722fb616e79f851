package chat.bench.baseline;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x as its documentation shows it: {@code webSocketHandler}, and nothing done about memory.
 */
final class StockVertx {
  private static final Set<Server> SERVERS = ConcurrentHashMap.newKeySet();

  private StockVertx() {}

  static void serve(int port, int loops) throws Exception {
    Vertx.vertx()
        .deployVerticle(() -> new Server(port), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static final class Server extends AbstractVerticle {
    private final int port;
    private final List<ServerWebSocket> sockets = new ArrayList<>();

    Server(int port) {
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      SERVERS.add(this);
      vertx
          .createHttpServer(
              new HttpServerOptions()
                  .addWebSocketSubProtocol("chat.v1.json")
                  .setAcceptBacklog(4_096))
          .webSocketHandler(
              socket -> {
                sockets.add(socket);
                socket.textMessageHandler(StockVertx::command);
                socket.closeHandler(closed -> sockets.remove(socket));
                socket.writeTextMessage(BaselineMain.GREETING);
              })
          .requestHandler(request -> request.response().end(BaselineMain.direct()))
          .listen(port, "127.0.0.1")
          .<Void>mapEmpty()
          .onComplete(started);
    }

    private void write(int count, String text) {
      context.runOnContext(
          turn -> {
            for (ServerWebSocket socket : sockets) {
              for (int i = 0; i < count; i++) {
                socket.writeTextMessage(text);
              }
            }
          });
    }
  }

  private static void command(String text) {
    String[] words = text.split(" ");
    if (words[0].equals("send")) {
      String event = BaselineMain.event(Integer.parseInt(words[2]));
      SERVERS.forEach(server -> server.write(Integer.parseInt(words[1]), event));
    }
  }
}
