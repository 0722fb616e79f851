package chat.bench;

import chat.bench.crowd.CrowdProcess;
import chat.bench.seed.Town;
import chat.cluster.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many messages a second one node takes, acknowledges, stores and delivers. Raises the rate
 * until the node does not keep up, goes back below that, and measures there; a measurement counts
 * only if the backlog did not grow.
 */
@Command(
    name = "send",
    description = "Messages of 1 kB in 200 channels on one node: the highest rate it keeps up.",
    mixinStandardHelpOptions = true)
final class SendBench implements Callable<Integer> {
  private static final double STEP = 1.2;
  private static final double RETREAT = 0.93;
  private static final Duration PROBE = Duration.ofSeconds(10);

  private static final double HIGHEST_P99_MILLIS = 1_000;

  @Mixin private Common common;

  @Option(names = "--seconds", defaultValue = "300", description = "Of the measurement itself.")
  private int seconds;

  @Option(names = "--rate", description = "Messages a second, instead of searching the highest.")
  private Double rate;

  @Option(
      names = "--start-rate",
      defaultValue = "4000",
      description = "Of the warm-up, and where the search begins.")
  private double startRate;

  @Option(names = "--warm-up", defaultValue = "240", description = "Seconds, at most.")
  private int longestWarmUp;

  @Option(names = "--channels", defaultValue = "200")
  private int channels;

  @Option(names = "--sockets", defaultValue = "8")
  private int sockets;

  @Option(names = "--body", defaultValue = "1024", description = "Characters of a message.")
  private int body;

  @Option(names = "--profile", paramLabel = "FILE", description = "Record the node with JFR.")
  private Path profile;

  @Override
  public Integer call() throws Exception {
    // Each channel has two members, each person writes in turn to all of its own.
    Town town = new Town(sockets, 2 * channels / sockets, Math.min(2, sockets), false);
    try (Cell cell = Cell.start("send", Cell.options(1, common.nodeJvm(Cell.SMALL)), town)) {
      CrowdProcess crowd = cell.crowds("HEADER", body).getFirst();
      Cell.open(crowd, 0, sockets, Duration.ofSeconds(60));
      return publish(measure(crowd, cell.node(0)));
    }
  }

  private static boolean keptUp(Stretch run) {
    return run.isSteady() && run.sample().ackMillisP99() <= HIGHEST_P99_MILLIS;
  }

  private Stretch measure(CrowdProcess load, NodeProcess node) throws Exception {
    // At a rate that leaves the compiler its share: one that is starved stays behind for minutes.
    Stretch.warmUp(load, node, startRate, Duration.ofSeconds(longestWarmUp));
    double chosen = rate == null ? new Search(load, node, startRate).highest() : rate;
    while (true) {
      Stretch.drain(load, node);
      System.out.printf(Locale.ROOT, "measuring %d s at %,.0f/s%n", seconds, chosen);
      Profile recording = profile == null ? null : Profile.begin(node.pid(), profile);
      Stretch run = Stretch.measure(load, node, chosen, Duration.ofSeconds(seconds));
      if (recording != null) {
        recording.end();
      }
      System.out.println(run);
      run.costs().print();
      if (keptUp(run) || rate != null || run.failure() != null) {
        if (recording != null) {
          recording.print();
        }
        return run;
      }
      chosen *= RETREAT;
    }
  }

  /** Steps up until the node does not keep up, then closes in. */
  private static final class Search {
    private final CrowdProcess load;
    private final NodeProcess node;

    private final double start;

    Search(CrowdProcess load, NodeProcess node, double start) {
      this.load = load;
      this.node = node;
      this.start = start;
    }

    double highest() throws Exception {
      System.out.println("searching for the highest rate");
      double good = 0;
      double probed = start;
      while (keepsUp(probed)) {
        good = probed;
        probed *= STEP;
      }
      double bad = probed;
      if (good == 0) {
        good = probed / 4;
      }
      while (bad / good > 1.06) {
        double middle = Math.sqrt(good * bad);
        if (keepsUp(middle)) {
          good = middle;
        } else {
          bad = middle;
        }
      }
      return good * RETREAT;
    }

    private boolean keepsUp(double offered) throws Exception {
      Stretch run = Stretch.measure(load, node, offered, PROBE);
      System.out.println(run);
      boolean keptUp = keptUp(run);
      if (run.failure() != null) {
        throw new IllegalStateException("a socket ended: " + run.failure());
      }
      if (!keptUp) {
        Stretch.drain(load, node);
      }
      return keptUp;
    }
  }

  private Integer publish(Stretch run) throws Exception {
    new Report("send")
        .add("acknowledgedPerSecond", run.acknowledged())
        .add("persistedPerSecond", run.acknowledged() - Math.max(0, run.growth()))
        .add("backlogGrowthPerSecond", run.growth())
        .add("ackMillisP50", run.sample().ackMillisP50())
        .add("ackMillisP99", run.sample().ackMillisP99())
        .add("deliveryMillisP50", run.sample().deliveryMillisP50())
        .add("deliveryMillisP99", run.sample().deliveryMillisP99())
        .publish(common.json());
    if (!keptUp(run)) {
      System.out.println("  NOT COUNTED: the node did not keep up with this rate");
      return 1;
    }
    return 0;
  }

  static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
