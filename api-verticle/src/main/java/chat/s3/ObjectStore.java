package chat.s3;

import chat.config.S3Config;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bucket of attachments, in a store that speaks S3.
 *
 * <p>Thread-safe; never blocks. Fails with {@code unavailable} while the store does not answer, or
 * answers what it should not.
 */
public final class ObjectStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
  private static final int WAITING = 1_000;
  private static final int CONNECT_MILLIS = 3_000;
  private static final int IDLE_SECONDS = 30;
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final HttpClient http;
  private final S3Requests requests;
  private final URI endpoint;

  /**
   * What is known of an object.
   *
   * @param etag names its content: another content has another one
   */
  public record Stored(long size, String type, String etag) {}

  public ObjectStore(Vertx vertx, S3Config config, Clock clock) {
    this.requests = new S3Requests(config, clock);
    this.endpoint = URI.create(config.endpoint());
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl("https".equals(endpoint.getScheme()))
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS),
            new PoolOptions().setHttp1MaxSize(config.connections()).setMaxWaitQueueSize(WAITING));
  }

  /** What is there under that name. */
  public Future<Optional<Stored>> head(String name) {
    return exchange(HttpMethod.HEAD, name, Map.of())
        .compose(
            answer ->
                switch (answer.status()) {
                  case 200 -> Future.succeededFuture(Optional.of(stored(answer.response())));
                  case 404 -> Future.succeededFuture(Optional.empty());
                  default -> unexpected("HEAD", name, answer);
                });
  }

  private static Stored stored(HttpClientResponse response) {
    return new Stored(
        Long.parseLong(response.getHeader("Content-Length")),
        String.valueOf(response.getHeader("Content-Type")),
        response.getHeader("ETag"));
  }

  /** {@code count} bytes of that content from {@code at} on, fewer if it has no more. */
  public Future<byte[]> read(String name, String etag, long at, int count) {
    String range = "bytes=" + at + "-" + (at + count - 1);
    return exchange(HttpMethod.GET, name, Map.of("If-Match", etag, "Range", range))
        .compose(
            answer ->
                answer.status() == 206 || at == 0 && answer.status() == 200
                    ? Future.succeededFuture(answer.body().getBytes())
                    : unexpected("GET", name, answer));
  }

  /** Copies that content; both names are there then. */
  public Future<Void> copy(String from, String to, String etag) {
    Map<String, String> headers =
        Map.of("x-amz-copy-source", requests.path(from), "x-amz-copy-source-if-match", etag);
    return exchange(HttpMethod.PUT, to, headers)
        .compose(
            // A copy that fails on the way is told with status 200 too.
            answer ->
                answer.status() == 200 && answer.body().toString().contains("CopyObjectResult")
                    ? Future.succeededFuture()
                    : unexpected("copy to", to, answer));
  }

  /** Deletes it, if it is there. */
  public Future<Void> delete(String name) {
    return exchange(HttpMethod.DELETE, name, Map.of())
        .compose(
            answer ->
                answer.status() == 204 || answer.status() == 404
                    ? Future.succeededFuture()
                    : unexpected("DELETE", name, answer));
  }

  /**
   * Begins to read it; the response is paused, its status that of the store.
   *
   * @param headers of RFC 9110, such as {@code Range}
   */
  public Future<HttpClientResponse> open(
      HttpMethod method, String name, Map<String, String> headers) {
    return request(method, name, headers)
        .compose(
            request ->
                within(
                    request,
                    request
                        .send()
                        .map(
                            response -> {
                              response.pause();
                              return response;
                            })))
        .recover(failure -> away(method + " " + name, failure));
  }

  /** Begins an upload of somebody who has a presigned address: its path and query as they are. */
  public Future<HttpClientRequest> upload(String pathAndQuery) {
    return http.request(
            new RequestOptions()
                .setMethod(HttpMethod.PUT)
                .setHost(endpoint.getHost())
                .setPort(port())
                .setURI(pathAndQuery))
        .recover(failure -> away("PUT", failure));
  }

  /**
   * An address at which somebody may put an object once or more, within {@code life}.
   *
   * @param at the endpoint that they use; the address is below it
   * @param headers that they must send as they are
   */
  public URI presignPut(String at, String name, Map<String, String> headers, Duration life) {
    return requests.presign("PUT", at, name, headers, life).uri();
  }

  private record Answer(HttpClientResponse response, Buffer body) {
    int status() {
      return response.statusCode();
    }
  }

  private Future<Answer> exchange(HttpMethod method, String name, Map<String, String> headers) {
    return request(method, name, headers)
        .compose(
            request ->
                within(
                    request,
                    request
                        .send()
                        .compose(
                            response -> response.body().map(body -> new Answer(response, body)))))
        .recover(failure -> away(method + " " + name, failure));
  }

  private Future<HttpClientRequest> request(
      HttpMethod method, String name, Map<String, String> headers) {
    S3Requests.Signed signed = requests.sign(method.name(), name, headers);
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(endpoint.getHost())
            .setPort(port())
            .setURI(signed.uri().getRawPath());
    signed
        .headers()
        .forEach(
            (header, values) -> {
              if (!header.equalsIgnoreCase("Host")) {
                options.putHeader(header, List.<CharSequence>copyOf(values));
              }
            });
    if (method == HttpMethod.PUT) {
      options.putHeader("Content-Length", "0");
    }
    return http.request(options);
  }

  private static <T> Future<T> within(HttpClientRequest request, Future<T> answer) {
    return answer
        .timeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> request.reset());
  }

  private int port() {
    if (endpoint.getPort() > 0) {
      return endpoint.getPort();
    }
    return "https".equals(endpoint.getScheme()) ? 443 : 80;
  }

  private static <T> Future<T> unexpected(String what, String name, Answer answer) {
    LOG.warn("{} {}: the object store says {} {}", what, name, answer.status(), answer.body());
    return Future.failedFuture(refusal());
  }

  private static <T> Future<T> away(String what, Throwable failure) {
    if (failure instanceof ProblemException) {
      return Future.failedFuture(failure);
    }
    LOG.warn("{}: the object store does not answer: {}", what, failure.toString());
    return Future.failedFuture(refusal());
  }

  private static ProblemException refusal() {
    return new ProblemException(ProblemType.UNAVAILABLE, "The store of images does not answer");
  }

  @Override
  public void close() {
    http.close();
  }
}
