package chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Map;

/** Firebase Cloud Messaging, HTTP v1, as a service account. Confined to its verticle's context. */
final class FcmProvider implements Provider {
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final long LIFE_SECONDS = 3_600;
  private static final long KEY_LOOK_NANOS = Duration.ofMinutes(1).toNanos();

  /** What the service asks for where it names no time, be it for a device or for all. */
  private static final long QUOTA_PAUSE_MILLIS = 60_000;

  private final Http http;
  private final PushConfig config;
  private final KeyFile<Account> account;
  private Future<String> token;
  private long tokenUntil;
  private long looked;

  private record Account(String project, String email, String tokenUrl, PrivateKey key) {
    static Account parse(String text) {
      JsonObject json = new JsonObject(text);
      return new Account(
          json.getString("project_id"),
          json.getString("client_email"),
          json.getString("token_uri"),
          KeyFile.privateKey(json.getString("private_key"), "RSA"));
    }
  }

  /** Fails if the account can't be read. */
  FcmProvider(Http http, PushConfig config) {
    this.http = http;
    this.config = config;
    Path file = Path.of(config.fcmCredentialsFile());
    this.account = new KeyFile<>(() -> file, (path, text) -> Account.parse(text));
    account.refresh();
  }

  @Override
  public String service(Target target) {
    return config.fcmUrl();
  }

  @Override
  public Future<Outcome> push(Target target, Notification notification) {
    return token()
        .compose(
            bearer ->
                http.post(
                    config.fcmUrl()
                        + "/v1/projects/"
                        + account.value().project()
                        + "/messages:send",
                    Map.of(
                        "Authorization",
                        "Bearer " + bearer,
                        "Content-Type",
                        "application/json; charset=utf-8"),
                    message(((Target.Fcm) target).token(), notification).toBuffer()))
        .map(this::outcome)
        .otherwise(failure -> new Outcome.Later(failure.toString(), -1, true));
  }

  private JsonObject message(String device, Notification notification) {
    JsonObject data = new JsonObject();
    new JsonObject(Buffer.buffer(Wire.toJson(notification)))
        .forEach(each -> data.put(each.getKey(), String.valueOf(each.getValue())));
    return new JsonObject()
        .put(
            "message",
            new JsonObject()
                .put("token", device)
                .put("data", data)
                .put(
                    "android",
                    new JsonObject()
                        .put("priority", notification.urgent() ? "HIGH" : "NORMAL")
                        .put("ttl", config.ttlSeconds() + "s")
                        .put("collapse_key", notification.topic())));
  }

  private Outcome outcome(Http.Answer answer) {
    if (answer.isSuccess()) {
      return new Outcome.Delivered();
    }
    String code = code(answer.body());
    String reason = answer.status() + " " + code;
    if (code.equals("UNREGISTERED") || code.equals("SENDER_ID_MISMATCH")) {
      return new Outcome.Gone(reason);
    }
    return switch (answer.status()) {
      case 401 -> {
        token = null;
        yield new Outcome.Later(reason, -1, true);
      }
      case 429 ->
          answer.retryAfterMillis() >= 0
              ? answer.tooMuch(reason)
              : new Outcome.Later(reason, QUOTA_PAUSE_MILLIS, false);
      case 403 -> new Outcome.Later(reason, -1, true);
      default ->
          answer.status() >= 500
              ? new Outcome.Later(reason, answer.retryAfterMillis(), true)
              : new Outcome.Refused(reason);
    };
  }

  /** The error's own code, or else its status. */
  private static String code(String body) {
    try {
      JsonObject error = new JsonObject(body).getJsonObject("error", new JsonObject());
      JsonArray details = error.getJsonArray("details", new JsonArray());
      for (int i = 0; i < details.size(); i++) {
        String code = details.getJsonObject(i).getString("errorCode");
        if (code != null) {
          return code;
        }
      }
      return error.getString("status", "");
    } catch (DecodeException | ClassCastException e) {
      return "";
    }
  }

  /** An access token; asked for once, however many wait for it. */
  private Future<String> token() {
    long now = System.nanoTime();
    if (now - looked > KEY_LOOK_NANOS || token == null) {
      looked = now;
      if (account.refresh()) {
        token = null;
      }
    }
    if (token == null || token.failed() || now - tokenUntil > 0) {
      tokenUntil = now + Duration.ofSeconds(LIFE_SECONDS / 2).toNanos();
      token = fetch();
    }
    return token;
  }

  private Future<String> fetch() {
    long now = System.currentTimeMillis() / 1_000;
    Account from = account.value();
    String assertion =
        JsonWebToken.sign(
            new JsonObject().put("alg", JsonWebToken.RS256).put("typ", "JWT"),
            new JsonObject()
                .put("iss", from.email())
                .put("scope", SCOPE)
                .put("aud", from.tokenUrl())
                .put("iat", now)
                .put("exp", now + LIFE_SECONDS),
            from.key());
    return http.post(
            from.tokenUrl(),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            Buffer.buffer(
                "grant_type=" + URLEncoder.encode(GRANT, UTF_8) + "&assertion=" + assertion))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(
                        new JsonObject(answer.body()).getString("access_token"))
                    : Future.failedFuture("no access token: " + answer.status()));
  }
}
