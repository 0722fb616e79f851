package chat.bench;

import chat.bench.baseline.BaselineServer;
import chat.bench.crowd.Counts;
import chat.bench.crowd.CrowdProcess;
import chat.bench.crowd.Sample;
import chat.bench.seed.Town;
import chat.cluster.ClusterOptions;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a connection costs that does nothing: signed in, member of some channels, subscribed. The
 * cost is a slope between a smaller and a larger number of connections, so that what the process
 * needs anyhow does not count; beside it the same for servers that do less.
 */
@Command(
    name = "idle",
    description = "Memory of a signed-in connection; beside bare Netty and stock Vert.x.",
    mixinStandardHelpOptions = true)
final class IdleBench implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  /** Until nobody counts as online any more, and what was asked of them has been answered. */
  private static final Duration LEFT = Duration.ofSeconds(60);

  /** Enough for code and buffers to be what they are later. */
  private static final int FIRST_TRAFFIC_MINUTES = 2;

  private static final int WARM_UP_ROUNDS = 3;
  private static final int WARM_UP = 2_000;

  @Mixin private Common common;

  @Option(names = "--connections", defaultValue = "19000", description = "Of all nodes together.")
  private int connections;

  @Option(names = "--from", defaultValue = "5000", description = "Where the slope begins.")
  private int from;

  @Option(names = "--nodes", defaultValue = "1", description = "Of one cell.")
  private int nodes;

  @Option(names = "--channels", defaultValue = "20", description = "Channels of each person.")
  private int channels;

  @Option(names = "--loops", defaultValue = "2", description = "Event loops of the baselines.")
  private int loops;

  @Option(
      names = "--traffic-minutes",
      defaultValue = "0",
      description = "Of messages before the second measurement; two at most before the first.")
  private int trafficMinutes;

  @Option(names = "--traffic-rate", defaultValue = "100", description = "Messages a second.")
  private double trafficRate;

  @Option(names = "--only", description = "own, netty or vertx: that one alone.")
  private String only;

  @Option(names = "--histogram", description = "Print how the objects of the node grew, by class.")
  private boolean histogram;

  @Override
  public Integer call() throws Exception {
    if (connections % nodes != 0 || from >= connections / nodes) {
      throw new IllegalArgumentException("connections must divide by nodes, and exceed --from");
    }
    Report report = new Report("idle");
    boolean served = true;
    for (int run = 0; run < common.runs(); run++) {
      report.add("connections", connections);
      if (only == null || only.equals("own")) {
        served &= own(report);
      }
      if (nodes == 1 && (only == null || only.equals("netty"))) {
        baseline("netty", report);
      }
      if (nodes == 1 && (only == null || only.equals("vertx"))) {
        baseline("vertx", report);
      }
    }
    report.publish(common.json());
    return served ? 0 : 1;
  }

  private boolean own(Report report) throws Exception {
    Town town = Town.of(connections, channels - 1);
    ClusterOptions options = Cell.options(nodes, common.nodeJvm(Cell.LARGE));
    try (Cell cell = Cell.start("idle", options, town)) {
      List<CrowdProcess> crowds = cell.crowds("HEADER", 200);
      int each = connections / nodes;
      for (CrowdProcess crowd : crowds) {
        warmUp(crowd);
      }
      for (CrowdProcess crowd : crowds) {
        Cell.open(crowd, 0, from, PATIENCE);
      }
      traffic(crowds, Math.min(trafficMinutes, FIRST_TRAFFIC_MINUTES));
      Footprint[] before = new Footprint[nodes];
      for (int i = 0; i < nodes; i++) {
        before[i] = footprint(cell.node(i));
      }
      ClassHistogram classes = histogram ? ClassHistogram.of(cell.node(0).pid()) : null;
      long begin = System.nanoTime();
      for (CrowdProcess crowd : crowds) {
        Cell.open(crowd, from, each, PATIENCE);
      }
      double openSeconds = (System.nanoTime() - begin) / 1e9;
      traffic(crowds, trafficMinutes);
      double heap = 0;
      double outside = 0;
      double direct = 0;
      double kernel = 0;
      for (int i = 0; i < nodes; i++) {
        Footprint.Slope slope = footprint(cell.node(i)).since(before[i], each - from);
        print(nodes == 1 ? "own" : cell.node(i).name(), slope, i == 0);
        heap += slope.heap() / nodes;
        outside += slope.outside() / nodes;
        direct += slope.direct() / nodes;
        kernel += slope.kernel() / nodes / nodes; // the kernel's is the whole machine's
      }
      if (classes != null) {
        ClassHistogram.of(cell.node(0).pid()).printSince(classes, each - from);
      }
      report
          .add("heapBytesPerConnection", heap)
          .add("rssBytesPerConnection", heap + outside)
          .add("directBytesPerConnection", direct)
          .add("kernelBytesPerConnection", kernel)
          .add("openedPerSecond", (connections - nodes * from) / openSeconds);
      boolean served = everybodyHears(crowds, report);
      if (trafficMinutes > 0) {
        freed(cell, crowds, outside, report);
      }
      return served;
    }
  }

  /**
   * After traffic a node holds messages too, as the owner of their channels, and more of them at
   * the second measurement than at the first. They stay when everybody leaves: what is freed then
   * was the connections' own. By class, since a node that everybody left learns other things, such
   * as who has devices.
   */
  private void freed(Cell cell, List<CrowdProcess> crowds, double outside, Report report)
      throws IOException {
    List<ClassHistogram> held = classes(cell);
    for (CrowdProcess crowd : crowds) {
      crowd.leave();
    }
    cell.awaitNobody();
    Common.pause(LEFT);
    List<ClassHistogram> left = classes(cell);
    double heap = 0;
    for (int i = 0; i < held.size(); i++) {
      heap += (double) held.get(i).freedUntil(left.get(i)) / connections;
    }
    System.out.printf(
        Locale.ROOT,
        "freed when all left: heap %,7.0f  with what grew outside, rss %,7.0f bytes each%n",
        heap,
        heap + outside);
    if (histogram) {
      held.getFirst().printSince(left.getFirst(), connections / nodes);
    }
    report
        .add("heapBytesFreedPerConnection", heap)
        .add("rssBytesFreedPerConnection", heap + outside);
  }

  private static void warmUp(CrowdProcess crowd) throws IOException {
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      Cell.open(crowd, 0, WARM_UP, PATIENCE);
      crowd.leave();
    }
  }

  private void traffic(List<CrowdProcess> crowds, int minutes) throws IOException {
    if (minutes == 0) {
      return;
    }
    System.out.printf("%d minutes of %.0f messages a second%n", minutes, trafficRate);
    for (CrowdProcess crowd : crowds) {
      crowd.rate(trafficRate / crowds.size());
    }
    Common.pause(Duration.ofMinutes(minutes));
    for (CrowdProcess crowd : crowds) {
      Sample sample = crowd.rate(0);
      System.out.printf(
          Locale.ROOT,
          "  %,d sent, %,d acknowledged, %,d refused, %,d delivered%n",
          sample.sent(),
          sample.acked(),
          sample.refused(),
          sample.delivered());
    }
    Common.pause(Duration.ofSeconds(2));
  }

  /** One message to the channel of all must reach every connection. */
  private boolean everybodyHears(List<CrowdProcess> crowds, Report report) throws IOException {
    for (CrowdProcess crowd : crowds) {
      crowd.forget();
    }
    long sent = crowds.getFirst().send(0, Town.squareId(), 1, 200);
    int heard = 0;
    long last = sent;
    for (CrowdProcess crowd : crowds) {
      var arrival = crowd.await(1, Duration.ofSeconds(60));
      Counts counts = arrival.counts();
      heard += arrival.having();
      last = Math.max(last, counts.lastEvent());
      if (counts.lost() > 0 || counts.trouble() != null) {
        System.out.println("  " + counts.lost() + " connections lost: " + counts.trouble());
      }
    }
    report.add("served", heard).add("lastHeardMillis", (last - sent) / 1e6);
    if (heard < connections) {
      System.out.println("  NOT COUNTED: only " + heard + " heard the last message");
    }
    return heard == connections;
  }

  private void baseline(String kind, Report report) throws Exception {
    Path folder = Common.work().resolve("idle-" + kind);
    try (BaselineServer server =
            BaselineServer.start(folder, kind, loops, common.nodeJvm(Cell.LARGE));
        CrowdProcess crowd = CrowdProcess.anonymous(folder, server.port(), connections)) {
      warmUp(crowd);
      Cell.open(crowd, 0, from, PATIENCE);
      Footprint before = Footprint.of(server.pid(), server::direct);
      Cell.open(crowd, from, connections, PATIENCE);
      Footprint.Slope slope =
          Footprint.of(server.pid(), server::direct).since(before, connections - from);
      print(kind, slope, false);
      String prefix = kind.equals("vertx") ? "stock" : kind;
      report
          .add(prefix + "HeapBytesPerConnection", slope.heap())
          .add(prefix + "RssBytesPerConnection", slope.rss())
          .add(prefix + "DirectBytesPerConnection", slope.direct())
          .add(prefix + "KernelBytesPerConnection", slope.kernel());
    }
  }

  private static List<ClassHistogram> classes(Cell cell) throws IOException {
    List<ClassHistogram> all = new ArrayList<>();
    for (NodeProcess node : cell.cluster().nodes()) {
      all.add(ClassHistogram.of(node.pid()));
    }
    return all;
  }

  private static Footprint footprint(NodeProcess node) throws IOException {
    return Footprint.of(
        node.pid(), () -> (long) node.metrics().sum("jvm_buffer_memory_used_bytes{id=\"direct\"}"));
  }

  private static void print(String name, Footprint.Slope slope, boolean kernel) {
    System.out.printf(
        Locale.ROOT,
        "%-8s heap %,7.0f  outside %,7.0f  rss %,7.0f  direct %,6.0f  kernel %,6.0f bytes each%n",
        name,
        slope.heap(),
        slope.outside(),
        slope.rss(),
        slope.direct(),
        slope.kernel());
    if (kernel) {
      slope
          .slabs()
          .forEach((kind, bytes) -> System.out.printf(Locale.ROOT, "    %,8.0f %s%n", bytes, kind));
    }
  }
}
