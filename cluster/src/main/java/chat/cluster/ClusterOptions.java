package chat.cluster;

import chat.embedded.Backend;
import chat.embedded.EmbeddedOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to start.
 *
 * @param nodes how many
 * @param chatJar {@code launcher/target/chat.jar}
 * @param settings by section and key, over the defaults of the configuration
 * @param nodeJvm arguments of the nodes' JVMs
 * @param roles of each node, as {@code --roles} has them; empty if each has all
 * @param backends those that a cell needs
 */
public record ClusterOptions(
    int nodes,
    Path chatJar,
    Map<String, Map<String, Object>> settings,
    List<String> nodeJvm,
    List<Set<String>> roles,
    EmbeddedOptions backends) {

  private static final EmbeddedOptions BACKENDS =
      EmbeddedOptions.only(Backend.MYSQL, Backend.KAFKA, Backend.MONGO, Backend.REDIS, Backend.S3);

  private static final String CACHES = "embedded/target";
  private static final String CLASSES = "-XX:AOTCache=";

  /** Warns neither of a cache of another build nor of the stubs that each makes anew. */
  private static final String SILENT = "-Xlog:aot*=off";

  /** For tests: starts fast, and one address may do as much as it likes. */
  public static ClusterOptions forTests(int nodes, Path root) {
    return new ClusterOptions(
        nodes,
        root.resolve("launcher/target/chat.jar"),
        Map.of(
            "limits",
            Map.of(
                "signUpsPerAddressHour", 100_000,
                "logInsPerAddressMinute", 100_000,
                "refreshesPerAddressMinute", 100_000),
            "socket",
            Map.of("framesPerSecond", 100_000, "frameBurst", 100_000)),
        quickNode(root),
        List.of(),
        quickBackends(root));
  }

  private static List<String> quickNode(Path root) {
    List<String> jvm =
        new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    jvm.addAll(classes(root, "node"));
    return jvm;
  }

  private static EmbeddedOptions quickBackends(Path root) {
    Path trained = root.resolve(CACHES).resolve("trained");
    if (!Files.isRegularFile(trained)) {
      return BACKENDS.withQuickKafka();
    }
    try {
      // The cache holds for one class path only.
      List<Path> classPath =
          Stream.of(Files.readString(trained).strip().split(File.pathSeparator))
              .map(Path::of)
              .toList();
      return BACKENDS
          .withKafkaClassPath(classPath)
          .withKafkaJvmArguments(classes(root, "kafka"))
          .withQuickKafka();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The caches of ./run: with them, and if they are of this build, JVMs start in half the time. */
  private static List<String> classes(Path root, String name) {
    Path file = root.resolve(CACHES).resolve(name + ".aot");
    return Files.isRegularFile(file) ? List.of(CLASSES + file, SILENT) : List.of();
  }

  /** With one setting more. */
  public ClusterOptions with(String section, String key, Object value) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(settings);
    Map<String, Object> keys = new LinkedHashMap<>(settings.getOrDefault(section, Map.of()));
    keys.put(key, value);
    more.put(section, keys);
    return new ClusterOptions(nodes, chatJar, more, nodeJvm, roles, backends);
  }

  /** With further arguments; of two that say the same the later holds. */
  public ClusterOptions withMoreNodeJvm(String... arguments) {
    List<String> more = new ArrayList<>(nodeJvm);
    more.addAll(List.of(arguments));
    return withNodeJvm(more);
  }

  public ClusterOptions withNodeJvm(List<String> arguments) {
    return new ClusterOptions(nodes, chatJar, settings, arguments, roles, backends);
  }

  /** With as many nodes as there are sets, each with these roles only. */
  public ClusterOptions withRoles(List<Set<String>> ofEach) {
    return new ClusterOptions(
        ofEach.size(), chatJar, settings, nodeJvm, List.copyOf(ofEach), backends);
  }

  /** What the command of a node, by its number from 0, says besides its configuration. */
  List<String> arguments(int node) {
    return roles.isEmpty() ? List.of() : List.of("--roles", String.join(",", roles.get(node)));
  }

  /** Nodes of another build. */
  public ClusterOptions withChatJar(Path jar) {
    return new ClusterOptions(
        nodes,
        jar,
        settings,
        nodeJvm.stream().filter(argument -> !argument.startsWith(CLASSES)).toList(),
        roles,
        backends);
  }

  /** With back ends as they are without arguments: slower to start, and then faster. */
  public ClusterOptions withPlainBackends() {
    return new ClusterOptions(nodes, chatJar, settings, nodeJvm, roles, BACKENDS);
  }
}
