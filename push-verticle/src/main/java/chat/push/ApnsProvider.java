package chat.push;

import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Apple's push notification service, with a token signed by the account's key. Confined to its
 * verticle's context.
 */
final class ApnsProvider implements Provider {
  /** The service wants a token between 20 and 60 minutes old. */
  private static final long TOKEN_NANOS = Duration.ofMinutes(40).toNanos();

  /** The service takes a new token at most every 20 minutes. */
  private static final long KEY_LOOK_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Set<String> GONE =
      Set.of("Unregistered", "BadDeviceToken", "DeviceTokenNotForTopic", "ExpiredToken");
  private static final Set<String> TOKEN_REFUSED =
      Set.of("ExpiredProviderToken", "InvalidProviderToken", "MissingProviderToken");

  private final Http http;
  private final PushConfig config;
  private final KeyFile<ApnsKey> key;
  private String token;
  private long tokenSince;
  private long looked;

  /** Fails if the key can't be read. */
  ApnsProvider(Http http, PushConfig config) {
    this.http = http;
    this.config = config;
    this.key = ApnsKey.at(Path.of(config.apnsKeyFile()), config.apnsKeyId());
    key.refresh();
  }

  @Override
  public String service(Target target) {
    return ((Target.Apns) target).sandbox() ? config.apnsSandboxUrl() : config.apnsUrl();
  }

  @Override
  public Future<Outcome> push(Target target, Notification notification) {
    Map<String, String> headers = new HashMap<>();
    headers.put("authorization", "bearer " + token());
    headers.put("apns-topic", config.apnsTopic());
    headers.put("apns-collapse-id", notification.topic());
    headers.put(
        "apns-expiration",
        String.valueOf(System.currentTimeMillis() / 1_000 + config.ttlSeconds()));
    headers.put("apns-push-type", notification.urgent() ? "alert" : "background");
    headers.put("apns-priority", notification.urgent() ? "10" : "5");
    JsonObject payload =
        new JsonObject()
            .put("aps", aps(notification))
            .put("chat", new JsonObject(Buffer.buffer(Wire.toJson(notification))));
    return http.post(
            service(target) + "/3/device/" + ((Target.Apns) target).token(),
            headers,
            payload.toBuffer())
        .map(this::outcome)
        .otherwise(failure -> new Outcome.Later(failure.toString(), -1, true));
  }

  /** The app's extension fetches what to show; the key is what it shows if it can't. */
  private static JsonObject aps(Notification notification) {
    return switch (notification) {
      case Notification.NewMessages news ->
          alert("NEW_MESSAGE").put("thread-id", news.channel()).put("badge", news.badge());
      case Notification.Clear clear ->
          new JsonObject().put("content-available", 1).put("badge", clear.badge());
      case Notification.Trial trial -> alert("TEST");
    };
  }

  private static JsonObject alert(String key) {
    return new JsonObject()
        .put("alert", new JsonObject().put("loc-key", key))
        .put("mutable-content", 1)
        .put("sound", "default");
  }

  private Outcome outcome(Http.Answer answer) {
    if (answer.status() == 200) {
      return new Outcome.Delivered();
    }
    String reason = reason(answer.body());
    if (answer.status() == 410 || GONE.contains(reason)) {
      return new Outcome.Gone(reason);
    }
    if (TOKEN_REFUSED.contains(reason)) {
      token = null;
      return new Outcome.Later(reason, -1, true);
    }
    if (answer.status() == 429) {
      return answer.tooMuch(reason);
    }
    return answer.status() >= 500
        ? new Outcome.Later(answer.status() + " " + reason, answer.retryAfterMillis(), true)
        : new Outcome.Refused(answer.status() + " " + reason);
  }

  private static String reason(String body) {
    try {
      return new JsonObject(body).getString("reason", "");
    } catch (DecodeException | ClassCastException e) {
      return "";
    }
  }

  private String token() {
    long now = System.nanoTime();
    if (now - looked > KEY_LOOK_NANOS || token == null) {
      looked = now;
      if (key.refresh()) {
        token = null;
      }
    }
    if (token == null || now - tokenSince > TOKEN_NANOS) {
      tokenSince = now;
      token =
          JsonWebToken.sign(
              new JsonObject().put("alg", JsonWebToken.ES256).put("kid", key.value().id()),
              new JsonObject()
                  .put("iss", config.apnsTeamId())
                  .put("iat", System.currentTimeMillis() / 1_000),
              key.value().key());
    }
    return token;
  }
}
