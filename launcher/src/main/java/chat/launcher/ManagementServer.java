package chat.launcher;

import chat.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** Health and metrics on a port of their own, for operators and their tools. */
final class ManagementServer extends VerticleBase {
  private final NodeConfig node;
  private final Health health;
  private final Metrics metrics;

  ManagementServer(NodeConfig node, Health health, Metrics metrics) {
    this.node = node;
    this.health = health;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(60))
        .requestHandler(this::handle)
        .listen(node.managementPort(), node.host())
        .recover(
            failure ->
                Future.failedFuture(
                    new StartException(
                        "management port "
                            + node.managementPort()
                            + " can't be opened: "
                            + failure.getMessage(),
                        failure)));
  }

  private void handle(HttpServerRequest request) {
    switch (request.path()) {
      case "/health/live" -> json(request, 200, new JsonObject().put("status", "live"));
      case "/health/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      default -> json(request, 404, new JsonObject().put("status", "not found"));
    }
  }

  private void ready(HttpServerRequest request) {
    JsonObject checks = new JsonObject();
    health.now().forEach(checks::put);
    boolean ready = health.isReady();
    json(
        request,
        ready ? 200 : 503,
        new JsonObject().put("status", ready ? "ready" : "not ready").put("checks", checks));
  }

  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(metrics::scrape, false)
        .onComplete(
            text ->
                request
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text),
            failure -> request.response().setStatusCode(500).end());
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }
}
