package chat.bench.crowd;

/**
 * What became of a schedule up to a moment: counts since the beginning, latencies since the last
 * sample, both from when a message was due.
 *
 * @param nanos of the machine's monotonic clock
 * @param behind messages that are due but not sent, or have no answer yet
 */
public record Sample(
    long nanos,
    long sent,
    long acked,
    long refused,
    long delivered,
    long behind,
    double ackMillisP50,
    double ackMillisP99,
    double deliveryMillisP50,
    double deliveryMillisP99) {

  public double seconds(Sample since) {
    return (nanos - since.nanos) / 1e9;
  }

  public double ackedPerSecond(Sample since) {
    return (acked - since.acked) / seconds(since);
  }

  public double deliveredPerSecond(Sample since) {
    return (delivered - since.delivered) / seconds(since);
  }
}
