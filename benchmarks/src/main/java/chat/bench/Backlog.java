package chat.bench;

import chat.cluster.Metrics;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** How the number of messages that are acknowledged but not yet stored develops. */
final class Backlog {
  private final NodeProcess node;
  private final List<double[]> samples = new ArrayList<>();

  Backlog(NodeProcess node) {
    this.node = node;
  }

  /** Takes the node's own gauge now; a node too busy to tell it within seconds has no sample. */
  double sample() throws IOException {
    Metrics metrics;
    try {
      metrics = node.metrics();
    } catch (HttpTimeoutException busy) {
      return Double.POSITIVE_INFINITY;
    }
    double messages = metrics.sum("chat_backlog_messages");
    samples.add(new double[] {System.nanoTime() / 1e9, messages});
    return messages;
  }

  /** Messages a second by which it grew, as the slope of the line through all samples. */
  double growthPerSecond() {
    return slope(samples);
  }

  void clear() {
    samples.clear();
  }

  static double slope(List<double[]> points) {
    double meanX = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
    double meanY = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
    double above = 0;
    double below = 0;
    for (double[] point : points) {
      above += (point[0] - meanX) * (point[1] - meanY);
      below += (point[0] - meanX) * (point[0] - meanX);
    }
    return below == 0 ? 0 : above / below;
  }
}
