package chat.attachment;

import chat.api.Problems;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.s3.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves images: {@code GET /media/KEY}, to whoever has the key. What is under a key never changes;
 * caches in front keep it. An image can do nothing in the page that shows it or by itself: its type
 * is one of a few, and no browser may take it for another.
 *
 * <p>Thread-safe; never blocks.
 */
public final class MediaRoute {
  static final String PATH = "/media/";

  /** A cache asks anew: it is to keep the answer even if there is no image any more. */
  static final String REFRESH = "X-Media-Refreshed";

  private static final List<String> ASKED = List.of("Range", "If-Range", "If-None-Match");
  private static final List<String> TOLD =
      List.of("Content-Length", "Content-Range", "ETag", "Last-Modified");
  private static final String KEEP_GONE_SECONDS = "86400";

  private final ObjectStore store;

  MediaRoute(ObjectStore store) {
    this.store = store;
  }

  void mount(Router root) {
    root.get(PATH + ":key").handler(this::serve).failureHandler(Problems::answer);
    root.head(PATH + ":key").handler(this::serve).failureHandler(Problems::answer);
  }

  private void serve(RoutingContext context) {
    String key = context.pathParam("key");
    if (!Ids.isExact(key)) {
      notFound(context);
      return;
    }
    Map<String, String> asked = new HashMap<>();
    for (String header : ASKED) {
      String value = context.request().getHeader(header);
      if (value != null && value.length() <= 200) {
        asked.put(header, value);
      }
    }
    context.request().pause();
    store
        .open(context.request().method(), ObjectNames.media(key), asked)
        .compose(image -> answer(context, image))
        .onFailure(failure -> failed(context, failure));
  }

  private static void failed(RoutingContext context, Throwable failure) {
    if (context.response().headWritten()) {
      // Too late for an answer: the reader must see that this is not the whole image.
      context.response().reset();
    } else {
      context.fail(failure);
    }
  }

  private static Future<Void> answer(RoutingContext context, HttpClientResponse image) {
    int status = image.statusCode();
    boolean served =
        switch (status) {
          case 200, 206 -> ImageType.of(image.getHeader("Content-Type")).isPresent();
          case 304, 416 -> true;
          default -> false;
        };
    context.request().resume();
    if (!served) {
      if (status == 404) {
        image.resume();
      } else {
        image.request().reset();
      }
      if (status == 404 || status == 200 || status == 206) {
        notFound(context);
        return Future.succeededFuture();
      }
      return Future.failedFuture(
          new ProblemException(ProblemType.UNAVAILABLE, "The store of images does not answer"));
    }
    HttpServerResponse response = context.response().setStatusCode(status);
    for (String header : TOLD) {
      String value = image.getHeader(header);
      if (value != null) {
        response.putHeader(header, value);
      }
    }
    harmless(response);
    if (status == 200 || status == 206) {
      response.putHeader("Content-Type", image.getHeader("Content-Type"));
    }
    if (context.request().method().name().equals("HEAD") || status == 304 || status == 416) {
      image.resume();
      return response.end();
    }
    response.closeHandler(gone -> image.request().reset());
    return image.pipeTo(response);
  }

  private static void harmless(HttpServerResponse response) {
    response
        .putHeader("Cache-Control", "public, max-age=31536000, immutable")
        .putHeader("Accept-Ranges", "bytes")
        // Ranges are of the image as it is, so it is never packed; it could not get smaller anyway.
        .putHeader("Content-Encoding", "identity")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cross-Origin-Resource-Policy", "same-site")
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  private static void notFound(RoutingContext context) {
    if (context.request().getHeader(REFRESH) != null) {
      // Before Cache-Control, which says no: nginx 1.22 goes by whichever comes first.
      context.response().putHeader("X-Accel-Expires", KEEP_GONE_SECONDS);
    }
    Problems.answer(context, new ProblemException(ProblemType.NOT_FOUND, "There is no such image"));
  }
}
