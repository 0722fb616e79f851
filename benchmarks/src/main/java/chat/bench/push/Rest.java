package chat.bench.push;

import chat.id.OperationId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Requests to a node as any of its people, some at a time. Thread-safe. */
public final class Rest implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final long PATIENCE_SECONDS = 120;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final URI node;

  public Rest(URI node) {
    this.node = node;
  }

  /** The answer, which is empty if there is none; fails on any refusal. */
  public CompletableFuture<JsonObject> send(
      String method, String path, String token, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(WITHIN)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.encode()))
            .build();
    return CompletableFuture.supplyAsync(() -> answer(request), threads);
  }

  private JsonObject answer(HttpRequest request) {
    free.acquireUninterruptibly();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(request.uri() + ": " + answer.body());
      }
      return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      free.release();
    }
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

  /** Waits for all of them; a failure is thrown. */
  public static void await(List<? extends CompletableFuture<?>> answers) throws Exception {
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.shutdownNow();
  }
}
