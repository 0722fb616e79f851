package chat.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.config.NodeConfig;
import chat.config.NodeConfig.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FirstRequestsTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);

  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void start() throws IOException {
    port = freePort();
    NodeConfig node = new NodeConfig("n", "127.0.0.1", port, 0, Set.of(Role.CHAT), 0, List.of(), 0);
    PublicServer.Routes empty =
        (loop, router) -> {
          router.get("/").handler(request -> request.response().end());
          return Future.succeededFuture();
        };
    vertx.deployVerticle(new PublicServer(node, Duration.ofSeconds(1), "", List.of(empty))).await();
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Socket connect() throws IOException {
    return new Socket("127.0.0.1", port);
  }

  /** Reads until the server ends the connection. */
  private static void assertClosed(Socket client) throws IOException {
    try {
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void whoSaysNothingIsDisconnected() throws Exception {
    try (Socket silent = connect()) {
      assertClosed(silent);
    }
  }

  @Test
  void whoNeverEndsTheRequestIsDisconnected() throws Exception {
    try (Socket slow = connect()) {
      slow.getOutputStream().write(REQUEST, 0, 20);
      assertClosed(slow);
    }
  }

  @Test
  void whoHasSentARequestMayTakeTimeForTheNext() throws Exception {
    try (Socket quick = connect();
        Socket silent = connect()) {
      quick.getOutputStream().write(REQUEST);
      int first = quick.getInputStream().read();
      // By the time at which the one that said nothing is gone, the other would be too.
      assertClosed(silent);
      quick.getOutputStream().write(REQUEST);

      assertThat((char) first).isEqualTo('H');
      assertThat(nextAnswer(quick)).startsWith("HTTP/1.1 200");
    }
  }

  /** The head of the answer after the one of which the first byte was read. */
  private static String nextAnswer(Socket client) throws IOException {
    StringBuilder read = new StringBuilder();
    int head = -1;
    while (head < 0) {
      read.append((char) client.getInputStream().read());
      head = read.indexOf("\r\n\r\nHTTP/1.1 200");
    }
    return read.substring(head + 4);
  }
}
