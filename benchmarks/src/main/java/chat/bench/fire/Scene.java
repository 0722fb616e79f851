package chat.bench.fire;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Network;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Where faults are played, and the few things that they all do. Used by one thread. */
record Scene(
    Cluster cluster,
    Network network,
    Traffic traffic,
    Owners owners,
    StoredSummaries summaries,
    Random random,
    Duration patience,
    boolean brief) {
  private static final Duration WELL_AT_LEAST = Duration.ofSeconds(60);
  private static final long BEGIN = System.nanoTime();

  /** Says what happens, with the time since the program began. */
  static void say(String text) {
    System.out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - BEGIN) / 1e9, text);
  }

  NodeProcess node(int number) {
    return cluster.node(number);
  }

  int anyNode() {
    return random.nextInt(cluster.nodes().size());
  }

  /** Another node than this one. */
  int anyNodeBut(int node) {
    int count = cluster.nodes().size();
    return (node + 1 + random.nextInt(count - 1)) % count;
  }

  String anyBusyChannel() {
    List<String> busy = traffic.busy();
    return busy.get(random.nextInt(busy.size()));
  }

  /** How long a fault lasts in this run: as long as it should, or half of it in a brief one. */
  Duration scaled(Duration time) {
    return brief ? time.dividedBy(2) : time;
  }

  /** The fault lasts for so long; halfway a quiet channel gets its one message. */
  void lasts(Duration time) {
    Duration half = scaled(time).dividedBy(2);
    pause(half);
    traffic.whisper();
    pause(half);
  }

  /** Says a word in the channel; returns when everybody has it, or patience has ended. */
  void whisperAndWait(String channel) {
    traffic.whisper(channel);
    settle(System.nanoTime());
  }

  /**
   * Waits until everybody has what was sent before then; patience may end, the checker will say.
   */
  void settle(long time) {
    try {
      Await.until(patience, () -> traffic.recorder().isWhole(time), "not whole");
    } catch (IOException e) {
      say(traffic.recorder().openCount() + " messages are not answered or not with everybody");
    }
  }

  /** Time itself is what is waited for. */
  static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** A node that has all of a machine starts in seconds; one that shares it may take a minute. */
  private Duration wellWithin() {
    Duration patient = patience.multipliedBy(4);
    return patient.compareTo(WELL_AT_LEAST) > 0 ? patient : WELL_AT_LEAST;
  }

  /** Waits until every node says that it serves. */
  void awaitWell() throws IOException {
    Await.until(
        wellWithin(),
        () -> cluster.nodes().stream().allMatch(NodeProcess::isReady),
        "the nodes are not ready again; see their logs");
  }

  /** Waits until that node has ended and has been started again. */
  void awaitRestart(int node, long formerPid) throws IOException {
    Await.until(
        wellWithin(),
        () -> node(node).isAlive() && node(node).pid() != formerPid && node(node).isReady(),
        node(node).name() + " is not ready again; see its log");
  }

  /**
   * Waits until one of these nodes has ended by itself; gives its number.
   *
   * @param before the processes of all nodes before the fault
   */
  int awaitEnd(List<Integer> nodes, List<Long> before) throws IOException {
    Await.until(
        wellWithin(),
        () -> nodes.stream().anyMatch(each -> hasEnded(each, before.get(each))),
        "none of the nodes that should end by themselves did");
    return nodes.stream()
        .filter(each -> hasEnded(each, before.get(each)))
        .findFirst()
        .orElseThrow();
  }

  /** Whether it has, even if it was started again since. */
  private boolean hasEnded(int node, long formerPid) {
    return !node(node).isAlive() || node(node).pid() != formerPid;
  }

  /** The processes of all nodes, in their order. */
  List<Long> pids() {
    return cluster.nodes().stream().map(NodeProcess::pid).toList();
  }

  /** Waits until an owner later than that one has written where the channel stands. */
  void awaitSummary(String channel, long formerEpoch) throws IOException {
    Await.until(
        wellWithin(),
        () -> summaries.epochOf(channel) > formerEpoch,
        "no later owner has summarized " + channel);
  }

  /**
   * Makes sure that no other node has ended than this one.
   *
   * @param before the processes of all nodes before the fault
   */
  void requireOnly(int node, List<Long> before) throws IOException {
    List<Long> now = pids();
    for (int other = 0; other < now.size(); other++) {
      if (other != node && !now.get(other).equals(before.get(other))) {
        throw new IOException(node(other).name() + " ended as well");
      }
    }
  }
}
