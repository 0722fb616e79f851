package chat.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.auth.AccessTokens;
import chat.bus.Bus;
import chat.config.AuthConfig;
import chat.config.Configuration;
import chat.config.MongoConfig;
import chat.embedded.Backends;
import chat.store.MongoStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The API of one process on real back ends, behind a real HTTP server, with a client. */
public final class TestApi implements AutoCloseable {
  private static final String WITHOUT_LIMITS =
      """
      limits:
        signUpsPerAddressHour: 1000000
        logInsPerAddressMinute: 1000000
        logInsPerHandleMinute: 1000000
        refreshesPerAddressMinute: 1000000
        passwordThreads: 2
      """;

  static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger HANDLES = new AtomicInteger();
  private static final String PASSWORD = "correct horse";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final InMemoryConversation conversation;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final ApiRoutes routes;
  private final HttpServer server;

  /** An answer. */
  public record Answer(int status, String text, HttpResponse<?> response) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + text, e);
      }
    }

    public String get(String field) {
      return json().path(field).asText();
    }
  }

  /** Somebody who is signed in. */
  public record SignedIn(String id, String handle, String token, String refresh) {}

  private TestApi(Backends backends, InMemoryConversation conversation, String yaml)
      throws Exception {
    this.conversation = conversation;
    Bus.install(vertx);
    Configuration configuration = Configuration.parse(yaml);
    AccessTokens tokens = new AccessTokens(configuration.section("auth", AuthConfig.class));
    routes =
        ApiRoutes.create(
                vertx,
                configuration,
                Clock.systemUTC(),
                tokens,
                conversation,
                MongoStore.connect(
                    vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase())),
                metrics)
            .await(60, TimeUnit.SECONDS);
    Router router = Router.router(vertx);
    routes.mount(router);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setCompressionSupported(true))
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  /** Starts it with limits that no test meets by chance. */
  public static TestApi start(Backends backends) throws Exception {
    return start(backends, WITHOUT_LIMITS);
  }

  static TestApi start(Backends backends, String more) throws Exception {
    return startWith(backends, redis(backends) + more);
  }

  /** The same, where {@code more} says where Redis is. */
  static TestApi startWith(Backends backends, String more) throws Exception {
    return new TestApi(backends, new InMemoryConversation(), yaml(backends) + more);
  }

  private static String redis(Backends backends) {
    return "redis: {uri: \"" + backends.redisUri() + "\"}\n";
  }

  /** The same, where clients reach the store of images themselves, at {@code store}. */
  static TestApi startWithStore(Backends backends, String store) throws Exception {
    String yaml = yaml(backends).replace("s3: {", "s3: {publicEndpoint: \"%s\", ".formatted(store));
    return new TestApi(
        backends, new InMemoryConversation(), yaml + redis(backends) + WITHOUT_LIMITS);
  }

  /** Another node on the same back ends, with the same log. */
  TestApi startAnother(Backends backends) throws Exception {
    return new TestApi(backends, conversation, yaml(backends) + redis(backends));
  }

  public static String yaml(Backends backends) throws IOException, GeneralSecurityException {
    return """
    mysql: {endpoints: ["%s:%d"], database: "%s", user: "%s", password: "%s", poolSize: 8}
    auth: {signingKeyFile: "%s"}
    s3: {endpoint: "%s", region: "%s", bucket: "%s", accessKey: "%s", secretKey: "%s"}
    """
        .formatted(
            backends.mysqlHost(),
            backends.mysqlPort(),
            backends.mysqlDatabase(),
            backends.mysqlUser(),
            backends.mysqlPassword(),
            SigningKey.FILE,
            backends.s3Endpoint(),
            backends.s3Region(),
            backends.s3Bucket(),
            backends.s3AccessKey(),
            backends.s3SecretKey());
  }

  /** One key for all nodes of a test run. */
  private static final class SigningKey {
    static final Path FILE = write();

    private static Path write() {
      try {
        Path file = Files.createTempFile("signing", ".pem");
        file.toFile().deleteOnExit();
        byte[] key =
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
        return Files.writeString(
            file,
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n");
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public InMemoryConversation conversation() {
    return conversation;
  }

  public Vertx vertx() {
    return vertx;
  }

  public int port() {
    return server.actualPort();
  }

  public String base() {
    return "http://127.0.0.1:" + port();
  }

  MeterRegistry metrics() {
    return metrics;
  }

  /** Sends a request; {@code token} and {@code body} may be null. */
  Answer send(String method, String path, String token, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body, UTF_8));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  Answer send(String method, String path, String token, String body) {
    return send(method, path, token, body, Map.of());
  }

  Answer get(String path, SignedIn who) {
    return send("GET", path, who.token(), null);
  }

  Answer post(String path, SignedIn who, String body) {
    return send("POST", path, who.token(), body);
  }

  /** A new person, signed in. */
  public SignedIn person(String name) {
    String handle = "p" + HANDLES.incrementAndGet() + "x" + Long.toString(System.nanoTime(), 36);
    Answer account = signUp(handle, name);
    if (account.status() != 201) {
      throw new IllegalStateException(account.toString());
    }
    return logIn(account.get("id"), handle);
  }

  /** The same, from another address behind our proxy. */
  SignedIn personFrom(String address) {
    Map<String, String> forwarded = Map.of("X-Forwarded-For", address);
    String handle = "f" + Long.toString(System.nanoTime(), 36);
    Answer account = send("POST", "/v1/accounts", null, account(handle, "From afar"), forwarded);
    Answer session = send("POST", "/v1/sessions", null, logInBody(handle, PASSWORD), forwarded);
    return new SignedIn(
        account.get("id"), handle, session.get("accessToken"), session.get("refreshToken"));
  }

  Answer signUp(String handle, String name) {
    return send("POST", "/v1/accounts", null, account(handle, name));
  }

  private static String account(String handle, String name) {
    return JSON.createObjectNode()
        .put("handle", handle)
        .put("name", name)
        .put("password", PASSWORD)
        .toString();
  }

  SignedIn logIn(String id, String handle) {
    Answer session = logInWith(handle, PASSWORD);
    if (session.status() != 201) {
      throw new IllegalStateException(session.toString());
    }
    return new SignedIn(id, handle, session.get("accessToken"), session.get("refreshToken"));
  }

  Answer logInWith(String handle, String password) {
    return send("POST", "/v1/sessions", null, logInBody(handle, password));
  }

  private static String logInBody(String handle, String password) {
    var body = JSON.createObjectNode().put("handle", handle).put("password", password);
    body.putObject("device").put("name", "a test").put("platform", "linux");
    return body.toString();
  }

  /** A new team of {@code owner}; its id. */
  public String team(SignedIn owner, boolean open) {
    return post("/v1/teams", owner, "{\"name\":\"Team\",\"open\":" + open + "}").get("id");
  }

  /** A new channel; its id. */
  public String channel(SignedIn owner, String team, boolean isPrivate) {
    return post(
            "/v1/teams/" + team + "/channels",
            owner,
            "{\"name\":\"Channel %d\",\"private\":%b}"
                .formatted(HANDLES.incrementAndGet(), isPrivate))
        .get("id");
  }

  @Override
  public void close() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
    routes.close().await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
    http.close();
  }
}
