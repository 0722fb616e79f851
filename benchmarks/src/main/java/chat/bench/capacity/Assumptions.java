package chat.bench.capacity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All numbers that the model starts from, with their defaults. Immutable. */
public final class Assumptions {
  private static final String DESIGN = "requirement";
  private static final String GUESS = "assumed; replace by your own";

  private final Map<String, Assumption> byName;

  private Assumptions(Map<String, Assumption> byName) {
    this.byName = byName;
  }

  /** The requirement, the figures of BENCHMARKS.md, and guesses where nothing was measured. */
  public static Assumptions defaults() {
    Map<String, Assumption> byName = new LinkedHashMap<>();
    for (Assumption each :
        List.of(
            new Assumption("connections", 1_000_000, "at once", DESIGN),
            new Assumption("dailyUsers", 50_000_000, "people", DESIGN),
            new Assumption("messagesPerUserDay", 20, "messages", DESIGN),
            new Assumption("peakFactor", 5, "times the average", DESIGN),
            new Assumption("historyYears", 10, "years", DESIGN),
            new Assumption("imageShare", 0.2, "images a message", DESIGN),
            new Assumption("imageBytes", 200_000, "bytes", DESIGN),
            new Assumption("bodyBytes", 300, "bytes, encrypted", GUESS),
            new Assumption("envelopeBytes", 400, "bytes of an event around its body", "fanout"),
            new Assumption("audience", 10, "connected members a message reaches", "as in mixed"),
            new Assumption("channelsEach", 20, "channels of a person", "as in idle"),
            new Assumption("membersEach", 20, "members of a channel", "as in idle"),
            new Assumption("sessionMinutes", 60, "minutes that a connection lasts", GUESS),
            new Assumption("rssBytes", 1_600, "bytes a connection", "idle"),
            new Assumption("kernelBytes", 4_200, "bytes a connection", "idle"),
            new Assumption("nodeBaseBytes", 700e6, "bytes of a node without connections", GUESS),
            new Assumption("connectionsPerNode", 100_000, "connections", GUESS),
            new Assumption("stormPerSecond", 2_200, "sign-ins a second and node", "storm"),
            new Assumption(
                "signInMicros", 1_300, "microseconds of a core, catching up included", "storm"),
            new Assumption("messageMicros", 200, "microseconds of a core, on the node", "send"),
            new Assumption(
                "frameMicros", 23, "microseconds of a core, one delivery by itself", "fanout"),
            new Assumption(
                "busMicros",
                35,
                "microseconds of a core, to send a message to another node and to take it there",
                "estimate: a write and a read (23.4, keepalive), CBOR twice (2.6 each, as JSON in"
                    + " jmh), and 6 guessed for the event bus"),
            new Assumption(
                "busBytes",
                300,
                "bytes of a message between nodes around its frame",
                "estimate: counted in its encoding (header of Vert.x 145, CBOR 120), rounded up"),
            new Assumption(
                "clientPingShare", 1, "of the connections ping first", "browser client and SDK do"),
            new Assumption(
                "clientPingSeconds", 25, "seconds of silence", "browser client; the SDK after 40"),
            new Assumption(
                "clientPingMicros",
                26,
                "microseconds of a core, with the answer",
                "estimate: a read and a write (23.4, keepalive), and JSON (2.6, jmh)"),
            new Assumption("serverPingSeconds", 60, "seconds of silence", "keepalive"),
            new Assumption(
                "serverPingMicros", 23.4, "microseconds of a core, with the answer", "keepalive"),
            new Assumption("coresPerNode", 8, "cores", GUESS),
            new Assumption("busyAtMost", 0.6, "of a node's cores at the peak", GUESS),
            new Assumption("kafkaPerPartition", 1_000, "messages a second", GUESS),
            new Assumption("kafkaPerBrokerBytes", 50e6, "bytes a second taken in", GUESS),
            new Assumption("kafkaKeepHours", 24, "hours of log until all have stored it", GUESS),
            new Assumption("replicas", 3, "copies, of Kafka and MongoDB", DESIGN),
            new Assumption("documentBytes", 250, "bytes of a message but its body", GUESS),
            new Assumption("mongoCompression", 0.6, "of the bytes remain", GUESS),
            new Assumption("mongoPerShardBytes", 8e12, "bytes of a shard's disk", GUESS),
            new Assumption("mongoPerShardWrites", 15_000, "documents a second", GUESS),
            new Assumption("mysqlRowBytes", 150, "bytes with its indexes", GUESS),
            new Assumption("mysqlPerShardBytes", 250e9, "bytes", GUESS),
            new Assumption("mysqlReadsPerSecond", 20_000, "queries of a primary", GUESS),
            new Assumption(
                "catchUpsEach",
                1,
                "channels that who comes back fetches, of each a role that is not in Redis",
                "as in storm"),
            new Assumption("redisUserBytes", 300, "bytes of a person online", GUESS),
            new Assumption("toldBytes", 350, "bytes of what a person was told", GUESS),
            new Assumption("cdnHitShare", 0.9, "of the views come from the CDN", GUESS),
            new Assumption("viewsPerImage", 5, "views", GUESS))) {
      byName.put(each.name(), each);
    }
    return new Assumptions(byName);
  }

  /**
   * With another value.
   *
   * @throws IllegalArgumentException if there is no such assumption, or the value can't be
   */
  public Assumptions with(String name, double value) {
    Assumption old = byName.get(name);
    if (old == null) {
      throw new IllegalArgumentException(
          "no assumption is named " + name + "; there are " + String.join(", ", byName.keySet()));
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number above 0");
    }
    Map<String, Assumption> changed = new LinkedHashMap<>(byName);
    changed.put(name, new Assumption(name, value, old.unit(), "given"));
    return new Assumptions(changed);
  }

  double get(String name) {
    return byName.get(name).value();
  }

  public List<Assumption> all() {
    return List.copyOf(byName.values());
  }
}
