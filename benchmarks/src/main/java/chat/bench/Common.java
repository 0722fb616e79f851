package chat.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that every benchmark has. */
final class Common {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as JSON.")
  private Path json;

  @Option(
      names = "--node-jvm",
      paramLabel = "ARGUMENTS",
      defaultValue = "-Xmx512m -XX:+UseSerialGC -Xshare:auto",
      description = "Arguments of the node's JVM (default: ${DEFAULT-VALUE}).")
  private String nodeJvm;

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  List<String> nodeJvm() {
    return List.of(nodeJvm.trim().split("\\s+"));
  }

  /** The repository; {@code ./bench} sets it. */
  static Path root() {
    return Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
  }

  /** Where a benchmark keeps its data while it runs. */
  static Path work() {
    return root().resolve("benchmarks/target/work");
  }
}
