package chat.embedded;

import chat.embedded.supervisor.Refusal;
import chat.embedded.supervisor.RunOptions;
import chat.embedded.supervisor.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The program behind {@code ./run}. Prints {@code Ready http://localhost:P} once the system serves,
 * and what a person should know, to standard output; a refusal to start is one line on standard
 * error and exit status {@value #REFUSED}.
 */
public final class Main {
  private static final int REFUSED = 1;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

  /** A JVM that writes its cache takes its time to end. */
  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(5);

  /** Of a node; the rest of the memory belongs to the back ends. */
  private static final List<String> NODE_JVM_ARGUMENTS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-Xss512k",
          "-XX:MaxDirectMemorySize=96m",
          "-XX:+UseSerialGC",
          EmbeddedOptions.QUICK_COMPILER,
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow");

  private Main() {}

  /**
   * @param arguments see {@link RunOptions}. System properties: {@code chat.node.jar} the jar of a
   *     node; {@code chat.cache} the folder with caches of loaded classes, which may be absent;
   *     {@code chat.train} {@code true} to write them: the system is stopped once it serves
   */
  public static void main(String[] arguments) throws InterruptedException {
    // Done here, before several threads want to log at once, which SLF4J would remark upon.
    LoggerFactory.getILoggerFactory();
    Path jar = Path.of(System.getProperty("chat.node.jar", "launcher/target/chat.jar"));
    Path cache = Path.of(System.getProperty("chat.cache", "embedded/target"));
    Supervisor supervisor;
    String url;
    try {
      RunOptions options = RunOptions.parse(arguments);
      url = "http://localhost:" + options.port();
      if (!Files.isRegularFile(jar)) {
        throw new Refusal(jar + " is missing: ./run builds it");
      }
      supervisor =
          Supervisor.prepare(
              options,
              EmbeddedOptions.all()
                  .withKafkaJvmArguments(cacheArgument(cache, "kafka"))
                  .withQuickKafka()
                  .withStopLimit(Boolean.getBoolean("chat.train") ? TRAINING_LIMIT : STOP_LIMIT),
              config -> nodeCommand(jar, cache, config),
              line -> System.out.println(line));
    } catch (Refusal e) {
      refuse(e);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "stop"));
    try {
      supervisor.start();
    } catch (Refusal e) {
      supervisor.close();
      refuse(e);
      return;
    }
    if (Boolean.getBoolean("chat.train")) {
      supervisor.close();
      return;
    }
    System.out.println("Ready " + url);
    new CountDownLatch(1).await(); // until a signal
  }

  private static List<String> nodeCommand(Path jar, Path cache, Path config) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NODE_JVM_ARGUMENTS);
    command.addAll(cacheArgument(cache, "node"));
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(List.of("--config", config.toString()));
    return command;
  }

  /**
   * Classes that were loaded and linked by an earlier run make a JVM start in half the time. With
   * {@code chat.train} the caches are written, at the end of this run, instead of used.
   */
  private static List<String> cacheArgument(Path cache, String name) {
    Path file = cache.resolve(name + ".aot").toAbsolutePath();
    if (Boolean.getBoolean("chat.train")) {
      return List.of("-XX:AOTCacheOutput=" + file);
    }
    return Files.isRegularFile(file) ? List.of("-XX:AOTCache=" + file) : List.of();
  }

  private static void refuse(Refusal refusal) {
    System.err.println("run: " + refusal.getMessage().lines().findFirst().orElse("refused"));
    System.exit(REFUSED);
  }
}
