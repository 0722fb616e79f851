package chat.system;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;

/** Who serves how many of the log's partitions, as the nodes measure it. */
final class Serving {
  private static final Duration SHARED_WITHIN = Duration.ofSeconds(60);

  private Serving() {}

  static double by(NodeProcess node) throws IOException {
    return node.metrics().sum("chat_partitions_serving");
  }

  /**
   * Waits until every partition is served and each node has some: one that was started a moment ago
   * has none yet, and nothing to lose.
   */
  static void awaitShared(Cluster cluster) throws IOException {
    Await.until(
        SHARED_WITHIN,
        () -> {
          double all = 0;
          for (NodeProcess node : cluster.nodes()) {
            double its = by(node);
            if (its == 0) {
              return false;
            }
            all += its;
          }
          return all == Cluster.PARTITIONS;
        },
        "the nodes do not share the partitions");
  }
}
