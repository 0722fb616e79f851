package chat.bench.push;

import chat.id.OperationId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Requests to a node as any of its people. */
public final class Rest {
  private static final int CONNECTIONS = 32;
  private static final long PATIENCE_SECONDS = 120;

  private final HttpClient client;
  private final URI node;

  public Rest(Vertx vertx, URI node) {
    this.client =
        vertx.createHttpClient(
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    this.node = node;
  }

  /** The answer, which is empty if there is none; fails on any refusal. */
  public Future<JsonObject> send(String method, String path, String token, JsonObject body) {
    return client
        .request(HttpMethod.valueOf(method), node.getPort(), node.getHost(), path)
        .compose(
            request ->
                request
                    .putHeader("Authorization", "Bearer " + token)
                    .putHeader("Content-Type", "application/json")
                    .send(body.toBuffer()))
        .compose(
            response ->
                response
                    .body()
                    .compose(
                        answer ->
                            response.statusCode() < 300
                                ? Future.succeededFuture(json(answer))
                                : Future.failedFuture(path + ": " + answer)));
  }

  private static JsonObject json(Buffer answer) {
    return answer.length() == 0 ? new JsonObject() : answer.toJsonObject();
  }

  /** A message with that text. */
  public static JsonObject message(String text) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new JsonObject()
        .put(
            "id",
            OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
                .toString())
        .put("body", text);
  }

  /** Waits for it; its failure is thrown. */
  public static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
