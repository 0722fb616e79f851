package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a strict stand-in for Google's token endpoint and HTTP v1: it verifies the signature and
 * claims of the assertion, knows only fields of the API's reference, and answers in its error form.
 */
@Timeout(60)
class FcmProviderTest {
  private static final Set<String> MESSAGE = Set.of("token", "data", "android");
  private static final Set<String> ANDROID = Set.of("priority", "ttl", "collapse_key");

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<JsonObject> accepted = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private KeyPair account;
  private volatile JsonObject answer;
  private volatile int status = 200;
  private volatile String retryAfter;

  @BeforeEach
  void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    account = generator.generateKeyPair();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
            .listen(0)
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    assertThat(faults).isEmpty();
  }

  private String url(String path) {
    return "http://localhost:" + server.actualPort() + path;
  }

  private void expect(boolean condition, String what) {
    if (!condition) {
      faults.add(what);
    }
  }

  private void handle(HttpServerRequest request, Buffer body) {
    expect(request.method().name().equals("POST"), "only POST");
    switch (request.path()) {
      case "/token" -> token(request, body.toString());
      case "/v1/projects/my-project/messages:send" -> message(request, body.toJsonObject());
      default -> faults.add("unknown path " + request.path());
    }
  }

  private void token(HttpServerRequest request, String form) {
    expect(
        "application/x-www-form-urlencoded".equals(request.getHeader("Content-Type")),
        "the token is asked for by a form");
    Map<String, String> fields =
        List.of(form.split("&")).stream()
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    expect(
        "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(fields.get("grant_type")),
        "grant_type");
    String[] parts = fields.get("assertion").split("\\.");
    JsonObject header = new JsonObject(Buffer.buffer(Base64Url.decode(parts[0])));
    JsonObject claims = new JsonObject(Buffer.buffer(Base64Url.decode(parts[1])));
    long now = System.currentTimeMillis() / 1_000;
    expect("RS256".equals(header.getString("alg")), "alg");
    expect("push@my-project.example".equals(claims.getString("iss")), "iss");
    expect(
        "https://www.googleapis.com/auth/firebase.messaging".equals(claims.getString("scope")),
        "scope");
    expect(url("/token").equals(claims.getString("aud")), "aud");
    expect(Math.abs(claims.getLong("iat") - now) < 60, "iat");
    expect(claims.getLong("exp") - claims.getLong("iat") <= 3_600, "exp");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(account.getPublic());
      signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
      expect(signature.verify(Base64Url.decode(parts[2])), "the assertion's signature");
    } catch (java.security.GeneralSecurityException e) {
      faults.add(e.toString());
    }
    tokens.add("token-" + tokens.size());
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("access_token", tokens.getLast())
                .put("expires_in", 3_599)
                .put("token_type", "Bearer")
                .toBuffer());
  }

  private void message(HttpServerRequest request, JsonObject body) {
    expect(body.fieldNames().equals(Set.of("message")), "only a message: " + body);
    JsonObject message = body.getJsonObject("message");
    expect(MESSAGE.containsAll(message.fieldNames()), "fields of a message: " + message);
    JsonObject android = message.getJsonObject("android");
    expect(ANDROID.containsAll(android.fieldNames()), "fields of android: " + android);
    expect(Set.of("HIGH", "NORMAL").contains(android.getString("priority")), "priority");
    expect(android.getString("ttl").matches("[0-9]+s"), "ttl");
    message
        .getJsonObject("data")
        .forEach(
            each -> {
              expect(each.getValue() instanceof String, "data are strings: " + each);
              expect(
                  !each.getKey().matches("from|message_type|collapse_key|(google|gcm).*"),
                  "reserved: " + each.getKey());
            });
    if (!("Bearer " + tokens.getLast()).equals(request.getHeader("Authorization"))) {
      request.response().setStatusCode(401).end(error(401, "UNAUTHENTICATED", null).toBuffer());
      return;
    }
    if (status != 200) {
      if (retryAfter != null) {
        request.response().putHeader("Retry-After", retryAfter);
      }
      request.response().setStatusCode(status).end(answer.toBuffer());
      return;
    }
    accepted.add(message);
    request
        .response()
        .end(new JsonObject().put("name", "projects/my-project/messages/1").toBuffer());
  }

  private static JsonObject error(int code, String status, String errorCode) {
    JsonObject error =
        new JsonObject().put("code", code).put("message", "no").put("status", status);
    if (errorCode != null) {
      error.put(
          "details",
          new JsonArray()
              .add(
                  new JsonObject()
                      .put("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError")
                      .put("errorCode", errorCode)));
    }
    return new JsonObject().put("error", error);
  }

  private FcmProvider provider() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("account.json"),
            new JsonObject()
                .put("type", "service_account")
                .put("project_id", "my-project")
                .put("client_email", "push@my-project.example")
                .put("token_uri", url("/token"))
                .put(
                    "private_key",
                    TestCertificate.pem("PRIVATE KEY", account.getPrivate().getEncoded()))
                .encode());
    PushConfig config =
        new PushConfig(
            0,
            60,
            "",
            10,
            Set.of("localhost"),
            "",
            file.toString(),
            url(""),
            "",
            "",
            "",
            "",
            "",
            "");
    return new FcmProvider(
        new Http(vertx, new PublicAddresses(vertx, config.trustedHosts()), 10, ""), config);
  }

  private static Outcome push(FcmProvider provider) {
    return provider
        .push(
            new Target.Fcm("device-token"),
            new Notification.NewMessages(1, "channel", 7, 5, 0, 2, true, 3))
        .await();
  }

  @Test
  void aMessageArrivesAndTheTokenIsUsedAgain() throws Exception {
    FcmProvider provider = provider();

    assertThat(push(provider)).isEqualTo(new Outcome.Delivered());
    assertThat(push(provider)).isEqualTo(new Outcome.Delivered());

    assertThat(tokens).hasSize(1);
    JsonObject message = accepted.getFirst();
    assertThat(message.getString("token")).isEqualTo("device-token");
    assertThat(message.getJsonObject("data").getString("seq")).isEqualTo("7");
    assertThat(message.getJsonObject("android").getString("collapse_key")).isEqualTo("channel");
  }

  private Outcome answered(int code, String text, String errorCode) throws Exception {
    status = code;
    answer = error(code, text, errorCode);
    return push(provider());
  }

  @Test
  void everyErrorIsUnderstood() throws Exception {
    assertThat(answered(404, "NOT_FOUND", "UNREGISTERED")).isInstanceOf(Outcome.Gone.class);
    assertThat(answered(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"))
        .isInstanceOf(Outcome.Gone.class);
    assertThat(answered(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(answered(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"))
        .isEqualTo(new Outcome.Later("429 QUOTA_EXCEEDED", 60_000, false));
    retryAfter = "7";
    assertThat(answered(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"))
        .isEqualTo(new Outcome.Later("429 QUOTA_EXCEEDED", 7_000, true));
    assertThat(answered(503, "UNAVAILABLE", "UNAVAILABLE"))
        .isEqualTo(new Outcome.Later("503 UNAVAILABLE", 7_000, true));
    assertThat(answered(500, "INTERNAL", "INTERNAL"))
        .isInstanceOfSatisfying(Outcome.Later.class, later -> assertThat(later.sick()).isTrue());
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreIsReplaced() throws Exception {
    FcmProvider provider = provider();
    push(provider);
    tokens.add("revoked the other one");

    assertThat(push(provider)).isInstanceOf(Outcome.Later.class);
    assertThat(push(provider)).isEqualTo(new Outcome.Delivered());
  }
}
