package chat.embedded.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The child JVM: formats the storage once, runs the broker, and ends when its standard input ends,
 * that is when its parent is gone.
 */
public final class KafkaMain {
  /** Printed once the broker takes requests. */
  static final String READY = "kafka takes requests";

  private KafkaMain() {}

  /** Takes the properties file as its argument. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    endWithParent();
    formatOnce(file, Path.of(properties.getProperty("log.dirs")));
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    System.out.println(READY);
    server.awaitShutdown();
  }

  private static void formatOnce(Path properties, Path data) throws IOException {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    int status =
        StorageTool.execute(
            new String[] {
              "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()
            },
            System.out);
    if (status != 0) {
      throw new IOException("the storage could not be formatted: status " + status);
    }
  }

  private static void endWithParent() {
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever sent; what counts is the end.
                }
              } catch (IOException e) {
                // A broken pipe says the same.
              }
              Runtime.getRuntime().halt(0);
            });
  }
}
