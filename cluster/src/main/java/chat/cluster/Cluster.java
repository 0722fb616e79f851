package chat.cluster;

import chat.embedded.Backends;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.FreePorts;
import chat.embedded.supervisor.Guardian;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Embedded back ends and some nodes of one cell, on free ports of this machine. Everything ends
 * with {@link #close()} or with this process.
 */
public final class Cluster implements AutoCloseable {
  /** Of the log. */
  public static final int PARTITIONS = 8;

  private final EmbeddedBackends backends;
  private final List<NodeProcess> nodes;
  private final List<Guardian> guardians = new ArrayList<>();

  private Cluster(EmbeddedBackends backends, List<NodeProcess> nodes) {
    this.backends = backends;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Starts everything; returns when all nodes are ready.
   *
   * @param folder for data, logs and configuration; made if missing
   * @throws IOException naming what did not start
   */
  public static Cluster start(Path folder, ClusterOptions options) throws IOException {
    return start(folder, options, new Loopback());
  }

  /**
   * As {@link #start(Path, ClusterOptions)}, in a network of some other kind.
   *
   * @param network stays the caller's to close, after the cluster
   */
  public static Cluster start(Path folder, ClusterOptions options, Network network)
      throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.exists(options.chatJar())) {
      throw new IOException(options.chatJar() + " is missing: build the launcher first");
    }
    EmbeddedBackends backends =
        EmbeddedBackends.start(absolute, options.backends().withHost(network.backendHost()));
    try {
      Cluster cluster = new Cluster(backends, prepare(absolute, options, backends, network));
      cluster.startNodes();
      return cluster;
    } catch (IOException | RuntimeException e) {
      backends.close();
      throw e;
    }
  }

  /** As many at once as there are processors: more of them would only hold each other up. */
  private void startNodes() throws IOException {
    Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (NodeProcess node : nodes) {
      starts.add(
          CompletableFuture.runAsync(
              () -> {
                processors.acquireUninterruptibly();
                try {
                  node.start();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } finally {
                  processors.release();
                }
              },
              task -> Thread.ofVirtual().start(task)));
    }
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    } catch (RuntimeException e) {
      nodes.forEach(NodeProcess::kill);
      throw new IOException(e.getCause() == null ? e : e.getCause());
    }
  }

  private static List<NodeProcess> prepare(
      Path folder, ClusterOptions options, Backends backends, Network network) throws IOException {
    Path key = folder.resolve("signing-key.pem");
    writeKey(key);
    List<Integer> clusterPorts = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (int i = 0; i < options.nodes(); i++) {
      clusterPorts.add(FreePorts.next());
      members.add(network.host(i) + ':' + clusterPorts.get(i));
    }
    List<NodeProcess> nodes = new ArrayList<>();
    for (int i = 0; i < options.nodes(); i++) {
      String name = "node-" + (i + 1);
      NodePlace place =
          new NodePlace(
              network.host(i), FreePorts.next(), FreePorts.next(), network.enterCommand(i));
      Map<String, Map<String, Object>> settings = settings(backends, key);
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("name", name);
      node.put("host", place.host());
      node.put("publicPort", place.publicPort());
      node.put("managementPort", place.managementPort());
      node.put("clusterPort", clusterPorts.get(i));
      node.put("clusterMembers", members);
      settings.put("node", node);
      options
          .settings()
          .forEach(
              (section, keys) ->
                  settings.computeIfAbsent(section, s -> new LinkedHashMap<>()).putAll(keys));
      Path file = folder.resolve(name + ".yaml");
      Files.writeString(file, Yaml.of(settings));
      nodes.add(new NodeProcess(name, folder, file, options, place, options.arguments(i)));
    }
    return nodes;
  }

  private static Map<String, Map<String, Object>> settings(Backends backends, Path key) {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    settings.put(
        "kafka",
        new LinkedHashMap<>(
            Map.of(
                "bootstrapServers",
                backends.kafkaBootstrap(),
                "partitions",
                PARTITIONS,
                "replicationFactor",
                1,
                "minInsyncReplicas",
                1,
                "requireReplication",
                false)));
    settings.put(
        "mongo",
        new LinkedHashMap<>(
            Map.of("uri", backends.mongoUri(), "database", backends.mongoDatabase())));
    settings.put(
        "mysql",
        new LinkedHashMap<>(
            Map.of(
                "endpoints", List.of(backends.mysqlHost() + ":" + backends.mysqlPort()),
                "database", backends.mysqlDatabase(),
                "user", backends.mysqlUser(),
                "password", backends.mysqlPassword())));
    settings.put("redis", new LinkedHashMap<>(Map.of("uri", backends.redisUri())));
    settings.put(
        "s3",
        new LinkedHashMap<>(
            Map.of(
                "endpoint", backends.s3Endpoint(),
                "region", backends.s3Region(),
                "bucket", backends.s3Bucket(),
                "accessKey", backends.s3AccessKey(),
                "secretKey", backends.s3SecretKey())));
    settings.put("auth", new LinkedHashMap<>(Map.of("signingKeyFile", key.toString())));
    return settings;
  }

  private static void writeKey(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IOException("no Ed25519 on this JDK", e);
    }
  }

  public EmbeddedBackends backends() {
    return backends;
  }

  /** The node with that number, from 0. */
  public NodeProcess node(int number) {
    return nodes.get(number);
  }

  public List<NodeProcess> nodes() {
    return nodes;
  }

  /** Where clients find a node. */
  public URI address(int number) {
    return node(number).address();
  }

  /** Starts the nodes that do not run, and waits until they are ready. */
  public void restore() throws IOException {
    List<NodeProcess> ended = nodes.stream().filter(node -> !node.isAlive()).toList();
    for (NodeProcess node : ended) {
      node.launch();
    }
    for (NodeProcess node : ended) {
      node.awaitReady();
    }
  }

  /** From now on nodes that end are started again, as an operator's service manager does. */
  public void guard(Consumer<String> say) {
    guard(Guardian.FIRST_PAUSE, say);
  }

  /**
   * As {@link #guard(Consumer)}.
   *
   * @param restartAfter until a node that was well is started again
   */
  public void guard(Duration restartAfter, Consumer<String> say) {
    for (NodeProcess node : nodes) {
      Guardian guardian = new Guardian(node.name(), new Ward(node), restartAfter, say);
      guardians.add(guardian);
      guardian.watch();
    }
  }

  private record Ward(NodeProcess node) implements Guardian.Ward {
    @Override
    public void start() throws IOException {
      node.launch();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return node.onExit();
    }
  }

  /** Ends everything at once, as if the machine lost its power. */
  public void abandon() {
    guardians.forEach(Guardian::dismiss);
    nodes.forEach(NodeProcess::kill);
    backends.available().forEach(backends::kill);
  }

  /** Stops the nodes and then the back ends. */
  @Override
  public void close() {
    guardians.forEach(Guardian::dismiss);
    nodes.forEach(NodeProcess::stop);
    backends.close();
  }
}
