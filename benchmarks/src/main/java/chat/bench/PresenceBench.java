package chat.bench;

import chat.bench.crowd.Credentials;
import chat.bench.presence.Watcher;
import chat.bench.seed.Town;
import chat.cluster.Await;
import chat.cluster.NodeProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it costs that somebody comes, goes or falls idle: bytes to all who watch, and processor time
 * of the nodes. Then everybody reconnects at once, which nobody should hear of.
 */
@Command(
    name = "presence",
    description = "A team of which some are online and watch each other.",
    mixinStandardHelpOptions = true)
final class PresenceBench implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);
  private static final int CONNECTING = 100;

  @Mixin private Common common;

  @Option(names = "--members", defaultValue = "10000", description = "Of the team.")
  private int members;

  @Option(names = "--online", defaultValue = "3000", description = "Members with a connection.")
  private int online;

  @Option(names = "--watched", defaultValue = "50", description = "Whom each of them watches.")
  private int watched;

  @Option(names = "--nodes", defaultValue = "2")
  private int nodes;

  @Option(names = "--rate", defaultValue = "100", description = "Transitions a second.")
  private int rate;

  @Option(names = "--seconds", defaultValue = "30", description = "Of the measurement.")
  private int seconds;

  @Option(names = "--brief", description = "A tenth of all of it.")
  private boolean brief;

  private final Random random = new Random(1);
  private final List<Watcher> watchers = new ArrayList<>();
  private final Map<String, String> truth = new HashMap<>();

  @Override
  public Integer call() throws Exception {
    if (brief) {
      members /= 10;
      online /= 10;
      seconds = Math.max(1, seconds / 10);
    }
    Vertx vertx = Vertx.vertx();
    Town town = new Town(members, 0, 1, false);
    try (Cell cell =
        Cell.start("presence", Cell.options(nodes, common.nodeJvm(Cell.SMALL)), town)) {
      Report report = new Report("presence");
      connect(vertx, cell);
      settle("who is online");
      Compiler.awaitRest(
          cell.cluster().nodes().stream().map(NodeProcess::pid).toList(), LONGEST_WARM_UP);
      Cpus idle = new Cpus(cell);
      Common.pause(Duration.ofSeconds(10));
      double idleShare = idle.seconds() / 10;
      measure(cell, report, idleShare);
      storm(cell, report);
      report.publish(common.json());
      return report.figures().get("wrong") == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
    }
  }

  /** Processor time of all nodes since it was made. */
  private static final class Cpus {
    private final List<Cpu> each;

    Cpus(Cell cell) {
      each = cell.cluster().nodes().stream().map(NodeProcess::pid).map(Cpu::of).toList();
    }

    double seconds() {
      return each.stream().mapToDouble(Cpu::seconds).sum();
    }
  }

  private void connect(Vertx vertx, Cell cell) throws Exception {
    List<String> team = new ArrayList<>();
    for (int person = 0; person < members; person++) {
      team.add(Town.user(person));
    }
    for (int person = 0; person < online; person++) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < watched; i++) {
        seen.add(team.get(random.nextInt(members)));
      }
      watchers.add(
          new Watcher(
              vertx,
              cell.cluster().address(person % nodes),
              Credentials.token(cell.folder().resolve("signing-key.pem"), person),
              team.get(person),
              seen.stream().distinct().toList()));
      truth.put(team.get(person), "online");
    }
    open();
  }

  private void open() throws Exception {
    for (int from = 0; from < online; from += CONNECTING) {
      all(watchers.subList(from, Math.min(from + CONNECTING, online)), Watcher::open);
    }
  }

  private static void all(List<Watcher> watchers, Function<Watcher, Future<Void>> what)
      throws Exception {
    Future.all(watchers.stream().map(what).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** How many statuses are known wrongly by somebody. */
  private long wrong() {
    return watchers.stream().mapToLong(watcher -> watcher.wrong(truth)).sum();
  }

  private void settle(String what) throws IOException {
    Await.until(PATIENCE, () -> wrong() == 0, what + ": " + wrong() + " are wrong");
  }

  private void measure(Cell cell, Report report, double idleShare) {
    long bytes = bytes();
    long frames = frames();
    Cpus cpu = new Cpus(cell);
    long began = System.nanoTime();
    int transitions = rate * seconds;
    for (int i = 0; i < transitions; i++) {
      Watcher one = watchers.get(random.nextInt(online));
      String next = truth.get(one.user()).equals("online") ? "idle" : "online";
      truth.put(one.user(), next);
      one.setStatus(next);
      Common.pause(
          Duration.ofNanos(
              Math.max(0, began + (i + 1) * 1_000_000_000L / rate - System.nanoTime())));
    }
    try {
      settle("all that changed");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    double elapsed = (System.nanoTime() - began) / 1e9;
    double spent = cpu.seconds() - idleShare * elapsed;
    double watchersEach = (double) online * watched / members;
    System.out.printf(
        Locale.ROOT,
        "%d transitions, each watched by %.1f on average, idle nodes take %.1f %% of a core%n",
        transitions,
        watchersEach,
        idleShare * 100);
    report
        .add("bytesPerTransition", (double) (bytes() - bytes) / transitions)
        .add("framesPerTransition", (double) (frames() - frames) / transitions)
        .add("cpuMicrosPerTransition", spent * 1e6 / transitions)
        .add("watchersPerUser", watchersEach)
        .add("wrong", wrong());
  }

  private long bytes() {
    return watchers.stream().mapToLong(Watcher::bytes).sum();
  }

  private long frames() {
    return watchers.stream().mapToLong(Watcher::frames).sum();
  }

  /** All are online, go and come back; each gets its first answer, and should get nothing else. */
  private void storm(Cell cell, Report report) throws Exception {
    for (Watcher each : watchers) {
      if (truth.put(each.user(), "online").equals("idle")) {
        each.setStatus("online");
      }
    }
    settle("before the storm");
    all(watchers, Watcher::close);
    long frames = frames();
    long before = transitions(cell);
    long began = System.nanoTime();
    all(watchers, Watcher::open);
    report.add("stormSeconds", (System.nanoTime() - began) / 1e9);
    settle("after the storm");
    report
        .add("stormToldSeconds", (System.nanoTime() - began) / 1e9)
        .add("stormTransitions", (double) (transitions(cell) - before) / nodes)
        .add("stormFramesPerConnection", (double) (frames() - frames) / online);
  }

  private static long transitions(Cell cell) throws IOException {
    double all = 0;
    for (NodeProcess node : cell.cluster().nodes()) {
      all += node.metrics().sum("chat_presence_transitions_total");
    }
    return Math.round(all);
  }
}
