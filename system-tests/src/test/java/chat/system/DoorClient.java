package chat.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that others wrote, in a process of its own; see {@code src/test/node/door.mjs}. */
final class DoorClient implements AutoCloseable {
  private static final Path SOURCES = Path.of("src", "test", "node").toAbsolutePath();
  private static final Path INSTALLED =
      Path.of("target", "node-" + ClusterExtension.FORK).toAbsolutePath();
  private static final long PATIENCE_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Writer commands;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  private DoorClient(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  /** Starts a client at a door; without transports it chooses itself. */
  static DoorClient start(URI node, String client, String... transports) throws Exception {
    install();
    List<String> command = new ArrayList<>(List.of("node", "door.mjs", client, node.toString()));
    command.addAll(List.of(transports));
    return new DoorClient(
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectError(INSTALLED.resolve("errors.log").toFile())
            .start());
  }

  /** The packages, in the folder of build results, as their lock file has them. */
  private static synchronized void install() throws Exception {
    Files.createDirectories(INSTALLED);
    boolean same = true;
    for (String file : List.of("package.json", "package-lock.json", "door.mjs")) {
      Path target = INSTALLED.resolve(file);
      boolean equal = Files.exists(target) && Files.mismatch(SOURCES.resolve(file), target) < 0;
      if (!equal) {
        Files.copy(
            SOURCES.resolve(file), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        same &= file.equals("door.mjs");
      }
    }
    if (same && Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
      return;
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
    assertThat(npm.waitFor()).as("npm ci: %s", said).isZero();
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it what to do, with arguments as name and value. */
  void tell(String what, Object... arguments) throws IOException {
    ObjectNode command = JSON.createObjectNode().put("do", what);
    for (int i = 0; i < arguments.length; i += 2) {
      command.set((String) arguments[i], JSON.valueToTree(arguments[i + 1]));
    }
    commands.write(JSON.writeValueAsString(command) + '\n');
    commands.flush();
  }

  void send(ClientFrame frame) throws IOException {
    tell("send", "frame", JSON.readTree(Wire.toJson(frame)));
  }

  /** The next thing of that kind that happens; others before it are skipped. */
  JsonNode next(String event) throws InterruptedException {
    List<JsonNode> skipped = new ArrayList<>();
    while (true) {
      JsonNode next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("no %s came, but %s", event, skipped).isNotNull();
      if (next.path("event").asText().equals(event)) {
        return next;
      }
      skipped.add(next);
    }
  }

  /** The next frame of that kind; others before it are skipped. */
  <T extends ServerFrame> T next(Class<T> type) throws Exception {
    while (true) {
      ServerFrame frame = frame(next("frame"));
      if (type.isInstance(frame)) {
        return type.cast(frame);
      }
    }
  }

  static ServerFrame frame(JsonNode event) throws IOException {
    return Wire.fromJson(JSON.writeValueAsBytes(event.get("frame")), ServerFrame.class);
  }

  /** What has happened and was not asked for yet. */
  List<JsonNode> rest() {
    List<JsonNode> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest;
  }

  /** Its process dies without a word to the server. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its process stops to do anything, and reads nothing. */
  void freeze() throws Exception {
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws Exception {
    kill();
  }
}
