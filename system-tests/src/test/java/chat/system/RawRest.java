package chat.system;

import chat.cluster.Person;
import chat.id.OperationId;
import chat.protocol.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls of the API without the client's cleverness: one request, and the answer as it is. */
final class RawRest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private RawRest() {}

  /** An answer. */
  record Answer(int status, String body, long retryAfter) {
    /** Whether it is a problem of that type. */
    boolean is(String problem) {
      return body.contains("\"type\":\"" + problem + "\"");
    }

    private static Answer of(HttpResponse<String> response) {
      return new Answer(
          response.statusCode(),
          response.body(),
          response.headers().firstValueAsLong("Retry-After").orElse(0));
    }
  }

  static CompletableFuture<Answer> send(
      URI node, Person person, String channel, OperationId id, String body) {
    Map<String, Object> message =
        Map.of("id", id.toString(), "body", body, "enc", "none", "mentions", List.of());
    return exchange(
        request(node, person, "/channels/" + channel + "/messages")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Wire.toJson(message))));
  }

  static CompletableFuture<Answer> get(URI node, Person person, String path) {
    return exchange(request(node, person, path).GET());
  }

  static CompletableFuture<Answer> put(
      URI node, Person person, String path, Map<String, Object> body) {
    return exchange(
        request(node, person, path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(Wire.toJson(body))));
  }

  static CompletableFuture<Answer> delete(URI node, Person person, String path) {
    return exchange(request(node, person, path).DELETE());
  }

  private static HttpRequest.Builder request(URI node, Person person, String path) {
    return HttpRequest.newBuilder(node.resolve("/v1" + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + person.session().credentials().accessToken());
  }

  private static CompletableFuture<Answer> exchange(HttpRequest.Builder request) {
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::of);
  }
}
