package chat.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, and what is freed when a client goes away. */
@Timeout(30)
class SockJsRoutesTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final SockJsLimits QUICK =
      SockJsLimits.DEFAULT.withAway(SHORT).withTimes(LONG, LONG, LONG);
  private static final SockJsLimits PATIENT =
      SockJsLimits.DEFAULT.withAway(LONG).withTimes(LONG, LONG, LONG);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private EchoServer server;

  private void start(SockJsLimits limits) {
    server = new EchoServer(limits);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
  }

  @Test
  void theAddressGreets() throws Exception {
    start(PATIENT);

    assertThat(get("/echo").body()).isEqualTo("Welcome to SockJS!\n");
    assertThat(get("/echo/").body()).isEqualTo("Welcome to SockJS!\n");
  }

  @Test
  void infoSaysThatWebSocketsAreThereAndNoCookieIsNeeded() throws Exception {
    start(PATIENT);

    HttpResponse<String> info = get("/echo/info?t=1");

    assertThat(info.body())
        .contains("\"websocket\":true", "\"cookie_needed\":false", "\"entropy\":");
    assertThat(info.headers().firstValue("Cache-Control")).hasValueSatisfying(this::isNotStored);
  }

  private void isNotStored(String cacheControl) {
    assertThat(cacheControl).contains("no-store");
  }

  @Test
  void aForeignPageIsRefusedAndAFriendsPageMayRead() throws Exception {
    start(PATIENT);

    assertThat(send(request("/echo/info").header("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(
            send(post("/echo/0/abc/xhr", "").header("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    HttpResponse<String> friend = send(request("/echo/info").header("Origin", EchoServer.FRIEND));
    assertThat(friend.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue(EchoServer.FRIEND);
    assertThat(server.peers).isEmpty();
  }

  @Test
  void nothingElseIsAnswered() throws Exception {
    start(PATIENT);

    for (String path :
        new String[] {
          "/echo/iframe.html",
          "/echo/iframe-1.html",
          "/echo/0/a/jsonp",
          "/echo/0/a/htmlfile",
          "/echo/0/a.b/xhr",
          "/echo/0/a/xhr/x",
          "/echo/0/" + "x".repeat(65) + "/xhr"
        }) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<String> wrong = get("/echo/0/a/xhr");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void aPollingClientGetsItsMessagesBack() throws Exception {
    start(PATIENT);
    assertThat(poll("abc")).isEqualTo("o\n");

    assertThat(say("abc", "[\"안녕 \\\"너\\\"\",\"\uD83D\uDE00\"]")).isEqualTo(204);

    assertThat(poll("abc") + (server.peer().messages.size() == 2 ? "" : poll("abc")))
        .contains("안녕 \\\"너\\\"");
    assertThat(server.peer().messages).containsExactly("안녕 \"너\"", "\uD83D\uDE00");
  }

  @Test
  void aPollWaitsForTheNextMessage() throws Exception {
    start(PATIENT);
    poll("abc");
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendAsync(post("/echo/0/abc/xhr", "").build(), BodyHandlers.ofString());

    server.peer().send("now");

    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).isEqualTo("a[\"now\"]\n");
  }

  @Test
  void whatCannotBeReadIsRefusedAndTheConversationGoesOn() throws Exception {
    start(PATIENT);
    poll("abc");

    assertThat(say("nobody", "[\"a\"]")).isEqualTo(404);
    assertThat(say("abc", "")).isEqualTo(500);
    assertThat(say("abc", "[\"a")).isEqualTo(500);
    assertThat(say("abc", "[]")).isEqualTo(204);
    assertThat(say("abc", "[\"still here\"]")).isEqualTo(204);

    assertThat(poll("abc")).isEqualTo("a[\"still here\"]\n");
    assertThat(server.peer().empty).isEqualTo(1);
  }

  @Test
  void moreThanIsAcceptedAtOnceIsRefusedUntilTheApplicationAcceptsMore() throws Exception {
    start(PATIENT.withFirstBytes(100));
    poll("abc");
    String large = "[\"" + "x".repeat(200) + "\"]";

    assertThat(say("abc", large)).isEqualTo(413);
    assertThat(server.peer().messages).isEmpty();
    server.peer().with(socket -> socket.accept(1_000));
    assertThat(say("abc", large)).isEqualTo(204);
    assertThat(poll("abc")).hasSize(200 + 6);
  }

  @Test
  void aSecondReceiverIsSentAway() throws Exception {
    start(PATIENT);
    HttpResponse<InputStream> first =
        http.send(post("/echo/0/abc/xhr_streaming", "").build(), BodyHandlers.ofInputStream());
    line(first.body());
    assertThat(line(first.body())).isEqualTo("o");

    assertThat(poll("abc")).isEqualTo("c[2010,\"Another connection still open\"]\n");

    server.peer().send("for the first");
    assertThat(line(first.body())).isEqualTo("a[\"for the first\"]");
    first.body().close();
  }

  @Test
  void aStreamShowsItsFirstFrameAtOnceAndIsNotCompressed() throws Exception {
    start(PATIENT);

    HttpResponse<InputStream> stream =
        http.send(
            post("/echo/0/abc/xhr_streaming", "")
                .header("Accept-Encoding", "gzip, deflate")
                .build(),
            BodyHandlers.ofInputStream());

    assertThat(stream.headers().firstValue("Content-Encoding").orElse("identity"))
        .isEqualTo("identity");
    assertThat(line(stream.body())).isEqualTo("h".repeat(2_048));
    assertThat(line(stream.body())).isEqualTo("o");
    server.peer().send("안녕");
    assertThat(line(stream.body())).isEqualTo("a[\"안녕\"]");
    stream.body().close();
  }

  @Test
  void serverSentEventsHaveTheirForm() throws Exception {
    start(PATIENT);

    HttpResponse<InputStream> stream =
        http.send(request("/echo/0/abc/eventsource").build(), BodyHandlers.ofInputStream());

    assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(line(stream.body())).isEqualTo("\r");
    assertThat(line(stream.body())).isEqualTo("data: o\r");
    assertThat(line(stream.body())).isEqualTo("\r");
    server.peer().send("x");
    assertThat(line(stream.body())).isEqualTo("data: a[\"x\"]\r");
    stream.body().close();
  }

  @Test
  void aStreamEndsAfter128KilobytesAndTheNextGoesOn() throws Exception {
    start(PATIENT);
    CompletableFuture<HttpResponse<String>> first = stream("abc");
    until(() -> !server.peers.isEmpty());
    String large = "x".repeat(50_000);

    for (int i = 0; i < 4; i++) {
      server.peer().send(i + large);
    }

    String got = first.get(10, TimeUnit.SECONDS).body();
    assertThat(got).contains("0x", "1x", "2x").doesNotContain("3x");
    assertThat(poll("abc")).startsWith("a[\"3x");
    assertThat(server.peer().closed).isZero();
  }

  @Test
  void aClientThatIsTurnedAwayLeavesNothing() throws Exception {
    start(PATIENT);
    server.admits = false;

    HttpResponse<String> refused = send(post("/echo/0/abc/xhr", ""));

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(server.sessions.size()).isZero();
  }

  @Test
  void aClientThatStopsPollingIsFreed() throws Exception {
    start(QUICK);
    poll("abc");
    server.peer().send("never fetched");

    until(() -> server.sessions.size() == 0);

    assertThat(server.peer().closed).isEqualTo(1);
    assertThat(say("abc", "[\"a\"]")).isEqualTo(404);
  }

  @Test
  void aClientWhoseConnectionBreaksIsFreedAtOnce() throws Exception {
    start(PATIENT);
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        rawRequest(socket, "/echo/0/abc" + i + "/xhr_streaming");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
    }

    until(() -> server.sessions.size() == 0);
    until(() -> server.peers.stream().allMatch(peer -> peer.closed == 1));

    assertThat(server.peers).hasSize(20);
  }

  /** vert.x 684: writes for a client that does not read piled up until memory was exhausted. */
  @Test
  void aStreamingClientThatDoesNotReadIsFullThenFreed() throws Exception {
    start(QUICK.withFullBytes(50_000).withTimes(LONG, Duration.ofMillis(500), LONG));
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
      rawRequest(socket, "/echo/0/abc/xhr_streaming");
      until(() -> !server.peers.isEmpty());
      String message = "x".repeat(10_000);
      long sent = 0;
      while (!server.peer().isFull() && server.peer().closed == 0) {
        server.peer().send(message);
        sent += message.length();
        // The stream ends every 128 KB: this client never comes back for the next one.
        assertThat(sent).isLessThan(64L << 20);
      }

      until(() -> server.sessions.size() == 0);
      until(() -> server.peer().closed == 1);
    }
  }

  /** vert.x 684 again, for what cannot be left out, such as answers. */
  @Test
  void answersForAClientThatDoesNotFetchThemAreBounded() throws Exception {
    start(PATIENT.withFullBytes(10_000));
    poll("abc");
    String message = "x".repeat(1_000);

    for (int i = 0; i < 45; i++) {
      server.peer().send(message);
    }

    until(() -> server.peer().closed == 1);
    String all = poll("abc") + poll("abc");
    assertThat(all).contains("c[4409,\"reads too slowly\"]");
    assertThat(all.length()).isLessThan(50_000);
  }

  /** vertx-web 1327: sessions stayed in a list of close hooks after their sockets had closed. */
  @Test
  void manyClientsThatComeAndGoLeaveNothing() throws Exception {
    start(QUICK);
    for (int i = 0; i < 200; i++) {
      poll("client" + i);
      if (i % 2 == 0) {
        server.peers.get(i).with(socket -> socket.close(3000, "Go away!"));
      }
    }

    until(() -> server.sessions.size() == 0);

    assertThat(server.peers).hasSize(200).allMatch(peer -> peer.closed == 1);
  }

  @Test
  void aFullSocketIsDrainedByItsNextPoll() throws Exception {
    start(PATIENT.withFullBytes(10_000));
    poll("abc");
    String message = "x".repeat(6_000);
    server.peer().send(message);
    assertThat(server.peer().isFull()).isFalse();
    server.peer().send(message);
    assertThat(server.peer().isFull()).isTrue();
    assertThat(server.peer().drained).isZero();

    assertThat(poll("abc").length()).isGreaterThan(12_000);

    until(() -> server.peer().drained == 1);
    assertThat(server.peer().isFull()).isFalse();
  }

  @Test
  void theLastMessagesAndTheReasonReachAClientBetweenTwoPolls() throws Exception {
    start(PATIENT);
    poll("abc");

    server
        .peer()
        .with(
            socket -> {
              socket.send(SockJsMessage.of("bye".getBytes(UTF_8)));
              socket.close(1001, "going away");
            });

    assertThat(poll("abc")).isEqualTo("a[\"bye\"]\nc[1001,\"going away\"]\n");
    assertThat(poll("abc")).isEqualTo("c[1001,\"going away\"]\n");
    until(() -> server.peer().closed == 1);
  }

  @Test
  void aSilentPollEndsWithAHeartbeat() throws Exception {
    start(PATIENT.withTimes(SHORT, LONG, LONG));
    poll("abc");

    assertThat(poll("abc")).isEqualTo("h\n");
    assertThat(server.peer().closed).isZero();
  }

  @Test
  void aStreamEndsInTimeSoThatADeadClientIsNoticed() throws Exception {
    start(QUICK.withTimes(LONG, LONG, SHORT));

    assertThat(stream("abc").get(10, TimeUnit.SECONDS).body()).endsWith("o\n");

    until(() -> server.peer().closed == 1);
    assertThat(server.sessions.size()).isZero();
  }

  @Test
  void requestsOnDifferentLoopsMeetInOneConversation() throws Exception {
    start(PATIENT);
    poll("abc");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      // A connection of its own each: the server spreads them over its loops.
      try (HttpClient other =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        other.send(
            post("/echo/0/abc/xhr_send", "[\"<" + i + ">\"]").build(), BodyHandlers.ofString());
        all.append(other.send(post("/echo/0/abc/xhr", "").build(), BodyHandlers.ofString()).body());
      }
    }

    assertThat(server.peers).hasSize(1);
    for (int i = 0; i < 30; i++) {
      assertThat(all).contains("<" + i + ">");
    }
  }

  // ---- helpers ----

  private static void rawRequest(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                .getBytes(UTF_8));
  }

  private CompletableFuture<HttpResponse<String>> stream(String id) {
    return http.sendAsync(
        post("/echo/0/" + id + "/xhr_streaming", "").build(), BodyHandlers.ofString());
  }

  private String poll(String id) throws Exception {
    return send(post("/echo/0/" + id + "/xhr", "")).body();
  }

  private int say(String id, String body) throws Exception {
    return send(post("/echo/0/" + id + "/xhr_send", body)).statusCode();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path).POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String line(InputStream in) throws IOException {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the stream ended");
      }
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
