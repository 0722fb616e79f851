package chat.bench;

import chat.bench.crowd.Counts;
import chat.bench.crowd.CrowdProcess;
import chat.bench.seed.Seeder;
import chat.bench.seed.Town;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.NodeProcess;
import chat.embedded.process.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes on embedded back ends with a town in them, and a crowd for each node: the town's people in
 * equal shares.
 */
final class Cell implements AutoCloseable {
  /** For benchmarks of messages. */
  static final String SMALL = "-Xmx512m -XX:+UseSerialGC -Xshare:auto";

  /** For benchmarks of connections; fixed, so that variants compare. */
  static final String LARGE = "-Xmx1g -XX:+UseSerialGC -Xshare:auto";

  private final Path folder;
  private final Cluster cluster;
  private final Town town;
  private final List<CrowdProcess> crowds = new ArrayList<>();

  private Cell(Path folder, Cluster cluster, Town town) {
    this.folder = folder;
    this.cluster = cluster;
    this.town = town;
  }

  /** Options under which one machine may play many clients, and back ends are as fast as can be. */
  static ClusterOptions options(int nodes, List<String> nodeJvm) {
    return ClusterOptions.forTests(nodes, Common.root()).withNodeJvm(nodeJvm).withPlainBackends();
  }

  /** Starts the nodes and writes the town. */
  static Cell start(String name, ClusterOptions options, Town town) throws Exception {
    Path folder = Common.work().resolve(name);
    Folders.deleteRecursively(folder);
    Cluster cluster = Cluster.start(folder, options);
    Cell cell = new Cell(folder, cluster, town);
    try {
      Seeder.write(town, cluster.backends());
      return cell;
    } catch (Exception e) {
      cell.close();
      throw e;
    }
  }

  /** Starts the crowds, which sign in by {@code HEADER} or {@code FRAME} once they are told to. */
  List<CrowdProcess> crowds(String signIn, int body) throws IOException {
    int nodes = cluster.nodes().size();
    int each = town.people() / nodes;
    for (int i = 0; i < nodes; i++) {
      crowds.add(
          CrowdProcess.start(
              folder.resolve("logs"),
              cluster.address(i).getPort(),
              town,
              i * each,
              each,
              signIn,
              folder.resolve("signing-key.pem"),
              body));
    }
    return List.copyOf(crowds);
  }

  /** All people connect; fails if somebody can't. */
  static void open(CrowdProcess crowd, int from, int to, Duration patience) throws IOException {
    Counts counts = crowd.open(from, to, patience);
    if (counts.failed() > 0) {
      throw new IOException(counts.failed() + " connections failed: " + counts.trouble());
    }
  }

  /** Waits until the nodes know that all have left. */
  void awaitNobody() throws IOException {
    for (NodeProcess node : cluster.nodes()) {
      Await.until(
          Duration.ofSeconds(120),
          () -> node.metrics().sum("chat_connections") == 0,
          node.name() + " does not notice that all have left");
    }
  }

  NodeProcess node(int number) {
    return cluster.node(number);
  }

  Cluster cluster() {
    return cluster;
  }

  Town town() {
    return town;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    crowds.forEach(CrowdProcess::close);
    cluster.close();
  }
}
