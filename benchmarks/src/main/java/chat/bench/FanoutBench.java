package chat.bench;

import chat.bench.baseline.BaselineServer;
import chat.bench.crowd.CrowdProcess;
import chat.bench.seed.Town;
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
 * One message to a channel of all who are connected. Frames a second count from the first arrival
 * to the last, so that the way of the message to the node's sockets, which a single message pays
 * once, does not count; the time to the last client counts from the sending.
 */
@Command(
    name = "fanout",
    description = "A message to one channel of everybody: frames a second, beside bare Netty.",
    mixinStandardHelpOptions = true)
final class FanoutBench implements Callable<Integer> {
  private static final Duration COMPILED_WITHIN = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final Duration ARRIVAL = Duration.ofSeconds(60);

  @Mixin private Common common;

  @Option(names = "--connections", defaultValue = "19000")
  private int connections;

  @Option(names = "--body", defaultValue = "200", description = "Characters of a message.")
  private int body;

  @Option(names = "--burst", defaultValue = "10", description = "Messages of a burst.")
  private int burst;

  @Option(names = "--rounds", defaultValue = "20", description = "Of a run; its medians count.")
  private int rounds;

  @Option(names = "--warm-up", defaultValue = "20", description = "Rounds that do not count.")
  private int warmUp;

  @Option(names = "--loops", defaultValue = "1", description = "Event loops of the servers.")
  private int loops;

  @Option(names = "--profile", paramLabel = "FILE", description = "Record the node with JFR.")
  private Path profile;

  /** Whoever writes to all. */
  @FunctionalInterface
  private interface Writer {
    /** Gives the time at which it began. */
    long write(int messages) throws IOException;
  }

  /** One fan-out: frames a second and milliseconds to the last client. */
  private record Round(double framesPerSecond, double lastMillis, int bytes) {}

  @Override
  public Integer call() throws Exception {
    Report report = new Report("fanout");
    List<String> jvm = new ArrayList<>(common.nodeJvm(Cell.LARGE));
    jvm.add("-XX:ActiveProcessorCount=" + loops);
    Town town = Town.of(connections, 0);
    for (int run = 0; run < common.runs(); run++) {
      try (Cell cell = Cell.start("fanout", Cell.options(1, jvm), town)) {
        int bytes = own(cell, report);
        // Beside the same back ends: what they take of the processors at rest, both have to share.
        netty(jvm, bytes, report);
      }
    }
    double single =
        report.figures().get("framesPerSecondSingle")
            / report.figures().get("nettyFramesPerSecondSingle");
    double many =
        report.figures().get("framesPerSecondBurst")
            / report.figures().get("nettyFramesPerSecondBurst");
    report.add("shareOfNettySingle", single).add("shareOfNettyBurst", many);
    report.publish(common.json());
    return 0;
  }

  private int own(Cell cell, Report report) throws Exception {
    CrowdProcess crowd = cell.crowds("HEADER", body).getFirst();
    Cell.open(crowd, 0, connections, PATIENCE);
    Writer writer = messages -> crowd.send(0, Town.squareId(), messages, body);
    Profile recording = profile == null ? null : Profile.begin(cell.node(0).pid(), profile);
    int bytes = measure("", crowd, cell.node(0).pid(), writer, report);
    if (recording != null) {
      recording.end();
      recording.print();
    }
    crowd.leave();
    cell.awaitNobody();
    return bytes;
  }

  private void netty(List<String> jvm, int bytes, Report report) throws Exception {
    Path folder = Common.work().resolve("fanout-netty");
    try (BaselineServer server = BaselineServer.start(folder, "netty", loops, jvm);
        CrowdProcess crowd = CrowdProcess.anonymous(folder, server.port(), connections)) {
      Cell.open(crowd, 0, connections, PATIENCE);
      Writer writer = messages -> crowd.text(0, "send " + messages + " " + bytes);
      measure("netty", crowd, server.pid(), writer, report);
    }
  }

  /** Gives the bytes of a message's frame. */
  private int measure(String who, CrowdProcess crowd, long pid, Writer writer, Report report)
      throws IOException {
    for (int i = 0; i < warmUp; i++) {
      round(crowd, writer, i % 2 == 0 ? 1 : burst);
    }
    Compiler.awaitRest(List.of(pid), COMPILED_WITHIN);
    int bytes = measure(who, "Single", 1, crowd, pid, writer, report);
    measure(who, "Burst", burst, crowd, pid, writer, report);
    return bytes;
  }

  private int measure(
      String who,
      String kind,
      int messages,
      CrowdProcess crowd,
      long pid,
      Writer writer,
      Report report)
      throws IOException {
    List<Round> all = new ArrayList<>();
    Cpu cpu = Cpu.of(pid);
    for (int i = 0; i < rounds; i++) {
      all.add(round(crowd, writer, messages));
    }
    double micros = cpu.seconds() * 1e6 / rounds / messages / connections;
    double perSecond = median(all.stream().map(Round::framesPerSecond).toList());
    double last = median(all.stream().map(Round::lastMillis).toList());
    int bytes = all.getLast().bytes();
    System.out.printf(
        Locale.ROOT,
        "%-6s %-6s %,11.0f frames/s of %d bytes, last after %,7.1f ms, %.2f us of CPU a frame%n",
        who.isEmpty() ? "own" : who,
        kind,
        perSecond,
        bytes,
        last,
        micros);
    report
        .add(name(who, "framesPerSecond" + kind), perSecond)
        .add(name(who, "lastMillis" + kind), last)
        .add(name(who, "cpuMicrosPerFrame" + kind), micros);
    return bytes;
  }

  private static String name(String who, String figure) {
    return who.isEmpty()
        ? figure
        : who + Character.toUpperCase(figure.charAt(0)) + figure.substring(1);
  }

  private Round round(CrowdProcess crowd, Writer writer, int messages) throws IOException {
    crowd.forget();
    long begin = writer.write(messages);
    var arrival = crowd.await(messages, ARRIVAL);
    if (arrival.having() < connections) {
      throw new IOException("only " + arrival.having() + " had all messages: " + arrival.counts());
    }
    var counts = arrival.counts();
    return new Round(
        counts.events() * 1e9 / (counts.lastEvent() - counts.firstEvent()),
        (counts.lastEvent() - begin) / 1e6,
        counts.eventBytes());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
