package chat.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the door lets in and what it does with those that have not signed in; no back ends. */
@Timeout(30)
class SocketDoorTest {
  private static final SocketConfig CONFIG =
      new SocketConfig(
          100, 2, 50, 1, 1, 45, 15, 10, 20, 1 << 20, 60, Set.of("https://ours.example"));

  @TempDir private Path folder;
  private DoorServer server;

  private void start(SocketConfig config) throws Exception {
    server = new DoorServer(folder, config);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Future<WebSocket> connect(String... headers) {
    return connect(frame -> {}, headers);
  }

  /** Hears of every frame, however soon the first one comes. */
  private Future<WebSocket> connect(Consumer<String> heard, String... headers) {
    WebSocketConnectOptions where = new WebSocketConnectOptions();
    where.setHost("localhost").setPort(server.port()).setURI("/ws");
    for (int i = 0; i < headers.length; i += 2) {
      where.addHeader(headers[i], headers[i + 1]);
    }
    ClientWebSocket socket = server.vertx.createWebSocketClient().webSocket();
    socket.textMessageHandler(heard::accept);
    return socket.connect(where);
  }

  /** The whole answer to a handshake that is refused: the server ends the connection after it. */
  private String refused(String... headers) throws IOException {
    StringBuilder request =
        new StringBuilder("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n")
            .append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void ends(WebSocket socket, int code) {
    Future<Void> closed =
        Future.future(
            promise -> {
              try {
                socket.closeHandler(promise::tryComplete);
              } catch (IllegalStateException closedAlready) {
                promise.tryComplete();
              }
            });
    closed.timeout(10, TimeUnit.SECONDS).await();
    assertThat(socket.closeStatusCode()).isEqualTo((short) code);
  }

  @Test
  void whoDoesNotSignInIsSentAway() throws Exception {
    start(CONFIG);
    ends(connect().await(), 4408);
  }

  @Test
  void aFrameBeforeSignInMustBeSmall() throws Exception {
    start(CONFIG);
    WebSocket socket = connect().await();
    socket.writeTextMessage("{\"t\":\"auth\",\"token\":\"" + "x".repeat(9_000) + "\"}");
    ends(socket, 1009);
  }

  @Test
  void whoSendsTooFastIsToldSoAndSentAway() throws Exception {
    start(CONFIG);
    List<String> frames = new CopyOnWriteArrayList<>();
    WebSocket socket = connect(frames::add).await();
    for (int i = 0; i < 100; i++) {
      socket.writeTextMessage("{\"t\":\"ping\"}");
    }
    ends(socket, 4429);
    // The burst, and what the rate allows while they are sent.
    assertThat(frames).hasSizeBetween(21, 99);
    assertThat(frames.getFirst()).contains("\"unauthorized\"");
    assertThat(frames.getLast()).contains("\"rate-limited\"", "\"status\":429");
  }

  @Test
  void aTokenInTheHeaderThatIsNotValidIsRefusedOnTheSocket() throws Exception {
    start(CONFIG);
    List<String> frames = new CopyOnWriteArrayList<>();
    ends(connect(frames::add, "Authorization", "Bearer nonsense").await(), 4401);
    assertThat(frames).singleElement().asString().contains("\"unauthorized\"");
  }

  @Test
  void binaryMessagesAreNotUnderstood() throws Exception {
    start(CONFIG);
    WebSocket socket = connect().await();
    socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer("{}"));
    ends(socket, 1003);
  }

  @Test
  void pagesOfOtherSitesAreNotLetIn() throws Exception {
    start(CONFIG);
    assertThat(status("GET", "/ws", "Origin", "https://theirs.example")).isEqualTo(403);
    connect("Origin", "https://ours.example").await().close().await();
  }

  @Test
  void anAddressHasSoManyConnectionsAndGetsThemBack() throws Exception {
    start(CONFIG);
    WebSocket first = connect("X-Forwarded-For", "192.0.2.1").await();
    connect("X-Forwarded-For", "192.0.2.1").await();

    assertThat(refused("X-Forwarded-For", "192.0.2.1"))
        .startsWith("HTTP/1.1 429 ")
        .containsPattern("(?i)\r\nretry-after: [1-5]\r\n")
        .contains("\"type\":\"rate-limited\"");
    connect("X-Forwarded-For", "192.0.2.2").await();

    ends(first, 4408);
    connect("X-Forwarded-For", "192.0.2.1").await();
  }

  @Test
  void aNodeWithAllConnectionsThatItMayHaveSaysWhenToComeBack() throws Exception {
    start(new SocketConfig(1, 50, 50, 1, 10, 45, 15, 10, 20, 1 << 20, 60, Set.of()));
    WebSocket first = connect().await();

    assertThat(refused())
        .startsWith("HTTP/1.1 503 ")
        .containsPattern("(?i)\r\nretry-after: [1-5]\r\n");
    first.writeTextMessage("{\"t\":\"ping\"}").await();
    assertThat(first.isClosed()).as("those that are there stay").isFalse();
  }

  @Test
  void theLimitsHoldForAllDoors() throws Exception {
    start(new SocketConfig(1, 50, 50, 1, 10, 45, 15, 10, 20, 1 << 20, 60, Set.of()));
    connect().await();
    for (String door : List.of("/sockjs", "/eventbus")) {
      assertThat(status("POST", door + "/000/one/xhr")).as(door).isEqualTo(503);
    }
  }

  @Test
  void aNodeThatIsLateTakesNoMoreForAWhile() throws Exception {
    start(CONFIG);
    server.vertx.setPeriodic(1, 100, timer -> server.admission.late(TimeUnit.SECONDS.toNanos(4)));
    server.admission.late(TimeUnit.SECONDS.toNanos(4));
    assertThat(refused()).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void anEventLoopThatWasHeldUpIsLate() throws Exception {
    start(CONFIG);
    server.admission.check("192.0.2.1");

    server.holdUp(Duration.ofMillis(4_200));

    assertThatThrownBy(() -> server.admission.check("192.0.2.1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
  }

  @Test
  void aRequestThatIsNoHandshakeIsToldWhatIsMissing() throws Exception {
    start(CONFIG);
    assertThat(status("GET", "/ws", "Upgrade", "tls/1.0")).isEqualTo(426);
    assertThat(status("POST", "/ws", "Upgrade", "websocket")).isEqualTo(405);
    assertThat(
            status(
                "GET",
                "/ws",
                "Upgrade",
                "websocket",
                "Connection",
                "Upgrade",
                "Sec-WebSocket-Version",
                "8"))
        .isEqualTo(426);
    assertThat(
            status(
                "GET",
                "/ws",
                "Upgrade",
                "websocket",
                "Connection",
                "Upgrade",
                "Sec-WebSocket-Version",
                "13",
                "Sec-WebSocket-Key",
                "short"))
        .isEqualTo(400);
  }

  /** One that never ends would keep its place without being counted. */
  @Test
  void aHandshakeHasNoBody() throws Exception {
    start(CONFIG);
    assertThat(refused("Content-Length", "5")).startsWith("HTTP/1.1 400 ").contains("no body");
    assertThat(refused("Transfer-Encoding", "chunked")).startsWith("HTTP/1.1 400 ");
    connect("Content-Length", "0").await();
  }

  private int status(String method, String path, String... headers) {
    return server
        .vertx
        .createHttpClient()
        .request(io.vertx.core.http.HttpMethod.valueOf(method), server.port(), "localhost", path)
        .compose(
            request -> {
              for (int i = 0; i < headers.length; i += 2) {
                request.putHeader(headers[i], headers[i + 1]);
              }
              return request.send();
            })
        .await()
        .statusCode();
  }
}
