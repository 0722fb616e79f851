package chat.attachment;

import chat.api.Problems;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.s3.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Carries uploads to the store for browsers that can't reach it: {@code PUT /upload/KEY} with what
 * was presigned. The signature says whether it may; this only looks that nothing else gets through.
 *
 * <p>Thread-safe; never blocks.
 */
public final class UploadRoute {
  static final String PATH = "/upload/";

  private static final List<String> HEADERS =
      List.of("Content-Type", "Content-Length", "x-amz-checksum-sha256");
  private static final int MAX_QUERY = 2_000;

  private final ObjectStore store;
  private final String bucketPath;

  UploadRoute(ObjectStore store, String bucket) {
    this.store = store;
    this.bucketPath = "/" + bucket + "/";
  }

  void mount(Router root) {
    root.put(PATH + ":key").handler(this::upload).failureHandler(Problems::answer);
  }

  private void upload(RoutingContext context) {
    HttpServerRequest request = context.request();
    check(context.pathParam("key"), request);
    String target =
        bucketPath + ObjectNames.pending(context.pathParam("key")) + "?" + request.query();
    request.pause();
    store
        .upload(target)
        .compose(upstream -> carry(request, upstream))
        .onSuccess(status -> answer(context, status))
        .onFailure(
            failure ->
                context.fail(
                    failure instanceof ProblemException
                        ? failure
                        : new ProblemException(
                            ProblemType.UNAVAILABLE, "The upload broke off; begin it anew")));
  }

  private static void check(String key, HttpServerRequest request) {
    String query = request.query();
    if (!Ids.isExact(key)
        || query == null
        || query.length() > MAX_QUERY
        || !query.matches("(X-Amz-[A-Za-z-]+=[A-Za-z0-9%./_-]*&?)+")) {
      throw new ProblemException(ProblemType.NOT_FOUND, "There is no such upload");
    }
    String length = request.getHeader("Content-Length");
    if (length == null || !length.matches("[0-9]{1,9}")) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "Content-Length is missing");
    }
    if (Integer.parseInt(length) > Attachments.MAX_BYTES) {
      throw new ProblemException(ProblemType.TOO_LARGE, "An image has at most 20 MiB");
    }
  }

  private static Future<Integer> carry(HttpServerRequest request, HttpClientRequest upstream) {
    for (String header : HEADERS) {
      String value = request.getHeader(header);
      if (value != null) {
        upstream.putHeader(header, value);
      }
    }
    return upstream
        .send(request)
        .compose(response -> response.body().map(body -> response.statusCode()));
  }

  private static void answer(RoutingContext context, int status) {
    switch (status) {
      case 200 -> context.response().setStatusCode(204).end();
      case 400, 403 ->
          Problems.answer(
              context,
              new ProblemException(
                  ProblemType.FORBIDDEN, "The upload is not what was announced, or came too late"));
      default ->
          Problems.answer(
              context,
              new ProblemException(ProblemType.UNAVAILABLE, "The store of images does not answer"));
    }
  }
}
