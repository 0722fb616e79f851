package chat.cluster;

import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One node as its own process; keeps its ports and its name when it is started again. */
public final class NodeProcess {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final String name;
  private final Path folder;
  private final Path configuration;
  private final ClusterOptions options;
  private final NodePlace place;
  private final List<String> arguments;
  private volatile Map<String, String> environment = Map.of();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(REQUEST).build();
  private ChildProcess process;

  /**
   * A node that does not run yet.
   *
   * @param arguments besides its configuration
   */
  NodeProcess(
      String name,
      Path folder,
      Path configuration,
      ClusterOptions options,
      NodePlace place,
      List<String> arguments) {
    this.name = name;
    this.folder = folder;
    this.configuration = configuration;
    this.options = options;
    this.place = place;
    this.arguments = arguments;
  }

  public URI address() {
    return URI.create("http://" + place.host() + ':' + place.publicPort());
  }

  public String name() {
    return name;
  }

  public synchronized long pid() {
    return process.pid();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts the node and waits until it is ready; gives how long that took. */
  public Duration start() throws IOException {
    long begin = System.nanoTime();
    launch();
    awaitReady();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** From its next start on, on top of this process's own. */
  public void environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
  }

  /** Starts the node without waiting for anything. */
  public synchronized void launch() throws IOException {
    List<String> command = new ArrayList<>(place.enter());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.nodeJvm());
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-jar",
            options.chatJar().toAbsolutePath().toString(),
            "--config",
            configuration.toString()));
    command.addAll(arguments);
    process =
        ChildProcess.start(
            new ChildSpec(
                name,
                command,
                environment,
                folder,
                folder.resolve("logs").resolve(name + ".log"),
                folder.resolve("run").resolve(name + ".pid"),
                line -> false));
  }

  /** Completes with the exit status when the process that runs now ends. */
  public synchronized CompletableFuture<Integer> onExit() {
    return process.onExit();
  }

  /** Waits until the node, which was launched, is ready. */
  public void awaitReady() throws IOException {
    Await.until(
        READY_WITHIN,
        () -> {
          if (!isAlive()) {
            throw new IOException(
                name + " ended while starting; see " + folder.resolve("logs/" + name + ".log"));
          }
          return isReady();
        },
        name + " is not ready; see " + folder.resolve("logs/" + name + ".log"));
  }

  /** Whether it says that it serves. */
  public boolean isReady() {
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a load balancer would find out within {@code limit}. */
  public Answering probe(Duration limit) {
    try {
      return get("/health/ready", limit).statusCode() == 200
          ? Answering.READY
          : Answering.NOT_READY;
    } catch (HttpTimeoutException e) {
      return Answering.SILENT;
    } catch (IOException e) {
      return Answering.GONE;
    }
  }

  /** How a node answers the question whether it is ready. */
  public enum Answering {
    READY,
    NOT_READY,
    /** Nothing comes back. */
    SILENT,
    /** Nobody listens. */
    GONE
  }

  /** What it measures, in Prometheus's text format. */
  public Metrics metrics() throws IOException {
    return Metrics.parse(get("/metrics").body());
  }

  private HttpResponse<String> get(String path) throws IOException {
    return get(path, REQUEST);
  }

  private HttpResponse<String> get(String path, Duration limit) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + place.host() + ':' + place.managementPort() + path))
            .timeout(limit)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** As {@code kill -STOP} does: nothing in it runs any more, and nobody is told. */
  public void pause() throws IOException {
    signal("STOP");
  }

  /** As {@code kill -CONT} does: it goes on where it was. */
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
    try {
      if (kill.waitFor() != 0) {
        throw new IOException(name + " could not be signalled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Waits for a node that ends by itself; gives its exit status. */
  public int awaitExit(Duration limit) throws IOException {
    ChildProcess ending;
    synchronized (this) {
      ending = process;
    }
    return ending.awaitExit(limit);
  }

  /** As {@code kill -9} does; returns when the process is gone. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** As a service manager's stop begins: SIGTERM. Does not wait. */
  public void terminate() throws IOException {
    signal("TERM");
  }

  /** In order: SIGTERM, then time to drain. */
  public synchronized void stop() {
    if (process != null) {
      process.stop(STOP_WITHIN);
    }
  }
}
