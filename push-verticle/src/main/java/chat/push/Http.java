package chat.push;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Requests to push services: HTTP/2 where they speak it, bounded in time and size, no redirects.
 * Connects only to addresses that {@link PublicAddresses} allows.
 *
 * <p>Thread-safe.
 */
final class Http implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(15);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_BYTES = 16 << 10;

  private final PublicAddresses addresses;
  private final HttpClient secure;
  private final HttpClient plain;

  /**
   * What came back.
   *
   * @param retryAfterMillis from the header, or -1
   */
  record Answer(int status, String body, long retryAfterMillis) {
    /**
     * The service is asked too much (status 429). If it names a time that holds for all of it;
     * otherwise it may mean this device alone.
     */
    Outcome tooMuch(String reason) {
      return new Outcome.Later(reason, retryAfterMillis, retryAfterMillis >= 0);
    }

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * A client.
   *
   * @param requestsAtOnce to one service: each has a connection where the service does not speak
   *     HTTP/2, or its time would run out while it waits for one
   * @param trustFile certificates to trust instead of the system's; empty for the system's
   */
  Http(Vertx vertx, PublicAddresses addresses, int requestsAtOnce, String trustFile) {
    this.addresses = addresses;
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(90)
            .setHttp2MultiplexingLimit(-1)
            .setMaxHeaderSize(16 << 10);
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(requestsAtOnce).setHttp2MaxSize(2);
    this.plain =
        vertx.createHttpClient(
            new HttpClientOptions(options).setProtocolVersion(HttpVersion.HTTP_1_1), pool);
    HttpClientOptions tls =
        new HttpClientOptions(options)
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2);
    if (!trustFile.isEmpty()) {
      tls.setTrustOptions(new PemTrustOptions().addCertPath(trustFile));
    }
    this.secure = vertx.createHttpClient(tls, pool);
  }

  /** Posts; fails if no answer came in time or the address is not allowed. */
  Future<Answer> post(String url, Map<String, String> headers, Buffer body) {
    URI uri = URI.create(url);
    boolean ssl = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : ssl ? 443 : 80;
    return addresses
        .resolve(uri.getHost())
        .compose(
            address ->
                (ssl ? secure : plain)
                    .request(
                        new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setServer(SocketAddress.inetSocketAddress(port, address))
                            .setHost(uri.getHost())
                            .setPort(port)
                            .setSsl(ssl)
                            .setURI(path(uri))
                            .setIdleTimeout(WITHIN.toMillis())))
        .compose(
            request -> {
              headers.forEach(request::putHeader);
              return request.send(body).compose(Http::answer);
            })
        .timeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() < ANSWER_BYTES) {
            body.appendBuffer(part, 0, Math.min(part.length(), ANSWER_BYTES - body.length()));
          }
        });
    return response
        .end()
        .map(
            end ->
                new Answer(
                    response.statusCode(),
                    body.toString(),
                    RetryAfter.millis(
                        response.getHeader("Retry-After"), response.getHeader("Date"))));
  }

  @Override
  public void close() {
    secure.close();
    plain.close();
  }
}
