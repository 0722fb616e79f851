package chat.bench;

import chat.bench.crowd.Counts;
import chat.bench.crowd.CrowdProcess;
import chat.bench.crowd.Sample;
import chat.cluster.Await;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What happened on one node during a stretch of time at one rate of messages.
 *
 * @param offered messages a second that were due
 * @param growth messages a second by which the backlog grew
 * @param lag messages due but not sent or without an answer, at the end
 * @param sample latencies of the stretch; its counts are those since the beginning
 * @param failure why a socket ended, or null
 */
record Stretch(
    double offered,
    double seconds,
    double acknowledged,
    double delivered,
    double growth,
    double lag,
    Sample sample,
    long refused,
    String failure,
    Costs costs) {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  static final Duration LONGEST_WARM_UP = Duration.ofMinutes(4);

  /** Cores that the compiler may use in a node that counts as warm. */
  private static final double WARM_COMPILER = 0.05;

  private static final Duration DRAIN = Duration.ofSeconds(120);

  /** Growth of the backlog, as a share of the rate, that is still noise. */
  private static final double STEADY = 0.01;

  /** A backlog that varies by less than this time's messages does not grow: it breathes. */
  private static final double BREATH_SECONDS = 0.1;

  /** Sends at that rate for that time. */
  static Stretch measure(CrowdProcess crowd, NodeProcess node, double offered, Duration length)
      throws IOException {
    Backlog backlog = new Backlog(node);
    crowd.rate(offered);
    // The first second belongs to the change of the rate.
    Common.pause(Duration.ofSeconds(1));
    Sample before = crowd.sample();
    Costs costs = Costs.begin(Map.of(node.pid(), "node", crowd.pid(), "load generator"));
    long end = System.nanoTime() + length.toNanos();
    Counts counts = crowd.counts();
    while (System.nanoTime() < end && counts.lost() == 0) {
      backlog.sample();
      Common.pause(Duration.ofMillis(500));
      counts = crowd.counts();
    }
    Sample after = crowd.sample();
    costs.end(after.acked() - before.acked());
    return new Stretch(
        offered,
        length.toSeconds(),
        after.ackedPerSecond(before),
        after.deliveredPerSecond(before),
        backlog.growthPerSecond(),
        after.behind(),
        after,
        after.refused() - before.refused(),
        counts.lost() > 0 ? counts.trouble() : null,
        costs);
  }

  /** Sends at that rate until the node's compiler has little left to do, or the time is over. */
  static void warmUp(CrowdProcess crowd, NodeProcess node, double perSecond, Duration longest)
      throws IOException {
    System.out.println("warming up");
    Compiler compiler = new Compiler(node.pid());
    long begun = System.nanoTime();
    do {
      Stretch run = measure(crowd, node, perSecond, WARM_UP);
      if (run.failure() != null) {
        throw new IOException("a socket ended: " + run.failure());
      }
    } while (compiler.share() > WARM_COMPILER && System.nanoTime() - begun < longest.toNanos());
    drain(crowd, node);
    System.out.printf(
        Locale.ROOT, "warm after %d s%n", (System.nanoTime() - begun) / 1_000_000_000);
  }

  /** Sends nothing until all is answered and stored. */
  static void drain(CrowdProcess crowd, NodeProcess node) throws IOException {
    crowd.rate(0);
    Backlog backlog = new Backlog(node);
    Await.until(
        DRAIN,
        () -> backlog.sample() < 100 && crowd.sample().behind() == 0,
        "the backlog does not drain");
  }

  /** Whether no debt was made: all was answered and stored as fast as it came. */
  boolean isSteady() {
    return failure == null
        && refused == 0
        && growth * seconds <= Math.max(STEADY * seconds, BREATH_SECONDS) * offered
        && lag <= offered;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "  %,8.0f/s offered %,8.0f/s acked %,9.0f/s delivered, backlog %+,7.0f/s, behind %,6.0f,"
            + " ack p50 %6.1f p99 %7.1f ms, delivery p50 %6.1f p99 %7.1f ms %s%s",
        offered,
        acknowledged,
        delivered,
        growth,
        lag,
        sample.ackMillisP50(),
        sample.ackMillisP99(),
        sample.deliveryMillisP50(),
        sample.deliveryMillisP99(),
        refused > 0 ? refused + " refused " : "",
        failure == null ? "" : failure);
  }
}
