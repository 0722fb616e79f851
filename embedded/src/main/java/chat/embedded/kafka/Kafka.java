package chat.embedded.kafka;

import chat.embedded.ChildServer;
import chat.embedded.Place;
import chat.embedded.process.ChildProcess;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A broker as a child JVM, so that its crash is not ours. What it has acknowledged is in the page
 * cache at least, which survives {@code kill -9} of every process.
 */
public final class Kafka extends ChildServer {
  private static final List<String> JVM_ARGUMENTS =
      List.of(
          "-Xmx192m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true",
          "-Dlogback.configurationFile=chat/embedded/kafka/logback-kafka.xml");

  private final Place place;
  private final String host;
  private final int port;
  private final int controllerPort;
  private final List<String> jvmArguments;
  private final String classPath;

  /**
   * @param jvmArguments put before the defaults
   * @param classPath of the child
   */
  public Kafka(
      Place place,
      String host,
      int port,
      int controllerPort,
      Duration stopLimit,
      List<String> jvmArguments,
      String classPath) {
    super(place.startLimit(), stopLimit);
    this.place = place;
    this.host = host;
    this.port = port;
    this.controllerPort = controllerPort;
    this.jvmArguments = List.copyOf(jvmArguments);
    this.classPath = classPath;
  }

  public String bootstrap() {
    return host + ':' + port;
  }

  @Override
  protected ChildProcess launch() throws IOException {
    Files.createDirectories(place.folder());
    Path file = place.folder().resolve("server.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      properties().store(out, "Written at every start.");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(JVM_ARGUMENTS);
    command.addAll(List.of("-cp", classPath, KafkaMain.class.getName(), file.toString()));
    return ChildProcess.start(place.child(command, line -> line.equals(KafkaMain.READY)));
  }

  private Properties properties() {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty(
        "listeners", "PLAINTEXT://" + bootstrap() + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://" + bootstrap());
    p.setProperty("log.dirs", place.folder().resolve("data").toString());
    // The product creates its topics with the settings it needs; a typo must not make one.
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("default.replication.factor", "1");
    p.setProperty("min.insync.replicas", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    // The first consumer of a group gets its partitions at once instead of after 3 s.
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // After kill -9 the controller lets the broker in again only once the session of its former
    // incarnation has ended: 9 s by default. Both are one process, which can't miss itself.
    p.setProperty("broker.session.timeout.ms", "2000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    // The cleaner's buffer is heap that is taken at the start: 128 MB by default.
    p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    p.setProperty("log.cleaner.threads", "1");
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "3");
    p.setProperty("background.threads", "2");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    return p;
  }
}
