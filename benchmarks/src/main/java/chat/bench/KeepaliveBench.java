package chat.bench;

import chat.bench.crowd.CrowdProcess;
import chat.bench.seed.Town;
import chat.cluster.ClusterOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What pings cost: some thousand connections are pinged as often as a million would be in all, and
 * the processor time of the node counts, less that of the node without connections.
 */
@Command(
    name = "keepalive",
    description = "Processor time for pinging a million connections once a minute.",
    mixinStandardHelpOptions = true)
final class KeepaliveBench implements Callable<Integer> {
  private static final double MILLION = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  @Mixin private Common common;

  @Option(names = "--connections", defaultValue = "17000")
  private int connections;

  @Option(names = "--seconds", defaultValue = "60", description = "Of the measurement.")
  private int seconds;

  @Option(
      names = "--interval",
      defaultValue = "60",
      description = "Seconds between the pings of a connection in production.")
  private double interval;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("keepalive");
    for (int run = 0; run < common.runs(); run++) {
      ClusterOptions options =
          Cell.options(1, common.nodeJvm(Cell.LARGE))
              .with("socket", "pingSeconds", 1)
              .with("socket", "pongSeconds", 1);
      try (Cell cell = Cell.start("keepalive", options, Town.of(connections, 0))) {
        measure(cell, report);
      }
    }
    report.publish(common.json());
    return 0;
  }

  private void measure(Cell cell, Report report) throws IOException {
    CrowdProcess crowd = cell.crowds("HEADER", 200).getFirst();
    Cell.open(crowd, 0, connections, PATIENCE);
    Common.pause(Duration.ofSeconds(10));
    long pingsBefore = crowd.counts().pings();
    double pinging = share(cell);
    double perSecond = (crowd.counts().pings() - pingsBefore) / (double) seconds;
    crowd.leave();
    Common.pause(Duration.ofSeconds(5));
    double resting = share(cell);
    // Whoever was pinged is looked at again when the pong is due, and pinged a second after that.
    if (perSecond < connections / 4.0) {
      throw new IOException("the node pings too rarely: " + perSecond + " a second");
    }
    double wanted = MILLION / interval;
    double cost = (pinging - resting) / perSecond * wanted;
    System.out.printf(
        Locale.ROOT,
        "%,.0f pings/s take %.3f of a core, less %.3f at rest; %,.0f/s would take %.3f%n",
        perSecond,
        pinging,
        resting,
        wanted,
        cost);
    report
        .add("cpuSharePerMillionConnections", cost)
        .add("pingsPerSecond", perSecond)
        .add("cpuMicrosPerPing", (pinging - resting) * 1e6 / perSecond);
  }

  private double share(Cell cell) {
    Cpu cpu = Cpu.of(cell.node(0).pid());
    Common.pause(Duration.ofSeconds(seconds));
    return cpu.share();
  }
}
