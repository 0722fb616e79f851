package chat.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * Tells where a request came from. Only what our own proxies have added to {@code X-Forwarded-For}
 * is believed: the last {@code trustedProxies} entries; the rest anybody can write.
 */
public record ClientAddress(int trustedProxies) {
  private static final int MAX = 64;

  /** The address, as text; never {@code null}. */
  public String of(HttpServerRequest request) {
    String direct =
        request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
    if (trustedProxies > 0) {
      String forwarded = String.join(",", request.headers().getAll("X-Forwarded-For"));
      String[] hops = forwarded.split(",");
      String hop = hops[Math.max(0, hops.length - trustedProxies)].strip();
      if (!hop.isEmpty() && hop.length() <= MAX) {
        return hop;
      }
    }
    return String.valueOf(direct);
  }
}
