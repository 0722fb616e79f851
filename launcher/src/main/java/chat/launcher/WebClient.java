package chat.launcher;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/** Serves the browser client at {@code /}: its page always fresh, its hashed assets for ever. */
final class WebClient {
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private WebClient() {}

  static Future<?> addTo(Vertx vertx, Router router) {
    router
        .route("/assets/*")
        .handler(
            request -> {
              request.addHeadersEndHandler(
                  end -> {
                    if (request.response().getStatusCode() == 200) {
                      request.response().putHeader(HttpHeaders.CACHE_CONTROL, FOREVER);
                    }
                  });
              request.next();
            });
    router
        .get()
        .handler(
            StaticHandler.create("webroot")
                .setCachingEnabled(false)
                .setIndexPage("index.html")
                .setDirectoryListing(false));
    return Future.succeededFuture();
  }
}
