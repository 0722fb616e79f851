package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose heap is really full, in a process with a small one. */
@Timeout(120)
class FullHeapTest {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Process server;
  private BufferedReader answers;
  private BufferedWriter commands;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DoorServer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = server.inputReader(StandardCharsets.UTF_8);
    commands = server.outputWriter(StandardCharsets.UTF_8);
    port = Integer.parseInt(answer("[0-9]+"));
  }

  @AfterEach
  void stop() throws Exception {
    commands.close();
    assertThat(server.waitFor(20, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    vertx.close().await();
  }

  /** What it prints next; it may log in between. */
  private String answer(String pattern) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.matches(pattern)) {
      line = answers.readLine();
    }
    assertThat(line).as("the server has ended").isNotNull();
    return line;
  }

  private void command(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    answer("done");
  }

  private Future<WebSocket> connect() {
    WebSocketConnectOptions where = new WebSocketConnectOptions();
    where.setHost("localhost").setPort(port).setURI("/ws");
    return vertx.createWebSocketClient().connect(where);
  }

  @Test
  void newConnectionsAreToldToComeLaterAndThoseThatAreThereGoOn() throws Exception {
    WebSocket first = connect().await();
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    first.textMessageHandler(frames::add);
    command("fill");

    UpgradeRejectedException refusal = null;
    while (refusal == null) {
      // The server looks at its heap each second.
      refusal = connect().map((UpgradeRejectedException) null).otherwise(this::refusal).await();
    }
    assertThat(refusal.getStatus()).isEqualTo(503);
    assertThat(Integer.parseInt(refusal.getHeaders().get("Retry-After"))).isBetween(1, 5);
    assertThat(refusal.getBody().toString()).contains("\"type\":\"overloaded\"");
    first.writeTextMessage("{\"t\":\"status\",\"status\":\"idle\"}").await();
    assertThat(frames.poll(10, TimeUnit.SECONDS)).contains("\"unauthorized\"");

    command("free");
    WebSocket next = null;
    while (next == null) {
      next = connect().otherwiseEmpty().await();
    }
    assertThat(first.isClosed()).isFalse();
  }

  private UpgradeRejectedException refusal(Throwable failure) {
    return (UpgradeRejectedException) failure;
  }
}
