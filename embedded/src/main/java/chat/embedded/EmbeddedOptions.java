package chat.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to start.
 *
 * @param backends those to start at once; others can be started later
 * @param startLimit for each back end, from its start until it serves
 * @param stopLimit for a JVM, from its signal until it is killed
 * @param kafkaJvmArguments put before the defaults of the Kafka JVM
 * @param kafkaClassPath of the Kafka JVM; empty: that of this process
 * @param host the address that all of them bind to and are reached at
 */
public record EmbeddedOptions(
    Set<Backend> backends,
    Duration startLimit,
    Duration stopLimit,
    List<String> kafkaJvmArguments,
    Optional<List<Path>> kafkaClassPath,
    String host) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Not the optimizing one as well: where all processes start at once on a few cores, it takes two
   * fifths of the time (decision 12).
   */
  static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  public EmbeddedOptions {
    backends = Set.copyOf(backends);
    kafkaJvmArguments = List.copyOf(kafkaJvmArguments);
    kafkaClassPath = kafkaClassPath.map(List::copyOf);
  }

  /** Every back end. */
  public static EmbeddedOptions all() {
    return of(EnumSet.allOf(Backend.class));
  }

  /** These and no others. */
  public static EmbeddedOptions only(Backend first, Backend... rest) {
    return of(EnumSet.of(first, rest));
  }

  /** A possibly empty set. */
  public static EmbeddedOptions of(Set<Backend> backends) {
    return new EmbeddedOptions(
        backends, START_LIMIT, STOP_LIMIT, List.of(), Optional.empty(), LOOPBACK);
  }

  public EmbeddedOptions withStartLimit(Duration limit) {
    return new EmbeddedOptions(backends, limit, stopLimit, kafkaJvmArguments, kafkaClassPath, host);
  }

  public EmbeddedOptions withStopLimit(Duration limit) {
    return new EmbeddedOptions(
        backends, startLimit, limit, kafkaJvmArguments, kafkaClassPath, host);
  }

  public EmbeddedOptions withKafkaJvmArguments(List<String> arguments) {
    return new EmbeddedOptions(backends, startLimit, stopLimit, arguments, kafkaClassPath, host);
  }

  /**
   * Kafka compiles quickly instead of well: that is the faster one where it lives for minutes or
   * has little to do (decision 12), and the slower one where its throughput is measured.
   */
  public EmbeddedOptions withQuickKafka() {
    List<String> arguments = new ArrayList<>(kafkaJvmArguments);
    arguments.add(QUICK_COMPILER);
    return withKafkaJvmArguments(arguments);
  }

  public EmbeddedOptions withKafkaClassPath(List<Path> classPath) {
    return new EmbeddedOptions(
        backends, startLimit, stopLimit, kafkaJvmArguments, Optional.of(classPath), host);
  }

  /** For a network other than the loopback, which must be one of this machine only. */
  public EmbeddedOptions withHost(String address) {
    return new EmbeddedOptions(
        backends, startLimit, stopLimit, kafkaJvmArguments, kafkaClassPath, address);
  }
}
