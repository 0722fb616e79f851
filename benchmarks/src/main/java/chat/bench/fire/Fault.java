package chat.bench.fire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can happen to a cell. Each fault heals what it broke before it is over. */
enum Fault {
  KILL_NODE("kill -9 of a node", Faults::killNode),
  KILL_OWNER("kill -9 of the node that orders a busy channel", Faults::killOwner),
  ZOMBIE("SIGSTOP of such a node for 20 s, then SIGCONT", Faults::zombie),
  CUT_NODE("no packet between a node and all others for 15 s", Faults::cutNode, true),
  CUT_PAIR("no packet between two nodes, which others hear, for 15 s", Faults::cutPair, true),
  CUT_KAFKA("no packet between a node and Kafka for 15 s", Faults::cutKafka, true),
  CUT_MONGO("no packet between a node and MongoDB for 10 s", Faults::cutMongo, true),
  CUT_MYSQL("no packet between a node and MySQL for 10 s", Faults::cutMysql, true),
  CUT_REDIS("no packet between a node and Redis for 10 s", Faults::cutRedis, true),
  KAFKA_RESTART("Kafka is restarted", Faults::kafkaRestart),
  MONGO_AWAY("MongoDB is away for 30 s", Faults::mongoAway),
  REDIS_FLUSH("Redis forgets everything", Faults::redisFlush),
  ROLLING_RESTART("SIGTERM to each node in turn, started again", Faults::rollingRestart),
  CLIENT_STORM("all clients reconnect at once", Faults::clientStorm),
  CLOCK_SKEW("a node whose clock is off by one hour", Faults::clockSkew);

  /** Short for both cuts between nodes. */
  private static final String CUT_NODES = "cut-nodes";

  private static final List<Fault> NODE_CUTS = List.of(CUT_NODE, CUT_PAIR);

  /** Short for all cuts between a node and a back end. */
  private static final String CUT_BACKEND = "cut-backend";

  private static final List<Fault> BACKEND_CUTS =
      List.of(CUT_KAFKA, CUT_MONGO, CUT_MYSQL, CUT_REDIS);

  private final String about;
  private final Play play;
  private final boolean cuts;

  /** Does it, heals it, and returns; may take minutes. */
  @FunctionalInterface
  interface Play {
    void on(Scene scene) throws Exception;
  }

  Fault(String about, Play play) {
    this(about, play, false);
  }

  Fault(String about, Play play, boolean cuts) {
    this.about = about;
    this.play = play;
    this.cuts = cuts;
  }

  /** As operators write it: {@code kill-node}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String about() {
    return about;
  }

  /** Whether it needs a network that can be cut. */
  boolean cuts() {
    return cuts;
  }

  /**
   * Whether what nodes tell may come late, and then behind what is newer: packets wait, or others
   * become the owners of partitions.
   */
  boolean holdsUp() {
    return switch (this) {
      case KILL_NODE,
          KILL_OWNER,
          ZOMBIE,
          CUT_NODE,
          CUT_PAIR,
          CUT_KAFKA,
          KAFKA_RESTART,
          ROLLING_RESTART,
          CLOCK_SKEW ->
          true;
      case CUT_MONGO, CUT_MYSQL, CUT_REDIS, MONGO_AWAY, REDIS_FLUSH, CLIENT_STORM -> false;
    };
  }

  void play(Scene scene) throws Exception {
    play.on(scene);
  }

  /**
   * Reads a list as operators write it.
   *
   * @throws IllegalArgumentException naming those that exist
   */
  static List<Fault> parse(List<String> labels) {
    List<Fault> faults = new ArrayList<>();
    for (String label : labels) {
      switch (label) {
        case CUT_NODES -> faults.addAll(NODE_CUTS);
        case CUT_BACKEND -> faults.addAll(BACKEND_CUTS);
        default ->
            faults.add(
                Arrays.stream(values())
                    .filter(each -> each.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> unknown(label)));
      }
    }
    return faults;
  }

  private static IllegalArgumentException unknown(String label) {
    return new IllegalArgumentException(
        "no fault "
            + label
            + "; there are "
            + Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "))
            + ", and "
            + CUT_NODES
            + " for both between nodes, "
            + CUT_BACKEND
            + " for all four between a node and a back end");
  }
}
