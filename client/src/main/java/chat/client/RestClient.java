package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's REST interface: JSON in and out, problems as {@link ProblemException}, time-outs,
 * and repeats of what may be repeated. Thread-safe.
 */
final class RestClient {
  private static final Logger LOG = LoggerFactory.getLogger(RestClient.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_ATTEMPTS = 5;
  private static final long MAX_RETRY_AFTER_SECONDS = 30;

  /** A page of the largest messages is about 60 MB. */
  private static final int MAX_BODY_BYTES = 128 << 20;

  private static final int CONNECTIONS = 16;
  private static final int WAITING = 10_000;

  /** Whether a request may be made again when nobody knows if it was done. */
  enum Repeat {
    /** It may: reading, or an operation that is the same done twice. */
    SAFE,
    /** It may not; only a refusal that says nothing was done is followed by another attempt. */
    IF_REFUSED
  }

  private final Vertx vertx;
  private final URI base;
  private final HttpClient http;
  private final Duration timeout;

  RestClient(Vertx vertx, URI base, Duration timeout) {
    this.vertx = vertx;
    this.base = base;
    this.timeout = timeout;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl("https".equals(base.getScheme()))
                .setDecompressionSupported(true)
                .setConnectTimeout((int) Math.min(10_000, timeout.toMillis()))
                .setKeepAliveTimeout(30),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  /** The body of the answer, empty for 204. {@code body} and {@code token} may be null. */
  Future<Buffer> call(HttpMethod method, String path, Object body, String token, Repeat repeat) {
    Buffer json = body == null ? null : ClientJson.write(body);
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), RANDOM);
    return attempt(method, path, json, token, repeat, backoff, 1);
  }

  private Future<Buffer> attempt(
      HttpMethod method,
      String path,
      Buffer json,
      String token,
      Repeat repeat,
      Backoff backoff,
      int attempt) {
    return once(method, path, json, token)
        .recover(
            failure -> {
              ProblemException problem = ProblemException.of(failure);
              if (attempt >= MAX_ATTEMPTS
                  || !mayRepeat(problem.type(), repeat)
                  || problem.retryAfterSeconds() > MAX_RETRY_AFTER_SECONDS) {
                return Future.failedFuture(problem);
              }
              long wait = problem.retryAfterSeconds() * 1000L + backoff.nextMillis() + 1;
              LOG.debug("{} {} again in {} ms: {}", method, path, wait, problem.getMessage());
              return vertx
                  .timer(wait, TimeUnit.MILLISECONDS)
                  .compose(
                      tick -> attempt(method, path, json, token, repeat, backoff, attempt + 1));
            });
  }

  private static boolean mayRepeat(ProblemType type, Repeat repeat) {
    return switch (type) {
      case RATE_LIMITED, OVERLOADED, UNAVAILABLE -> true;
      case OUTCOME_UNKNOWN -> repeat == Repeat.SAFE;
      default -> false;
    };
  }

  private Future<Buffer> once(HttpMethod method, String path, Buffer json, String token) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(base.getHost())
            .setPort(port(base))
            .setURI("/v1" + path)
            .setTimeout(timeout.toMillis())
            .putHeader(HttpHeaders.ACCEPT, "application/json, application/problem+json");
    if (token != null) {
      options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    if (json != null) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    return http.request(options)
        .recover(failure -> unreachable(ProblemType.UNAVAILABLE, failure))
        .compose(request -> exchange(request, json));
  }

  /**
   * One exchange that is not of the REST API.
   *
   * @param url absolute, or a path of the server
   * @param body null for none
   */
  Future<Buffer> exchange(
      HttpMethod method, String url, Map<String, String> headers, Buffer body, Duration within) {
    URI at = base.resolve(url);
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setSsl("https".equals(at.getScheme()))
            .setHost(at.getHost())
            .setPort(port(at))
            .setURI(
                at.getRawQuery() == null
                    ? at.getRawPath()
                    : at.getRawPath() + "?" + at.getRawQuery())
            .setTimeout(within.toMillis());
    headers.forEach(options::putHeader);
    return http.request(options)
        .recover(failure -> unreachable(ProblemType.UNAVAILABLE, failure))
        .compose(
            request ->
                (body == null ? request.send() : request.send(body))
                    .compose(
                        response -> bodyOf(response).compose(answer -> outcome(response, answer)))
                    .recover(
                        failure ->
                            failure instanceof ProblemException
                                ? Future.failedFuture(failure)
                                : unreachable(ProblemType.OUTCOME_UNKNOWN, failure)));
  }

  private Future<Buffer> exchange(HttpClientRequest request, Buffer json) {
    Future<Buffer> answer =
        (json == null ? request.send() : request.send(json))
            .compose(
                response -> bodyOf(response).compose(body -> RestClient.outcome(response, body)));
    return answer
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              if (failure instanceof ProblemException) {
                return Future.failedFuture(failure);
              }
              request.reset();
              return unreachable(ProblemType.OUTCOME_UNKNOWN, failure);
            });
  }

  private static Future<Buffer> bodyOf(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_BODY_BYTES) {
            whole.tryFail(
                new ProblemException(ProblemType.TOO_LARGE, "The server's answer is too large"));
            response.request().reset();
          } else {
            body.appendBuffer(part);
          }
        });
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static Future<Buffer> outcome(HttpClientResponse response, Buffer body) {
    int status = response.statusCode();
    return status >= 200 && status < 300
        ? Future.succeededFuture(body)
        : Future.failedFuture(
            Problems.of(status, body, response.getHeader(HttpHeaders.RETRY_AFTER)));
  }

  private <T> Future<T> unreachable(ProblemType type, Throwable failure) {
    return Future.failedFuture(
        new ProblemException(type, base + " does not answer: " + failure.getMessage(), 0));
  }

  static int port(URI base) {
    if (base.getPort() > 0) {
      return base.getPort();
    }
    return "https".equals(base.getScheme()) ? 443 : 80;
  }

  Future<Void> close() {
    return http.close();
  }
}
