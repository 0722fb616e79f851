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

  /** The results, in an order in which each uses only those before it. */
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
    nodes(peak, deliveries, signIns, egress);
    kafka(peak, perDay);
    mongo(peak, perDay);
    mysql(signIns);
    redis();
    images(perDay, peak);
  }

  private void nodes(double peak, double deliveries, double signIns, double egress) {
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
    double forRest =
        add(
            "cores for sign-ins and pings",
            signIns * a("signInMicros") / 1e6 + a("pingShare") * a("connections") / 1e6,
            "cores",
            "sign-ins x signInMicros + pingShare x connections / 1,000,000");
    double cores = forMessages + forFrames + forRest;
    double byCores = Math.ceil(cores / (a("coresPerNode") * a("busyAtMost")));
    double byConnections = Math.ceil(a("connections") / a("connectionsPerNode"));
    double needed =
        add(
            "nodes that serve",
            Math.max(byCores, byConnections),
            "nodes",
            "the larger of cores / (coresPerNode x busyAtMost) = "
                + Math.round(byCores)
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
        "time until a dead node's clients are back",
        a("connections") / needed / (a("stormPerSecond") * Math.max(1, needed - 1)),
        "s",
        "its connections / (stormPerSecond x the other nodes)");
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

  private void mysql(double signIns) {
    section = "MySQL";
    // Memberships stand in two tables; a person has about ten rows else.
    double rows =
        add(
            "rows",
            a("dailyUsers") * (2 * a("channelsEach") + 10) / 1e9,
            "thousand million",
            "dailyUsers x (2 x channelsEach + 10)");
    double bytes = add("data", rows * 1e9 * a("mysqlRowBytes") / GB, "GB", "rows x mysqlRowBytes");
    add(
        "shards by size",
        Math.ceil(bytes * GB / a("mysqlPerShardBytes")),
        "shards",
        "data / mysqlPerShardBytes");
    double reads =
        add(
            "reads of sign-ins",
            signIns,
            "queries/s",
            "sign-ins; those that come together share one");
    add(
        "reads while a storm lasts",
        a("stormPerSecond") * Math.ceil(a("connections") / a("connectionsPerNode")),
        "queries/s at most",
        "stormPerSecond x nodes; up to 128 that come together share one");
    add(
        "replicas for sign-ins",
        Math.ceil(reads / a("mysqlReadsPerSecond")) + 1,
        "servers",
        "reads / mysqlReadsPerSecond, and one to spare");
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
