package chat.embedded.supervisor;

import chat.embedded.Backend;
import chat.embedded.EmbeddedBackends;
import chat.embedded.EmbeddedOptions;
import chat.embedded.Place;
import chat.embedded.process.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The whole system: back ends and nodes, started side by side, watched, and stopped in order (nodes
 * first, so that they can hand over what they hold).
 */
public final class Supervisor implements AutoCloseable {
  private static final Duration NODE_LIMIT = Duration.ofSeconds(120);

  private final DataDirectory directory;
  private final EmbeddedBackends backends;
  private final List<Node> nodes;
  private final Consumer<String> say;
  private final List<Guardian> guardians = new ArrayList<>();
  private boolean closed;

  private Supervisor(
      DataDirectory directory, EmbeddedBackends backends, List<Node> nodes, Consumer<String> say) {
    this.directory = directory;
    this.backends = backends;
    this.nodes = nodes;
    this.say = say;
  }

  /**
   * Takes the data directory and prepares everything; nothing runs yet.
   *
   * @param backendOptions of the back ends; all of them are started
   * @param nodeCommand the command line of a node for its configuration file
   * @param say told in one line what a person should know
   */
  public static Supervisor prepare(
      RunOptions options,
      EmbeddedOptions backendOptions,
      Function<Path, List<String>> nodeCommand,
      Consumer<String> say)
      throws Refusal {
    DataDirectory directory = DataDirectory.open(options.dataDir());
    try {
      checkPorts(options);
      EmbeddedBackends backends = EmbeddedBackends.prepare(directory.path(), backendOptions);
      Path signingKey = SigningKey.in(directory);
      List<Node> nodes = new ArrayList<>();
      for (NodePlan plan : NodePlan.of(options)) {
        Path config = directory.writeSecret(plan.configFileName(), plan.yaml(backends, signingKey));
        Place place = new Place(plan.name(), directory.path(), NODE_LIMIT);
        nodes.add(new Node(plan, place, config, nodeCommand, backendOptions.stopLimit()));
      }
      return new Supervisor(directory, backends, nodes, say);
    } catch (IOException e) {
      closeQuietly(directory);
      throw new Refusal("cannot prepare " + directory.path() + ": " + Reasons.of(e), e);
    } catch (Refusal e) {
      closeQuietly(directory);
      throw e;
    }
  }

  /**
   * Starts everything side by side and returns once every node serves.
   *
   * @throws Refusal naming what failed; {@link #close} stops the rest
   */
  public void start() throws Refusal {
    CompletableFuture<Void> backendsUp =
        CompletableFuture.runAsync(
            this::startBackends,
            task -> Thread.ofPlatform().daemon().name("start-backends").start(task));
    try {
      for (Node node : nodes) {
        node.start();
      }
      backendsUp.join();
      for (Node node : nodes) {
        node.awaitReady(NODE_LIMIT);
      }
    } catch (IOException e) {
      throw new Refusal(Reasons.of(e), e);
    } catch (CompletionException e) {
      throw new Refusal(Reasons.of(e.getCause()), e);
    }
    watch();
  }

  /** Waits for what is being started, then stops everything; returns when no process is left. */
  @Override
  public void close() {
    synchronized (guardians) {
      if (closed) {
        return;
      }
      closed = true;
      guardians.forEach(Guardian::dismiss);
    }
    List<CompletableFuture<Void>> stops =
        nodes.stream()
            .map(
                node ->
                    CompletableFuture.runAsync(
                        node::stop, task -> Thread.ofPlatform().daemon().start(task)))
            .toList();
    stops.forEach(CompletableFuture::join);
    backends.close();
    closeQuietly(directory);
  }

  private void startBackends() {
    try {
      backends.ensureStarted(backends.available());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void watch() {
    synchronized (guardians) {
      if (closed) {
        return;
      }
      nodes.forEach(node -> guardians.add(new Guardian(node.plan().name(), node, say)));
      for (Backend backend : backends.available()) {
        if (backends.onExit(backend).isPresent()) {
          guardians.add(new Guardian(backend.label(), ward(backend), say));
        }
      }
      guardians.forEach(Guardian::watch);
    }
  }

  private Guardian.Ward ward(Backend backend) {
    return new Guardian.Ward() {
      @Override
      public void start() throws IOException {
        backends.start(backend);
      }

      @Override
      public CompletableFuture<Integer> onExit() {
        return backends.onExit(backend).orElseThrow();
      }
    };
  }

  private static void checkPorts(RunOptions options) throws Refusal {
    for (int port = options.port(); port < options.port() + options.nodes(); port++) {
      if (!FreePorts.isFree(port)) {
        throw new Refusal(
            "port " + port + " is in use: stop what listens there, or choose another with --port");
      }
    }
  }

  private static void closeQuietly(DataDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      // The lock ends with this process in any case.
    }
  }
}
