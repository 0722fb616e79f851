package chat.bench;

import chat.bench.fire.FireRun;
import chat.bench.fire.FireTable;
import chat.bench.fire.Scenario;
import chat.bench.fire.Verdict;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.Loopback;
import chat.cluster.Network;
import chat.cluster.PrivateNetwork;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Clients write while a cell of several nodes is under fire; says which promises held. */
@Command(
    name = "fire",
    description = {
      "Three nodes and their back ends, clients that write at a steady rate, and faults in an order"
          + " that a seed gives; then compares what every client did and saw with the history.",
      "Exit status 0 only if every promise held. Stops and cleans up by itself, on Ctrl-C too."
    },
    mixinStandardHelpOptions = true)
final class FireBench implements Callable<Integer> {
  /** Beyond its minutes a run takes at most this long for starting and its last faults. */
  private static final Duration MARGIN = Duration.ofMinutes(12);

  private static final int TOO_LONG = 2;

  @Option(names = "--seed", split = ",", defaultValue = "1", description = "One run for each.")
  private List<Long> seeds;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      description = "All of them, unless named; none for no fault at all.")
  private List<String> faults;

  @Option(
      names = "--minutes",
      defaultValue = "0",
      description = "Each fault once, then again until so much time has passed in each run.")
  private double minutes;

  @Option(names = "--nodes", defaultValue = "3")
  private int nodes;

  @Option(names = "--clients", defaultValue = "12", description = "Devices; two of each person.")
  private int clients;

  @Option(names = "--rate", defaultValue = "60", description = "Messages a second of all clients.")
  private double rate;

  @Option(
      names = "--patience",
      defaultValue = "30",
      description = "Seconds after a fault until every client must have everything.")
  private int patience;

  @Option(
      names = "--restart-after",
      defaultValue = "1",
      description =
          "Seconds until a node that has ended is started again; starting slows the others.")
  private int restartAfter;

  @Option(names = "--brief", description = "Faults last half as long.")
  private boolean brief;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as JSON.")
  private Path json;

  @Option(names = "--chat-jar", paramLabel = "FILE", description = "Of the nodes, if another.")
  private Path chatJar;

  @Spec private CommandSpec spec;

  private final Path folder = Common.work().resolve("fire");
  private final FireTable table = new FireTable();
  private volatile Cluster cluster;
  private volatile boolean keepFolder;

  @Override
  public Integer call() throws Exception {
    Scenario scenario = scenario();
    EmbeddedBackends.reapLeftOvers(folder);
    Thread hook = new Thread(this::cleanUp, "clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    stopAfter(Duration.ofSeconds((long) (minutes * 60)).plus(MARGIN).multipliedBy(seeds.size()));
    try (Network network = network()) {
      for (long seed : seeds) {
        Verdict verdict = run(network, scenario, seed);
        keepFolder |= !verdict.isClean();
        table.add(seed, verdict);
        // Of all so far: what follows may not come to its end.
        table.print();
      }
    } catch (Exception e) {
      keepFolder = true;
      throw e;
    }
    Report report = new Report("fire");
    table.figures().forEach(report::add);
    report.publish(Optional.empty());
    // People have read that in the table.
    table.figuresByFault().forEach(report::add);
    report.write(Optional.ofNullable(json));
    if (keepFolder) {
      System.out.println("  A PROMISE BROKE; logs: " + folder.resolve("seed-*/logs"));
    }
    return keepFolder ? 1 : 0;
  }

  private Scenario scenario() {
    try {
      return Scenario.of(faults, PrivateNetwork.isAvailable());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Network network() throws IOException {
    Folders.deleteRecursively(folder);
    Files.createDirectories(folder);
    return PrivateNetwork.isAvailable() ? PrivateNetwork.create(folder, nodes) : new Loopback();
  }

  private Verdict run(Network network, Scenario scenario, long seed) throws Exception {
    Path data = folder.resolve("seed-" + seed);
    Folders.deleteRecursively(data);
    cluster = Cluster.start(data, options(), network);
    cluster.guard(
        Duration.ofSeconds(restartAfter), text -> System.out.println("           " + text));
    try {
      Verdict verdict =
          new FireRun(
                  cluster,
                  network,
                  new FireRun.Options(
                      seed,
                      clients,
                      rate,
                      scenario,
                      Duration.ofSeconds((long) (minutes * 60)),
                      Duration.ofSeconds(patience),
                      brief))
              .play();
      cluster.abandon();
      if (verdict.isClean()) {
        Folders.deleteRecursively(data);
      }
      return verdict;
    } finally {
      cluster.abandon();
    }
  }

  private ClusterOptions options() {
    ClusterOptions options = ClusterOptions.forTests(nodes, Common.root());
    return chatJar == null ? options : options.withChatJar(chatJar);
  }

  private static void stopAfter(Duration limit) {
    Thread.ofPlatform()
        .daemon()
        .name("limit")
        .start(
            () -> {
              long until = System.nanoTime() + limit.toNanos();
              while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
              }
              System.err.println("bench: fire did not end within " + limit);
              System.exit(TOO_LONG);
            });
  }

  private void cleanUp() {
    Cluster running = cluster;
    if (running != null) {
      running.abandon();
    }
    if (!keepFolder) {
      try {
        Folders.deleteRecursively(folder);
      } catch (IOException e) {
        System.err.println("bench: " + folder + " is left: " + e.getMessage());
      }
    }
  }
}
