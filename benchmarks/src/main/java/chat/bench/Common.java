package chat.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Options that every benchmark has. */
final class Common {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as JSON.")
  private Path json;

  @Option(
      names = "--node-jvm",
      paramLabel = "ARGUMENTS",
      description = "Arguments of the node's JVM, instead of the benchmark's own.")
  private String nodeJvm;

  @Option(names = "--runs", defaultValue = "1", description = "How often; the figures are medians.")
  private int runs;

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  /** Arguments of the node's JVM: these, if none were given. */
  List<String> nodeJvm(String otherwise) {
    return List.of((nodeJvm == null ? otherwise : nodeJvm).trim().split("\\s+"));
  }

  int runs() {
    return runs;
  }

  /** The repository; {@code ./bench} sets it. */
  static Path root() {
    return Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
  }

  /** A benchmark waits for time itself, not for a condition. */
  static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
  }

  /** Where a benchmark keeps its data while it runs. */
  static Path work() {
    return root().resolve("benchmarks/target/work");
  }
}
