package chat.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes settings as the YAML of a node's configuration file. */
final class Yaml {
  private Yaml() {}

  static String of(Map<String, Map<String, Object>> settings) {
    StringBuilder out = new StringBuilder();
    settings.forEach(
        (section, keys) -> {
          out.append(section).append(":\n");
          keys.forEach(
              (key, value) ->
                  out.append("  ").append(key).append(": ").append(scalar(value)).append('\n'));
        });
    return out.toString();
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      case List<?> list ->
          list.stream().map(Yaml::scalar).collect(Collectors.joining(", ", "[", "]"));
      default -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    };
  }
}
