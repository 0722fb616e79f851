package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns failures into problem documents (RFC 9457). */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final long DRAIN_MILLIS = 10_000;
  private static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  /** Answers a request that has failed; to be used as a failure handler. */
  public static void answer(RoutingContext context) {
    ProblemException refusal = refusal(context.failure(), context.statusCode());
    if (refusal.type() == ProblemType.INTERNAL) {
      LOG.error(
          "{} {} failed", context.request().method(), context.normalizedPath(), context.failure());
    }
    answer(context, refusal);
  }

  /** Answers with that refusal. */
  public static void answer(RoutingContext context, ProblemException refusal) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(refusal.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refusal.retryAfterSeconds()));
    }
    if (refusal.type() == ProblemType.UNAUTHORIZED) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (!context.request().isEnded()) {
      drain(context);
    }
    response.end(Buffer.buffer(Wire.toJson(Problem.of(refusal))));
  }

  /** Most clients read no answer before they have sent their body: take it, but not for ever. */
  private static void drain(RoutingContext context) {
    context.request().resume();
    context
        .vertx()
        .setTimer(
            DRAIN_MILLIS,
            id -> {
              if (!context.request().isEnded()) {
                context.request().connection().close();
              }
            });
  }

  private static ProblemException refusal(Throwable failure, int status) {
    return switch (failure) {
      case ProblemException problem -> problem;
      case ValidatorException invalid -> SchemaProblems.of(invalid);
      case HttpException http when http.getCause() instanceof ValidatorException invalid ->
          SchemaProblems.of(invalid);
      case HttpException http -> ofStatus(http.getStatusCode());
      case null, default -> status == 500 ? ProblemException.of(failure) : ofStatus(status);
    };
  }

  private static ProblemException ofStatus(int status) {
    return switch (status) {
      case 400 -> new ProblemException(ProblemType.BAD_REQUEST, "The request is not valid HTTP");
      case 401 -> new ProblemException(ProblemType.UNAUTHORIZED, "This needs an access token");
      case 404 -> new ProblemException(ProblemType.NOT_FOUND, "There is no such resource");
      case 405 ->
          new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "There is no such method here");
      case 413 -> new ProblemException(ProblemType.TOO_LARGE, "The body is larger than 1 MiB");
      case 415 -> new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json");
      default -> ProblemException.of(null);
    };
  }
}
