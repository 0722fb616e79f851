package chat.bench;

import chat.bench.crowd.CrowdProcess;
import chat.bench.seed.Town;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Many connections that all write and read: the rate rises until messages take too long to arrive
 * or are not stored as fast as they come; what counts is the last rate before.
 */
@Command(
    name = "mixed",
    description = "10,000 connections in 1,000 channels: the highest rate with quick delivery.",
    mixinStandardHelpOptions = true)
final class MixedBench implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final double STEP = 1.25;
  private static final double CLOSE = 1.08;
  private static final double SLOWEST = 10;

  @Mixin private Common common;

  @Option(names = "--connections", defaultValue = "10000")
  private int connections;

  @Option(names = "--members", defaultValue = "10", description = "Of each channel.")
  private int members;

  @Option(names = "--body", defaultValue = "200", description = "Characters of a message.")
  private int body;

  @Option(names = "--start-rate", defaultValue = "400", description = "Messages a second.")
  private double startRate;

  @Option(names = "--step-seconds", defaultValue = "10", description = "Time at each rate.")
  private int stepSeconds;

  @Option(names = "--limit", defaultValue = "200", description = "Milliseconds of p99 delivery.")
  private double limit;

  @Option(names = "--profile", paramLabel = "FILE", description = "Record the node at that rate.")
  private Path profile;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("mixed");
    int counted = 0;
    for (int run = 0; run < common.runs(); run++) {
      Town town = new Town(connections, 1, members, false);
      try (Cell cell = Cell.start("mixed", Cell.options(1, common.nodeJvm(Cell.LARGE)), town)) {
        CrowdProcess crowd = cell.crowds("HEADER", body).getFirst();
        Cell.open(crowd, 0, connections, PATIENCE);
        counted += measure(crowd, cell.node(0), report) ? 1 : 0;
      }
    }
    report.publish(common.json());
    return counted == common.runs() ? 0 : 1;
  }

  private boolean measure(CrowdProcess crowd, NodeProcess node, Report report) throws IOException {
    Duration step = Duration.ofSeconds(stepSeconds);
    Stretch.warmUp(crowd, node, startRate, Stretch.LONGEST_WARM_UP);
    double good = highest(crowd, node, step);
    Stages before = Stages.of(node.metrics());
    Profile recording = profile == null ? null : Profile.begin(node.pid(), profile);
    Stretch last = Stretch.measure(crowd, node, good, step.multipliedBy(2));
    if (recording != null) {
      recording.end();
    }
    System.out.println("counted:");
    System.out.println(last);
    last.costs().print();
    Stages.of(node.metrics()).printSince(before, report);
    if (recording != null) {
      recording.print();
    }
    report
        .add("messagesPerSecond", last.acknowledged())
        .add("deliveriesPerSecond", last.delivered())
        .add("deliveryMillisP50", last.sample().deliveryMillisP50())
        .add("deliveryMillisP99", last.sample().deliveryMillisP99())
        .add("ackMillisP99", last.sample().ackMillisP99());
    return last.failure() == null && last.refused() == 0;
  }

  /** Steps up, then closes in between the last rate that was fine and the first that was not. */
  private double highest(CrowdProcess crowd, NodeProcess node, Duration step) throws IOException {
    double good = 0;
    double bad = Double.POSITIVE_INFINITY;
    double rate = startRate;
    while (bad / good > CLOSE) {
      if (keepsUp(crowd, node, rate, step)) {
        good = rate;
      } else {
        bad = rate;
      }
      if (bad < SLOWEST) {
        throw new IOException("the node does not keep up with " + bad + " messages a second");
      }
      rate =
          bad == Double.POSITIVE_INFINITY ? good * STEP : Math.max(bad / 4, Math.sqrt(good * bad));
    }
    return good;
  }

  /** Not to be caught by one bad moment, a rate has two tries. */
  private boolean keepsUp(CrowdProcess crowd, NodeProcess node, double rate, Duration step)
      throws IOException {
    for (int i = 0; i < 2; i++) {
      if (isFine(Stretch.measure(crowd, node, rate, step))) {
        return true;
      }
      Stretch.drain(crowd, node);
    }
    return false;
  }

  private boolean isFine(Stretch stretch) throws IOException {
    System.out.println(stretch);
    if (stretch.failure() != null) {
      throw new IOException("a socket ended: " + stretch.failure());
    }
    return stretch.isSteady() && stretch.sample().deliveryMillisP99() <= limit;
  }
}
