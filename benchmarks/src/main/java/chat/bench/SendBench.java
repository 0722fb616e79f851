package chat.bench;

import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.NodeProcess;
import chat.embedded.process.Folders;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(4);

  /** Cores that the compiler may use in a node that counts as warm. */
  private static final double WARM_COMPILER = 0.05;

  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(120);

  /** Growth of the backlog, as a share of the rate, that is still noise. */
  private static final double STEADY = 0.01;

  /** A backlog that varies by less than this time's messages does not grow: it breathes. */
  private static final double BREATH_SECONDS = 0.1;

  private static final long HIGHEST_P99_MICROS = 1_000_000;

  @Mixin private Common common;

  @Option(names = "--seconds", defaultValue = "300", description = "Of the measurement itself.")
  private int seconds;

  @Option(names = "--rate", description = "Messages a second, instead of searching the highest.")
  private Double rate;

  @Option(names = "--start-rate", defaultValue = "4000", description = "Where to begin the search.")
  private double startRate;

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
    Path folder = Common.work().resolve("send");
    Folders.deleteRecursively(folder);
    ClusterOptions options =
        ClusterOptions.forTests(1, Common.root()).withNodeJvm(common.nodeJvm());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (Cluster cluster = Cluster.start(folder, options)) {
      NodeProcess node = cluster.node(0);
      Town town = Town.build(vertx, node.address(), sockets, channels);
      Load load = Load.open(vertx, town, node.address(), body);
      Run run = measure(load, node);
      load.close();
      return publish(run);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  /** One stretch of time at one rate. */
  private record Run(
      double offered,
      double seconds,
      double acknowledged,
      double growth,
      double lag,
      Load.Latencies latencies,
      long refused,
      String failure,
      Costs costs) {

    boolean keptUp() {
      return failure == null
          && refused == 0
          && growth * seconds <= Math.max(STEADY * seconds, BREATH_SECONDS) * offered
          && lag <= offered
          && latencies.ackMicros().getValueAtPercentile(99) <= HIGHEST_P99_MICROS;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  %,8.0f/s offered %,8.0f/s acked, backlog %+,7.0f/s, behind %,6.0f,"
              + " ack p50 %6.1f p99 %7.1f ms, delivery p50 %6.1f p99 %7.1f ms %s%s",
          offered,
          acknowledged,
          growth,
          lag,
          millis(latencies.ackMicros(), 50),
          millis(latencies.ackMicros(), 99),
          millis(latencies.deliveryMicros(), 50),
          millis(latencies.deliveryMicros(), 99),
          refused > 0 ? refused + " refused " : "",
          failure == null ? "" : failure);
    }
  }

  private Run measure(Load load, NodeProcess node) throws Exception {
    warmUp(load, node);
    double chosen = rate == null ? new Search(load, node, startRate).highest() : rate;
    while (true) {
      drain(load, node);
      System.out.printf(Locale.ROOT, "measuring %d s at %,.0f/s%n", seconds, chosen);
      Profile recording = profile == null ? null : Profile.begin(node.pid(), profile);
      Run run = stretch(load, node, chosen, Duration.ofSeconds(seconds));
      if (recording != null) {
        recording.end();
      }
      System.out.println(run);
      run.costs().print();
      if (run.keptUp() || rate != null || run.failure() != null) {
        if (recording != null) {
          recording.print();
        }
        return run;
      }
      chosen *= RETREAT;
    }
  }

  /** Until the node's compiler has little left to do. */
  private void warmUp(Load load, NodeProcess node) throws Exception {
    System.out.println("warming up");
    Compiler compiler = new Compiler(node.pid());
    long begun = System.nanoTime();
    do {
      Run run = stretch(load, node, rate == null ? startRate : rate, WARM_UP);
      if (run.failure() != null) {
        throw new IllegalStateException("a socket ended: " + run.failure());
      }
    } while (compiler.share() > WARM_COMPILER
        && System.nanoTime() - begun < LONGEST_WARM_UP.toNanos());
    drain(load, node);
    System.out.printf(
        Locale.ROOT, "warm after %d s%n", (System.nanoTime() - begun) / 1_000_000_000);
  }

  /** Steps up until the node does not keep up, then closes in. */
  private static final class Search {
    private final Load load;
    private final NodeProcess node;

    private final double start;

    Search(Load load, NodeProcess node, double start) {
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
      Run run = stretch(load, node, offered, PROBE);
      System.out.println(run);
      boolean keptUp = run.keptUp();
      if (run.failure() != null) {
        throw new IllegalStateException("a socket ended: " + run.failure());
      }
      if (!keptUp) {
        drain(load, node);
      }
      return keptUp;
    }
  }

  private static Run stretch(Load load, NodeProcess node, double offered, Duration length)
      throws Exception {
    Backlog backlog = new Backlog(node);
    load.rate(offered);
    // The first second belongs to the change of the rate.
    pause(Duration.ofSeconds(1));
    load.latencies();
    Costs costs = Costs.begin(node);
    Load.Counts before = load.counts();
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      backlog.sample();
      pause(Duration.ofMillis(500));
      if (load.counts().failure() != null) {
        break;
      }
    }
    Load.Counts after = load.counts();
    costs.end(after.acked() - before.acked());
    return new Run(
        offered,
        length.toSeconds(),
        after.ackedPerSecond(before),
        backlog.growthPerSecond(),
        after.due() - after.sent() + load.underWay(),
        load.latencies(),
        after.refused() - before.refused(),
        after.failure(),
        costs);
  }

  private static void drain(Load load, NodeProcess node) throws Exception {
    load.rate(0);
    Backlog backlog = new Backlog(node);
    chat.cluster.Await.until(
        DRAIN,
        () -> {
          try {
            return backlog.sample() < 100 && load.underWay() == 0;
          } catch (java.io.IOException e) {
            throw e;
          } catch (Exception e) {
            throw new java.io.IOException(e);
          }
        },
        "the backlog does not drain");
  }

  /** A benchmark waits for time itself, not for a condition. */
  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
  }

  private Integer publish(Run run) throws Exception {
    new Report("send")
        .add("acknowledgedPerSecond", run.acknowledged())
        .add("persistedPerSecond", run.acknowledged() - Math.max(0, run.growth()))
        .add("backlogGrowthPerSecond", run.growth())
        .add("ackMillisP50", millis(run.latencies().ackMicros(), 50))
        .add("ackMillisP99", millis(run.latencies().ackMicros(), 99))
        .add("deliveryMillisP50", millis(run.latencies().deliveryMicros(), 50))
        .add("deliveryMillisP99", millis(run.latencies().deliveryMicros(), 99))
        .publish(common.json());
    if (!run.keptUp()) {
      System.out.println("  NOT COUNTED: the node did not keep up with this rate");
      return 1;
    }
    return 0;
  }

  static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
