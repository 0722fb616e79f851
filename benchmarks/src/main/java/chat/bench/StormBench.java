package chat.bench;

import chat.bench.crowd.CrowdProcess;
import chat.bench.crowd.Storm;
import chat.bench.seed.Town;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * All connections of a node are lost at once and all come back at once, each signed in, each with
 * the messages fetched over REST that were sent meanwhile.
 */
@Command(
    name = "storm",
    description = "Everybody reconnects at once, signs in and catches up.",
    mixinStandardHelpOptions = true)
final class StormBench implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  @Mixin private Common common;

  @Option(names = "--connections", defaultValue = "19000")
  private int connections;

  @Option(names = "--channels", defaultValue = "20", description = "Channels of each person.")
  private int channels;

  @Option(names = "--missed", defaultValue = "5", description = "Messages that everybody missed.")
  private int missed;

  @Option(
      names = "--window",
      defaultValue = "3000",
      description = "Connections without an answer at a time; a server's backlog holds 4,096.")
  private int window;

  @Option(
      names = "--rest-connections",
      defaultValue = "32",
      description = "That all share to catch up.")
  private int streams;

  @Option(names = "--warm-up", defaultValue = "1", description = "Storms that do not count.")
  private int warmUp;

  @Option(names = "--profile", paramLabel = "FILE", description = "Record the node with JFR.")
  private Path profile;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("storm");
    Town town = Town.of(connections, channels - 1);
    int failed = 0;
    try (Cell cell = Cell.start("storm", Cell.options(1, common.nodeJvm(Cell.LARGE)), town)) {
      CrowdProcess crowd = cell.crowds("HEADER", 200).getFirst();
      long seq = 0;
      for (int i = -warmUp; i < common.runs(); i++) {
        Cell.open(crowd, 0, i < 0 ? connections : 1, PATIENCE);
        crowd.leave();
        cell.awaitNobody();
        say(crowd, missed);
        cell.awaitNobody();
        Profile recording =
            i == 0 && profile != null ? Profile.begin(cell.node(0).pid(), profile) : null;
        Cpu cpu = Cpu.of(cell.node(0).pid());
        var stormed = crowd.storm(Town.squareId(), seq, missed, window, streams, PATIENCE);
        double cpuSeconds = cpu.seconds();
        if (recording != null) {
          recording.end();
          recording.print();
        }
        seq += missed;
        Storm storm = stormed.result();
        // Whoever had to try again without having been asked to wait has failed once.
        int lacking = connections - storm.caughtUp() + stormed.counts().broken();
        System.out.printf(
            Locale.ROOT,
            "%s%,.0f connections/s, caught up after p50 %,.0f p99 %,.0f last %,.0f ms,"
                + " %d failed, %d told to wait, %.1f s of CPU%s%n",
            i < 0 ? "warm-up: " : "",
            connections / storm.secondsToLastReady(),
            storm.millisP50(),
            storm.millisP99(),
            storm.millisMax(),
            lacking,
            stormed.counts().refused(),
            cpuSeconds,
            trouble(storm.firstWrong(), stormed.counts().trouble()));
        if (i >= 0) {
          failed += lacking;
          report
              .add("connectionsPerSecond", connections / storm.secondsToLastReady())
              .add("failed", lacking)
              .add("toldToWait", stormed.counts().refused())
              .add("caughtUpMillisP50", storm.millisP50())
              .add("caughtUpMillisP99", storm.millisP99())
              .add("caughtUpMillisLast", storm.millisMax())
              .add("cpuMicrosPerConnection", cpuSeconds * 1e6 / connections);
        }
        crowd.leave();
        cell.awaitNobody();
        crowd.forget();
      }
    }
    report.publish(common.json());
    return failed == 0 ? 0 : 1;
  }

  private static String trouble(String wrong, String counts) {
    return (wrong == null ? "" : "; " + wrong) + (counts == null ? "" : "; " + counts);
  }

  /** Somebody says something while the others are away. */
  private static void say(CrowdProcess crowd, int messages) throws IOException {
    Cell.open(crowd, 0, 1, PATIENCE);
    crowd.forget();
    crowd.send(0, Town.squareId(), messages, 200);
    if (crowd.await(messages, Duration.ofSeconds(30)).having() != 1) {
      throw new IOException("the messages did not arrive");
    }
    crowd.leave();
  }
}
