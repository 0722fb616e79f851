package chat.socket;

import chat.problem.ProblemException;
import chat.protocol.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers a request for a connection that is not to be had: a problem document (RFC 9457). */
final class Refusals {
  private Refusals() {}

  /** Ends the response, and the connection with it: whoever is refused should hold nothing here. */
  static void answer(HttpServerRequest request, ProblemException problem) {
    HttpServerResponse response = request.response();
    response
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
    }
    Document document =
        new Document(
            problem.type().slug(),
            problem.type().title(),
            problem.type().status(),
            problem.getMessage());
    response
        .end(Buffer.buffer(Wire.toJson(document)))
        .onComplete(ended -> request.connection().close());
  }

  private record Document(String type, String title, int status, String detail) {}
}
