package chat.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param nodes how many
 * @param chatJar {@code launcher/target/chat.jar}
 * @param settings by section and key, over the defaults of the configuration
 * @param nodeJvm arguments of the nodes' JVMs
 */
public record ClusterOptions(
    int nodes, Path chatJar, Map<String, Map<String, Object>> settings, List<String> nodeJvm) {

  private static final String CLASSES = "-XX:AOTCache=";

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
        forTests(root));
  }

  private static List<String> forTests(Path root) {
    List<String> jvm =
        new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // Of ./run: if it is there and of this jar, nodes start in half the time (decision 12).
    Path classes = root.resolve("embedded/target/node.aot");
    if (Files.isRegularFile(classes)) {
      // It warns of many stubs that it makes anew, with ./run as well.
      jvm.addAll(List.of(CLASSES + classes, "-Xlog:aot*=off"));
    }
    return jvm;
  }

  /** With one setting more. */
  public ClusterOptions with(String section, String key, Object value) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(settings);
    Map<String, Object> keys = new LinkedHashMap<>(settings.getOrDefault(section, Map.of()));
    keys.put(key, value);
    more.put(section, keys);
    return new ClusterOptions(nodes, chatJar, more, nodeJvm);
  }

  /** With further arguments; of two that say the same the later holds. */
  public ClusterOptions withMoreNodeJvm(String... arguments) {
    List<String> more = new ArrayList<>(nodeJvm);
    more.addAll(List.of(arguments));
    return withNodeJvm(more);
  }

  public ClusterOptions withNodeJvm(List<String> arguments) {
    return new ClusterOptions(nodes, chatJar, settings, arguments);
  }

  /** Nodes of another build. */
  public ClusterOptions withChatJar(Path jar) {
    return new ClusterOptions(
        nodes,
        jar,
        settings,
        nodeJvm.stream().filter(argument -> !argument.startsWith(CLASSES)).toList());
  }
}
