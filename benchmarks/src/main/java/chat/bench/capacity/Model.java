package chat.bench.capacity;

import java.util.ArrayList;
import java.util.List;

/** Works out what a cell takes: a pure function of the assumptions. */
public final class Model {
  private static final double DAY = 86_400;
  private static final double YEAR_DAYS = 365;
  private static final double TB = 1e12;
  private static final double GB = 1e9;

  private final Assumptions given;
  private final List<Line> lines = new ArrayList<>();
  private String section;

  private Model(Assumptions given) {
    this.given = given;
  }

  /**
   * The results, in an order in which each uses only those before it; except for how many nodes
   * serve, which decides what goes between nodes, and follows from it.
   */
  public static List<Line> of(Assumptions given) {
    Model model = new Model(given);
    model.work();
    return List.copyOf(model.lines);
  }

  private double a(String name) {
    return given.get(name);
  }

  private double add(String what, double value, String unit, String how) {
    lines.add(new Line(section, what, value, unit, how));
    return value;
  }

  private void work() {
    section = "Traffic";
    double perDay =
        add(
            "messages a day",
            a("dailyUsers") * a("messagesPerUserDay"),
            "messages",
            "dailyUsers x messagesPerUserDay");
    double average = add("average", perDay / DAY, "messages/s", "a day / 86,400");
    double peak = add("peak", average * a("peakFactor"), "messages/s", "average x peakFactor");
    double deliveries =
        add("deliveries at the peak", peak * a("audience"), "frames/s", "peak x audience");
    double signIns =
        add(
            "sign-ins",
            a("connections") / a("sessionMinutes") / 60,
            "a second",
            "connections / sessionMinutes");
    double egress =
        add(
            "to clients at the peak",
            deliveries * (a("bodyBytes") + a("envelopeBytes")) * 8 / 1e9,
            "Gbit/s",
            "deliveries x (bodyBytes + envelopeBytes)");
    double forPings = pings();
    double nodes = nodes(peak, deliveries, signIns, egress, forPings);
    kafka(peak, perDay);
    mongo(peak, perDay);
    mysql(signIns, nodes);
    redis();
    images(perDay, peak);
  }

  /** Returns the cores that pings take. */
  private double pings() {
    double byClients =
        add(
            "pings of clients",
            a("connections") * a("clientPingShare") / a("clientPingSeconds"),
            "a second",
            "connections x clientPingShare / clientPingSeconds, if all are silent");
    double byServer =
        add(
            "pings of the server",
            a("connections") * (1 - a("clientPingShare")) / a("serverPingSeconds"),
            "a second",
            "connections x (1 - clientPingShare) / serverPingSeconds, if all are silent");
    return (byClients * a("clientPingMicros") + byServer * a("serverPingMicros")) / 1e6;
  }

  /** Returns the nodes that serve. */
  private double nodes(
      double peak, double deliveries, double signIns, double egress, double forPings) {
    section = "Nodes";
    double process =
        add(
            "memory of connections",
            a("connections") * a("rssBytes") / GB,
            "GB",
            "connections x rssBytes");
    double kernel =
        add(
            "kernel memory of connections",
            a("connections") * a("kernelBytes") / GB,
            "GB",
            "connections x kernelBytes");
    double forMessages =
        add("cores for messages", peak * a("messageMicros") / 1e6, "cores", "peak x messageMicros");
    double forFrames =
        add(
            "cores for deliveries",
            deliveries * a("frameMicros") / 1e6,
            "cores",
            "deliveries x frameMicros");
    double forSignIns =
        add(
            "cores for sign-ins",
            signIns * a("signInMicros") / 1e6,
            "cores",
            "sign-ins x signInMicros");
    add(
        "cores for pings",
        forPings,
        "cores",
        "pings of clients x clientPingMicros + pings of the server x serverPingMicros");
    double besides = forMessages + forFrames + forSignIns + forPings;
    double byConnections = Math.ceil(a("connections") / a("connectionsPerNode"));
    double needed = byConnections;
    // With more nodes a message goes to more of them, and that takes more cores: look again. This
    // ends, since it goes to no more nodes than it has an audience.
    while (byCores(besides, peak, needed) > needed) {
      needed = byCores(besides, peak, needed);
    }
    double between = between(peak, needed);
    add(
        "nodes that serve",
        needed,
        "nodes",
        "the larger of cores / (coresPerNode x busyAtMost) = "
            + Math.round(byCores(besides, peak, needed))
            + " and connections / connectionsPerNode = "
            + Math.round(byConnections));
    double nodes = add("nodes with one to spare", needed + 1, "nodes", "one may fail at the peak");
    add(
        "memory of a node",
        a("nodeBaseBytes") / GB + 2 * (process + kernel) / needed,
        "GB",
        "nodeBaseBytes + twice its connections' share, room for the heap to move");
    add("cores of all nodes", nodes * a("coresPerNode"), "cores", "nodes x coresPerNode");
    add("network of a node", egress / needed, "Gbit/s to clients", "to clients / nodes that serve");
    add(
        "network of a node, between nodes",
        between / needed,
        "Gbit/s each way",
        "between nodes / nodes that serve");
    add(
        "time until a dead node's clients are back",
        a("connections") / needed / (a("stormPerSecond") * Math.max(1, needed - 1)),
        "s",
        "its connections / (stormPerSecond x the other nodes)");
    return needed;
  }

  /** Nodes for the cores that are needed if {@code nodes} serve. */
  private double byCores(double besides, double peak, double nodes) {
    double forBus = peak * (reached(nodes) + answered(nodes)) * a("busMicros") / 1e6;
    return Math.ceil((besides + forBus) / (a("coresPerNode") * a("busyAtMost")));
  }

  /** Nodes other than its owner's to which a message goes: those with members, spread evenly. */
  private double reached(double nodes) {
    return (nodes - 1) * (1 - Math.pow(1 - 1 / nodes, a("audience")));
  }

  /** How often the owner's answer goes to another node, which has sent the message. */
  private static double answered(double nodes) {
    return (nodes - 1) / nodes;
  }

  /** Returns what goes between nodes, in Gbit/s. */
  private double between(double peak, double nodes) {
    double reached =
        add(
            "other nodes that want a message",
            reached(nodes),
            "nodes on average",
            "(nodes that serve - 1) x (1 - (1 - 1 / nodes that serve)^audience),"
                + " members spread evenly");
    double messages =
        add(
            "messages between nodes at the peak",
            peak * (reached + answered(nodes)),
            "a second at most",
            "peak x (other nodes that want it + 1 - 1 / nodes that serve, for the answer),"
                + " each by itself");
    add(
        "events that a node takes from others",
        peak * reached / nodes,
        "a second on one event loop",
        "peak x other nodes that want it / nodes that serve");
    add(
        "cores for messages between nodes",
        messages * a("busMicros") / 1e6,
        "cores",
        "messages between nodes x busMicros");
    double frames = peak * reached * (a("bodyBytes") + a("envelopeBytes"));
    return add(
        "between nodes at the peak",
        (frames + messages * a("busBytes")) * 8 / 1e9,
        "Gbit/s",
        "peak x other nodes that want it x (bodyBytes + envelopeBytes)"
            + " + messages between nodes x busBytes");
  }

  private void kafka(double peak, double perDay) {
    section = "Kafka";
    double bytes = a("bodyBytes") + a("documentBytes");
    add(
        "partitions of chat.log",
        Math.max(64, Math.ceil(peak / a("kafkaPerPartition"))),
        "partitions",
        "peak / kafkaPerPartition, at least 64; fixed for the life of a cell");
    double in =
        add(
            "into the log at the peak",
            peak * bytes / 1e6,
            "MB/s",
            "peak x (bodyBytes + documentBytes)");
    add(
        "brokers",
        Math.max(a("replicas"), Math.ceil(in * 1e6 * a("replicas") / a("kafkaPerBrokerBytes")) + 1),
        "brokers",
        "into the log x replicas / kafkaPerBrokerBytes, and one to spare; at least replicas");
    add(
        "disk of the log",
        perDay * bytes * a("kafkaKeepHours") / 24 * a("replicas") / TB,
        "TB",
        "a day x (bodyBytes + documentBytes) x kafkaKeepHours / 24 x replicas");
  }

  private void mongo(double peak, double perDay) {
    section = "MongoDB";
    double bytes = (a("bodyBytes") + a("documentBytes")) * a("mongoCompression");
    double year =
        add(
            "messages of a year",
            perDay * YEAR_DAYS * bytes / TB,
            "TB",
            "a day x 365 x (bodyBytes + documentBytes) x mongoCompression");
    double byWrites = Math.ceil(peak / a("mongoPerShardWrites"));
    add(
        "shards after one year",
        Math.max(byWrites, Math.ceil(year * TB / a("mongoPerShardBytes"))),
        "shards of " + Math.round(a("replicas")) + " servers",
        "the larger of a year / mongoPerShardBytes and peak / mongoPerShardWrites = "
            + Math.round(byWrites));
    double all = add("all messages", year * a("historyYears"), "TB", "a year x historyYears");
    add(
        "shards for all",
        Math.max(byWrites, Math.ceil(all * TB / a("mongoPerShardBytes"))),
        "shards of " + Math.round(a("replicas")) + " servers",
        "all messages / mongoPerShardBytes");
    add("disk of all copies", all * a("replicas"), "TB", "all messages x replicas");
  }

  private void mysql(double signIns, double nodes) {
    section = "MySQL";
    // Memberships stand in two tables; a person has about ten rows else.
    double rows =
        add(
            "rows",
            a("dailyUsers") * (2 * a("channelsEach") + 10) / 1e9,
            "thousand million",
            "dailyUsers x (2 x channelsEach + 10)");
    double bytes = add("data", rows * 1e9 * a("mysqlRowBytes") / GB, "GB", "rows x mysqlRowBytes");
    double bySize =
        add(
            "shards by size",
            Math.ceil(bytes * GB / a("mysqlPerShardBytes")),
            "shards",
            "data / mysqlPerShardBytes");
    double each = 1 + a("catchUpsEach");
    add(
        "reads of sign-ins",
        signIns * each,
        "queries/s of primaries",
        "sign-ins x (1 + catchUpsEach)");
    double storm =
        add(
            "reads while a storm lasts",
            a("stormPerSecond") * nodes * each,
            "queries/s of primaries at most",
            "stormPerSecond x nodes that serve x (1 + catchUpsEach);"
                + " up to 128 sign-ins or 64 roles that come together share one");
    double byReads = Math.ceil(storm / a("mysqlReadsPerSecond"));
    double shards =
        add(
            "shards",
            Math.max(bySize, byReads),
            "primaries",
            "the larger of shards by size and reads while a storm lasts / mysqlReadsPerSecond = "
                + Math.round(byReads));
    add(
        "servers",
        2 * shards,
        "servers",
        "shards x 2: each primary has a replica, which answers nothing until it is promoted");
  }

  private void redis() {
    section = "Redis";
    add(
        "presence",
        a("connections") * a("redisUserBytes") / GB,
        "GB",
        "connections x redisUserBytes");
    add(
        "what devices were told",
        a("dailyUsers") * a("toldBytes") / GB,
        "GB",
        "dailyUsers x toldBytes");
  }

  private void images(double perDay, double peak) {
    section = "S3 and CDN";
    double day =
        add(
            "images a day",
            perDay * a("imageShare") * a("imageBytes") / TB,
            "TB",
            "a day x imageShare x imageBytes");
    add("all images", day * YEAR_DAYS * a("historyYears") / 1e3, "PB", "x 365 x historyYears");
    add("uploads at the peak", peak * a("imageShare"), "PUT/s", "peak x imageShare");
    add(
        "uploads at the peak, bytes",
        peak * a("imageShare") * a("imageBytes") * 8 / 1e9,
        "Gbit/s",
        "peak x imageShare x imageBytes");
    double views = peak * a("imageShare") * a("viewsPerImage");
    add(
        "from the CDN at the peak",
        views * a("imageBytes") * 8 / 1e9,
        "Gbit/s",
        "peak x imageShare x viewsPerImage x imageBytes");
    add(
        "from S3 at the peak",
        views * (1 - a("cdnHitShare")),
        "GET/s",
        "views x (1 - cdnHitShare)");
  }
}
