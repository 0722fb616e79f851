package chat.bench.baseline;

import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import chat.embedded.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the programs of {@link BaselineMain} as a process. */
public final class BaselineServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ChildProcess process;
  private final int port;

  private BaselineServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it; returns when it serves.
   *
   * @param kind {@code netty} or {@code vertx}
   * @param jvm arguments, as those of the node that it is compared with
   */
  public static BaselineServer start(Path folder, String kind, int loops, List<String> jvm)
      throws IOException {
    int port = FreePorts.next();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-cp",
            System.getProperty("java.class.path"),
            BaselineMain.class.getName(),
            kind,
            Integer.toString(port),
            Integer.toString(loops)));
    ChildProcess process =
        ChildProcess.start(
            new ChildSpec(
                kind,
                command,
                Map.of(),
                folder,
                folder.resolve(kind + ".log"),
                folder.resolve(kind + ".pid"),
                line -> line.equals("ready")));
    BaselineServer server = new BaselineServer(process, port);
    try {
      process.awaitReady(LIMIT);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  /** Bytes of its direct buffers. */
  public long direct() throws IOException {
    try (var in = URI.create("http://127.0.0.1:" + port + "/direct").toURL().openStream()) {
      return Long.parseLong(
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() {
    process.stop(LIMIT);
  }
}
