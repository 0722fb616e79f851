package chat.sockjs;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** Reads the body of a request: so many bytes at most, in so much time. Confined to its loop. */
final class RequestBody {
  private static final long WITHIN_MILLIS = 10_000;
  private static final int TOO_LARGE = 413;

  private final HttpServerRequest request;
  private final int limit;
  private final Buffer bytes = Buffer.buffer();
  private boolean refused;

  private RequestBody(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  /** Reads it; a client that sends too much is told, one that is too slow is cut off. */
  static void read(Vertx vertx, HttpServerRequest request, int limit, Consumer<Buffer> done) {
    RequestBody body = new RequestBody(request, limit);
    long timer = vertx.setTimer(WITHIN_MILLIS, late -> request.connection().close());
    request.response().closeHandler(closed -> vertx.cancelTimer(timer));
    request.handler(body::read);
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          if (!body.refused) {
            done.accept(body.bytes);
          }
        });
  }

  private void read(Buffer part) {
    if (refused) {
      return;
    }
    if (bytes.length() + part.length() <= limit) {
      bytes.appendBuffer(part);
      return;
    }
    refused = true;
    HttpServerResponse response = request.response();
    response
        .setStatusCode(TOO_LARGE)
        .putHeader("Connection", "close")
        .end("At most " + limit + " bytes at once")
        .onComplete(written -> request.connection().close());
  }
}
