package chat.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FirstRequestsTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        vertx
            .deployVerticle(
                new io.vertx.core.VerticleBase() {
                  @Override
                  public io.vertx.core.Future<?> start() {
                    FirstRequests requests = new FirstRequests(vertx, Duration.ofSeconds(1));
                    server =
                        vertx
                            .createHttpServer(
                                new HttpServerOptions().setHttp2ClearTextEnabled(false))
                            .connectionHandler(requests::opened)
                            .requestHandler(
                                request -> {
                                  requests.arrived(request.connection());
                                  request.response().end();
                                });
                    return server.listen(0);
                  }
                })
            .map(deployed -> server)
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Socket connect() throws IOException {
    return new Socket("localhost", server.actualPort());
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
      byte[] rest = quick.getInputStream().readNBytes(50);
      assertThat(new String(rest, US_ASCII)).contains("\r\n\r\nHTTP/1.1 200");
    }
  }
}
