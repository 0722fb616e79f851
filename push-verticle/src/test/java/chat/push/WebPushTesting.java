package chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The push service of the npm package web-push-testing, in a process of its own: checks tokens and
 * decrypts with an implementation of RFC 8291 that is not ours.
 */
final class WebPushTesting implements AutoCloseable {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ".")).resolve("src/test/node");
  private static final Duration INSTALL_WITHIN = Duration.ofMinutes(3);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String url;

  /** A browser that has subscribed. */
  record Browser(String endpoint, String p256dh, String auth, String hash) {}

  private WebPushTesting(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static WebPushTesting start() throws IOException, InterruptedException {
    install();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder("node", "service.cjs", String.valueOf(port))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = process.inputReader(UTF_8).readLine();
    if (said == null || !said.startsWith("Server running")) {
      process.destroyForcibly();
      throw new IOException("the push service did not start: " + said);
    }
    return new WebPushTesting(process, "http://localhost:" + port);
  }

  /** Installs what the lock file names, unless that has been done already. */
  private static void install() throws IOException, InterruptedException {
    String wanted =
        Files.readString(FOLDER.resolve("package.json"))
            + Files.readString(FOLDER.resolve("package-lock.json"));
    Path stamp = FOLDER.resolve("node_modules/.installed");
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    Path output = Files.createTempFile("npm", ".out");
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!npm.waitFor(INSTALL_WITHIN.toMillis(), TimeUnit.MILLISECONDS) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException("npm ci failed: " + Files.readString(output));
    }
    Files.delete(output);
    Files.writeString(stamp, wanted);
  }

  /** A browser subscribes under that key. */
  Browser subscribe(String vapidPublicKey) throws IOException, InterruptedException {
    JsonObject data =
        post(
            "/subscribe",
            new JsonObject()
                .put("userVisibleOnly", "true")
                .put("applicationServerKey", vapidPublicKey));
    JsonObject keys = data.getJsonObject("keys");
    return new Browser(
        data.getString("endpoint"),
        keys.getString("p256dh"),
        keys.getString("auth"),
        data.getString("clientHash"));
  }

  /** What it was told, decrypted, in its order. */
  List<JsonObject> notifications(Browser browser) {
    try {
      return post("/get-notifications", new JsonObject().put("clientHash", browser.hash()))
          .getJsonArray("messages")
          .stream()
          .map(text -> new JsonObject((String) text))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The service forgets it. */
  void expire(Browser browser) throws IOException, InterruptedException {
    send("/expire-subscription/" + browser.hash(), new JsonObject());
  }

  private JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return new JsonObject(send(path, body)).getJsonObject("data");
  }

  private String send(String path, JsonObject body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }
}
