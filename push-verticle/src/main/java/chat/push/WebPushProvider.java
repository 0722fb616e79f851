package chat.push;

import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Web Push (RFC 8030) with encrypted content (RFC 8291), signed as this cell (RFC 8292); for
 * browsers and for UnifiedPush. Confined to its verticle's context.
 */
final class WebPushProvider implements Provider {
  /** A token may live for 24 hours (RFC 8292 section 2). */
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private static final int MOST_TOKENS = 10_000;

  private final Vertx vertx;
  private final Http http;
  private final VapidKeys keys;
  private final String contact;
  private final int ttlSeconds;
  private final Map<String, Token> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
          return size() > MOST_TOKENS;
        }
      };

  private record Token(String text, long until) {}

  WebPushProvider(Vertx vertx, Http http, VapidKeys keys, String contact, int ttlSeconds) {
    this.vertx = vertx;
    this.http = http;
    this.keys = keys;
    this.contact = contact;
    this.ttlSeconds = ttlSeconds;
  }

  @Override
  public String service(Target target) {
    return origin(((Target.WebPush) target).endpoint());
  }

  private static String origin(String endpoint) {
    URI uri = URI.create(endpoint);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  @Override
  public Future<Outcome> push(Target target, Notification notification) {
    Target.WebPush to = (Target.WebPush) target;
    Map<String, String> headers = new HashMap<>();
    headers.put("TTL", String.valueOf(ttlSeconds));
    headers.put("Urgency", notification.urgent() ? "high" : "low");
    headers.put("Topic", notification.topic());
    headers.put("Content-Encoding", "aes128gcm");
    headers.put("Content-Type", "application/octet-stream");
    headers.put(
        "Authorization",
        "vapid t=" + token(to.endpoint()) + ", k=" + Base64Url.encode(keys.publicKey()));
    byte[] text = Wire.toJson(notification);
    return vertx
        .executeBlocking(() -> WebPushEncryption.encrypt(text, to.p256dh(), to.auth()), false)
        .compose(body -> http.post(to.endpoint(), headers, Buffer.buffer(body)))
        .map(WebPushProvider::outcome)
        .otherwise(failure -> new Outcome.Later(failure.toString(), -1, true));
  }

  private static Outcome outcome(Http.Answer answer) {
    if (answer.isSuccess()) {
      return new Outcome.Delivered();
    }
    String reason = answer.status() + " " + answer.body();
    return switch (answer.status()) {
      case 404, 410 -> new Outcome.Gone(reason);
      case 429 -> answer.tooMuch(reason);
      case 408, 500, 502, 503, 504 -> new Outcome.Later(reason, answer.retryAfterMillis(), true);
      default -> new Outcome.Refused(reason);
    };
  }

  private String token(String endpoint) {
    String origin = origin(endpoint);
    long now = System.currentTimeMillis();
    Token known = tokens.get(origin);
    if (known == null || known.until() < now) {
      long expires = now + TOKEN_LIFE.toMillis();
      String text =
          JsonWebToken.sign(
              new JsonObject().put("typ", "JWT").put("alg", JsonWebToken.ES256),
              new JsonObject().put("aud", origin).put("exp", expires / 1_000).put("sub", contact),
              keys.privateKey());
      known = new Token(text, expires - TOKEN_LIFE.toMillis() / 4);
      tokens.put(origin, known);
    }
    return known.text();
  }
}
