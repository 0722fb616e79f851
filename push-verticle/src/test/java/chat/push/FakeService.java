package chat.push;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A push service that answers as a test wants, and notes which devices it took something for. */
final class FakeService {
  private final Vertx vertx;
  private final int port;
  private HttpServer server;

  /** Paths of what was taken, in its order, without what takes something back. */
  final List<String> taken = new CopyOnWriteArrayList<>();

  /** Paths of all requests. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  volatile Behaviour behaviour = Behaviour.taking();

  /** What it does with a request whose body has arrived. */
  interface Behaviour {
    /** Answers; true if it has taken the notification. */
    boolean answer(HttpServerRequest request);

    static Behaviour taking() {
      return request -> {
        request.response().setStatusCode(201).end();
        return true;
      };
    }

    static Behaviour refusing(int status) {
      return request -> {
        request.response().setStatusCode(status).end("no");
        return false;
      };
    }

    /** Never answers. */
    static Behaviour silent() {
      return request -> false;
    }
  }

  FakeService(Vertx vertx) {
    this.vertx = vertx;
    server = listen(0);
    port = server.actualPort();
  }

  private HttpServer listen(int port) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request
                    .body()
                    .onSuccess(
                        body -> {
                          asked.add(request.path());
                          boolean urgent = "high".equals(request.getHeader("Urgency"));
                          if (behaviour.answer(request) && urgent) {
                            taken.add(request.path());
                          }
                        }))
        .listen(port)
        .await();
  }

  /** Nobody listens at its address any more. */
  void goDown() {
    server.close().await();
  }

  /** It is there again. */
  void comeBack() {
    server = listen(port);
  }

  String endpoint(String device) {
    return "http://localhost:" + port + "/" + device;
  }
}
