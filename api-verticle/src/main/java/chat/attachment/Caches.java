package chat.attachment;

import chat.config.CdnConfig;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The caches in front of {@code /media/}. Who asks one with the secret makes it ask a node anew and
 * keep what that says, which for a deleted image is that there is none.
 *
 * <p>Thread-safe; never blocks.
 */
final class Caches implements AutoCloseable {
  /** The header that carries the secret. */
  static final String SECRET = "X-Media-Refresh";

  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 8;

  private final HttpClient http;
  private final List<URI> caches;
  private final String secret;

  Caches(Vertx vertx, CdnConfig config) {
    this.caches = config.caches().stream().map(URI::create).toList();
    this.secret = config.secret();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** Takes a deleted image out of all; fails if one did not, or still has it. */
  Future<Void> drop(String key) {
    return Future.all(caches.stream().map(cache -> drop(cache, key)).toList()).mapEmpty();
  }

  private Future<Void> drop(URI cache, String key) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl("https".equals(cache.getScheme()))
            .setHost(cache.getHost())
            .setPort(
                cache.getPort() > 0
                    ? cache.getPort()
                    : cache.getScheme().equals("https") ? 443 : 80)
            .setURI(MediaRoute.PATH + key)
            .putHeader(SECRET, secret);
    return http.request(options)
        .compose(request -> request.send())
        .compose(response -> response.body().map(body -> response.statusCode()))
        .timeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            status ->
                status == 404
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new ProblemException(
                            ProblemType.UNAVAILABLE,
                            cache + " answers " + status + " for a deleted image")));
  }

  @Override
  public void close() {
    http.close();
  }
}
